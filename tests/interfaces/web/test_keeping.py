"""A browser's conversation, saved before it is shown: asked, finished, stopped, failed, cut, and what a browser without a cookie has."""

import asyncio
from dataclasses import replace

import pytest

from ecqa.errors import ServiceError
from ecqa.interfaces.allowance import Allowance
from ecqa.interfaces.turnstile import Turnstile
from ecqa.interfaces.web.asking import Asked, ask
from ecqa.interfaces.web.conversation import Conversation, Exchange, stop
from ecqa.interfaces.web.keeping import Keeping
from ecqa.interfaces.web.public import Public
from ecqa.interfaces.web.suggestions import Suggestions
from ecqa.messages import Messages
from ecqa.schema import Answer, AnswerEvent, Citation, Filters
from ecqa.storage import open_storage

ZH = Messages("zh")
OWNER, OTHER = "o" * 32, "p" * 32
CITED = Citation(1, "a", "题", None, None, None, None, 0, 1, "甲", "r")


class Short:
    """An assistant that says one sentence, or fails."""

    def __init__(self):
        self.histories = []

    def stream(self, text, history=(), filters=None):
        self.histories.append(([turn.content for turn in history], filters))
        yield AnswerEvent("stage", stage="retrieve")
        if text == "坏":
            raise RuntimeError("on purpose")
        yield AnswerEvent("sentence", text="甲[1]", citations=(CITED,))
        yield AnswerEvent("answer", answer=Answer(text, "answered", f"答{text}[1]", (CITED,)))


@pytest.fixture
def public(tmp_path):
    assistant = Short()
    with open_storage(tmp_path / "db.sqlite3") as storage:
        yield Public(assistant, storage, Allowance(4), Turnstile(1), Suggestions(assistant), tmp_path, 90, "zh")


def after(public, shown, text, **more):
    return list(ask(public, ZH, shown, Asked(text, owner=OWNER, address="127.0.0.1", **more)))


def test_a_question_is_saved_before_it_is_answered_and_its_answer_before_it_is_shown(public):
    steps = ask(public, ZH, Conversation(), Asked("问一", Filters(section="政策"), owner=OWNER, address=""))
    first = next(steps)
    saved = Keeping(public.storage, OWNER).read(first.id)
    assert (saved.exchanges[0].question, saved.exchanges[0].interrupted) == ("问一", True)
    assert saved.exchanges[0].filters == Filters(section="政策")
    last = list(steps)[-1]
    assert last.exchanges[0].answer.text == "答问一[1]"
    assert Keeping(public.storage, OWNER).read(first.id).exchanges[0].answer == last.exchanges[0].answer
    assert Keeping(public.storage, OTHER).read(first.id) is None
    assert [stage.exchanges[-1].stage for stage in after(public, last, "问二")][:2] == ["正在理解问题…", "正在查找…"]
    assert public.assistant.histories[-1] == (["问一", "答问一[1]"], Filters())


def test_what_another_tab_asked_comes_in_with_the_next_question(public):
    here = after(public, Conversation(), "问一")[-1]
    there = after(public, here, "问二")[-1]
    now = after(public, here, "问三")[-1]
    assert [exchange.question for exchange in now.exchanges] == ["问一", "问二", "问三"]
    assert there.exchanges == now.exchanges[:2]


def test_editing_forgets_what_came_after_and_numbers_are_not_given_again(public):
    shown = after(public, after(public, Conversation(), "问一")[-1], "问二")[-1]
    edited = after(public, shown, "问一改", instead_of=1)[-1]
    assert [(exchange.number, exchange.question) for exchange in edited.exchanges] == [(3, "问一改")]
    assert Keeping(public.storage, OWNER).read(edited.id) == edited


def test_stopped_and_failed_answers_stay_as_they_were(public):
    steps = ask(public, ZH, Conversation(), Asked("问一", owner=OWNER))
    shown = [next(steps) for _ in range(3)][-1]
    steps.close()
    keeping = Keeping(public.storage, OWNER)
    ended = stop(shown)
    keeping.give_up(ended, ended.exchanges[-1])
    one = keeping.read(shown.id).exchanges[0]
    assert (one.text, one.stopped, one.interrupted) == ("甲[1]", True, False)
    failed = after(public, ended, "坏")[-1]
    assert failed.exchanges[-1].problem == ZH.text("web.failed")
    assert keeping.read(shown.id).exchanges[-1].problem == ZH.text("web.failed")


def test_a_conversation_deleted_elsewhere_is_said_to_be_gone(public):
    shown = after(public, Conversation(), "问一")[-1]
    public.storage.conversations.delete(OWNER, shown.id)
    assert after(public, shown, "问二")[-1].exchanges[-1].problem == ZH.error(ServiceError("conversation-gone"))


def test_too_many_questions_are_put_off_and_not_kept(public):
    shown = Conversation()
    for number in range(5):
        shown = after(public, shown, f"问{number}")[-1]
    assert shown.exchanges[-1].problem.startswith("提问太频繁了，请在 ")
    assert len(Keeping(public.storage, OWNER).read(shown.id).exchanges) == 4


def test_a_stopping_server_takes_no_question_says_so_and_keeps_what_is_there(public):
    shown = after(public, Conversation(), "问一")[-1]
    asyncio.run(public.turnstile.finish(0))
    (refused,) = after(public, shown, "问一改", instead_of=1)
    assert refused.exchanges[-1].problem == "服务器正在停止，请稍后再试。"
    assert [exchange.question for exchange in Keeping(public.storage, OWNER).read(shown.id).exchanges] == ["问一"]


def test_who_waits_is_told_how_many_go_first(public):
    with public.turnstile.ticket() as before:
        assert list(before.wait()) == []
        steps = ask(public, ZH, Conversation(), Asked("问一", owner=OWNER))
        stages = [next(steps).exchanges[-1].stage for _ in range(2)]
    assert stages[1] == "现在提问的人较多，前面还有 1 位，请稍候。"
    assert list(steps)[-1].exchanges[-1].answer is not None


def test_without_a_cookie_nothing_is_kept(public):
    shown = list(ask(public, ZH, Conversation(), Asked("问一")))[-1]
    shown = list(ask(public, ZH, shown, Asked("问二")))[-1]
    assert (shown.id, [exchange.number for exchange in shown.exchanges]) == ("", [1, 2])
    again = list(ask(public, ZH, shown, Asked("问二改", instead_of=2)))[-1]
    assert [exchange.question for exchange in again.exchanges] == ["问一", "问二改"]
    Keeping(public.storage, "").give_up(shown, replace(Exchange(1, "问"), stopped=True))
    assert public.storage.usage.days("2000-01-01", "2100-01-01") == []
