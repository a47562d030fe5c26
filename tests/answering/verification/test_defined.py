"""Whether what is said of a thing is said of it, or of the one before it."""

import pytest

from ecqa.answering.verification.defined import misdefined
from ecqa.answering.verification.words import normal

TEXTS = ["满减券是满一定金额才能用的券，过期作废。", "现金券在任何订单上都能抵扣。", "买家越多，大家互相介绍，其实这就是口碑营销。"]


@pytest.mark.parametrize(
    ("claim", "term"),
    [
        ("“现金券”是指满一定金额才能用、过期作废的券", "现金券"),
        ("文中的现金券指的是在任何订单上都能抵扣的券", ""),
        ("满减券是指满一定金额才能用的券", ""),
        ("口碑营销是指买家互相介绍", ""),
        ("代金券是指满一定金额才能用的券", ""),
        ("现金券在任何订单上都能抵扣", ""),
    ],
)
def test_what_is_said_before_a_thing_is_named_is_not_what_it_means(claim: str, term: str) -> None:
    assert misdefined(normal(claim), [normal(text) for text in TEXTS]) == term
