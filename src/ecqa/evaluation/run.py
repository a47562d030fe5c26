"""A system and gold questions to judged answers, and to a folder that holds the whole run."""

from collections.abc import Callable, Sequence

from ecqa.evaluation.gold import GoldQuestion
from ecqa.evaluation.judge import DEPTH, judge, locate
from ecqa.evaluation.summary import Judged
from ecqa.evaluation.system import System
from ecqa.passages import cut


def answer_all(system: System, questions: Sequence[GoldQuestion], progress: Callable[[int, int], None] | None = None) -> list[Judged]:
    """Asks every question and judges the answer.

    Args:
        system: What is evaluated.
        questions: In the order to ask them.
        progress: Called after each with how many are done and how many there are.
    """
    articles = system.articles()
    passages = [passage for article in articles for passage in cut(article)]
    judged = []
    for done, gold in enumerate(questions, 1):
        answer = system.ask(gold.question, history=gold.history)
        hits = system.search(gold.question, DEPTH, history=gold.history)
        judged.append(Judged(gold, answer, judge(gold, answer, hits, locate(gold, articles, passages))))
        if progress:
            progress(done, len(questions))
    return judged
