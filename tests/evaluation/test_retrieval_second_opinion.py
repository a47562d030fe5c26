"""MRR, nDCG@10 and recall@k against ir-measures (trec_eval's own code) on random rankings."""

import random

import ir_measures
import pytest
from ir_measures import RR, R, nDCG

from ecqa.evaluation.metrics.ndcg import ndcg
from ecqa.evaluation.metrics.reciprocal_rank import reciprocal_rank


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_trec_eval(seed: int):
    chance = random.Random(seed)
    passages = [f"d{number:02d}" for number in range(30)]
    ranked = chance.sample(passages, chance.randint(1, 10))
    relevant = chance.sample(passages, chance.randint(1, 14))
    qrels = [ir_measures.Qrel("q", passage, 1) for passage in relevant]
    run = [ir_measures.ScoredDoc("q", passage, 100.0 - rank) for rank, passage in enumerate(ranked)]
    theirs = ir_measures.calc_aggregate([RR, nDCG @ 10, R @ 5], qrels, run)
    assert reciprocal_rank(relevant, ranked).value == pytest.approx(theirs[RR])
    assert ndcg(relevant, ranked, 10).value == pytest.approx(theirs[nDCG @ 10])
    found = sum(passage in relevant for passage in ranked[:5])
    assert found / len(relevant) == pytest.approx(theirs[R @ 5])
