"""A Question as typed to one that is understood: cleaned, simplified, on its own feet, with its kind; nothing is searched."""

import re
import unicodedata
from dataclasses import replace

from ecqa.errors import QuestionError
from ecqa.schema import Question
from ecqa.text.folding import clean, simplify
from ecqa.understanding.follow_up import stand_alone
from ecqa.understanding.kinds import kind_of

LIMIT = 500
"""Characters a question may have."""


def understand(question: Question) -> Question:
    """Fills `query` and `kind`.

    Raises:
        QuestionError: The question is empty or holds no letter or digit ("question-empty"), or is longer than LIMIT
            characters ("question-too-long").
    """
    text = clean(question.text)
    if not re.search(r"[^\W_]", text):
        raise QuestionError("question-empty")
    if len(text) > LIMIT:
        raise QuestionError("question-too-long", limit=LIMIT, n=len(text))
    plain = simplify(unicodedata.normalize("NFKC", text))
    return replace(question, text=text, query=stand_alone(plain, question.history), kind=kind_of(plain))
