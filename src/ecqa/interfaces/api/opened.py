"""Settings, assistant and database in, the service beside the pages out; it listens on no port."""

import logging

from ecqa.config import Settings
from ecqa.interfaces.allowance import Allowance
from ecqa.interfaces.api.access import Access, is_loopback
from ecqa.interfaces.api.figures import Figures
from ecqa.interfaces.api.running import AT_A_TIME, WITH_CHAT_MODEL, Running
from ecqa.interfaces.api.service import Finish, Service
from ecqa.interfaces.api.services import Services
from ecqa.interfaces.headers import Application
from ecqa.messages import Messages
from ecqa.pipeline import Assistant
from ecqa.storage import Storage

logger = logging.getLogger(__name__)


def open_service(assistant: Assistant, storage: Storage, settings: Settings, pages: Application, finish_pages: Finish) -> Service:
    """The service; says in the log where nobody can use it yet.

    Args:
        assistant: Who answers.
        storage: Where keys are, and where questions are counted.
        settings: What the administrator chose.
        pages: Who gets the requests that are not for programs.
        finish_pages: Ends what is under way there; see `Service`.
    """
    access = Access(storage, Allowance(settings.api_requests_a_minute), listens_here=is_loopback(settings.host))
    if not is_loopback(settings.host) and not storage.keys.used():
        logger.warning(Messages(settings.lang).text("api.closed", host=settings.host))
    running, figures = Running(WITH_CHAT_MODEL if settings.chat_model else AT_A_TIME), Figures()
    figures.watch("ecqa_answers_under_way", "Answers that are worked on or wait.", lambda: running.count)
    figures.watch("ecqa_articles", "Articles of the index in use.", lambda: len(assistant.articles()))
    services = Services(assistant, storage, access, running, figures, settings.index, settings.lang)
    origins, with_questions = tuple(settings.cors_origins.split()), settings.log == "questions"
    return Service(services, pages, finish_pages, origins=origins, with_questions=with_questions)
