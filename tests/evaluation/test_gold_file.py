"""The gold file that ships is without error about the corpus that ships."""

from collections import Counter
from pathlib import Path

from ecqa.corpus import load_corpus
from ecqa.evaluation.gold import load_gold, of_splits
from ecqa.evaluation.gold_check import check_gold

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "eval" / "gold" / "dev.jsonl"


def test_the_gold_file_fits_the_corpus():
    report = check_gold(GOLD, load_corpus(ROOT / "corpus").articles, complete=True)
    assert report.errors() == []
    assert report.questions == 265
    assert (len(report.articles), min(report.articles.values()) >= 4) == (27, True)


def test_the_halves_share_no_article_but_through_questions_over_several():
    questions = load_gold(GOLD)
    assert Counter(question.split for question in questions) == {"tune": 102, "report": 163}
    single = [question for question in questions if len({item.article for item in question.evidence}) == 1]
    tune, report = ({question.evidence[0].article for question in of_splits(single, [split])} for split in ("tune", "report"))
    assert (len(tune), len(report), len(tune & report)) == (11, 16, 0)
