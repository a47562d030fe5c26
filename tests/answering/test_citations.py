"""Citations and markers of an answer checked against its hits; whatever was tampered with is gone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecqa.answering import checked, holds
from ecqa.answering.citations import MARKER, cite
from ecqa.schema import Answer, Citation
from tests.answering.cases import PARK, article, hits_of

PARK_ARTICLE = article()
HITS = hits_of(PARK_ARTICLE)
SPANS = [span for hit in HITS for span in hit.passage.sentences]


def told(*markers: int) -> Answer:
    """The sentences of the article with these markers, a line each."""
    citations = tuple(cite(marker, PARK_ARTICLE, *SPANS[marker - 1]) for marker in markers)
    return Answer("问", "answered", "\n".join(f"{one.quote}[{one.marker}]" for one in citations), citations, short_answer="短")


def tampered(one: Citation, how: str) -> Citation:
    changes: dict[str, dict[str, object]] = {
        "another quote": {"quote": one.quote[:-1] + "！"},
        "moved": {"start": one.start + 1, "end": one.end + 1},
        "shortened": {"end": one.end - 1},
        "another article": {"article_id": "other"},
        "another revision": {"revision": "0" * 12},
        "empty": {"start": one.start, "end": one.start, "quote": ""},
        "backwards": {"start": one.end, "end": one.start, "quote": ""},
        "negative": {"start": one.start - len(PARK), "end": one.end - len(PARK)},
        "outside": {"start": 0, "end": len(PARK), "quote": PARK},
    }
    return replace(one, **changes[how])


HOWS = ["another quote", "moved", "shortened", "another article", "another revision", "empty", "backwards", "negative", "outside"]


def test_a_citation_is_a_span_with_what_is_known_of_its_article():
    start, end = SPANS[2]
    assert cite(7, PARK_ARTICLE, start, end) == Citation(
        marker=7,
        article_id="park",
        title="五维产业园启动",
        section=None,
        date="2013-01-17",
        source="大华网",
        url="http://example.org/1",
        start=start,
        end=end,
        quote="首批有35家企业进驻。",
        revision="park00000000",
    )
    assert cite(1, replace(PARK_ARTICLE, urls=()), start, end).url is None


def test_a_right_answer_stays_as_it_is():
    for answer in (told(1), told(1, 2, 3), told(3, 1)):
        assert checked(answer, HITS) == replace(answer, citations=tuple(sorted(answer.citations, key=lambda one: one.marker)))


@pytest.mark.parametrize("how", HOWS)
def test_a_citation_that_is_no_verbatim_span_of_a_hit_is_dropped_with_its_line(how: str):
    answer = told(1, 2, 3)
    broken = tampered(answer.citations[1], how)
    assert not holds(broken, HITS)
    left = checked(replace(answer, citations=(answer.citations[0], broken, answer.citations[2])), HITS)
    assert left.citations == (answer.citations[0], answer.citations[2])
    assert left.text == "\n".join(line for line in answer.text.split("\n") if "[2]" not in line)
    assert left.status == "answered"


def test_a_span_of_an_article_that_was_not_retrieved_is_no_citation():
    assert holds(told(4).citations[0], HITS)
    assert not holds(told(4).citations[0], HITS[:1])
    assert checked(told(1, 4), HITS[:1]).text == told(1).text


def test_a_marker_without_citation_takes_its_line_along():
    answer = told(1, 2)
    added = replace(answer, text=f"引言。\n{answer.text}\n凭空一句[9]\n半真半假[1][9]")
    left = checked(added, HITS)
    assert left.text == f"引言。\n{answer.text}"
    assert left.citations == answer.citations


def test_a_citation_that_no_line_uses_is_dropped():
    answer = told(1, 2)
    assert checked(replace(answer, text=answer.text.split("\n")[1]), HITS).citations == (answer.citations[1],)


def test_an_answer_without_a_good_citation_left_is_a_refusal():
    answer = told(1)
    for left in (checked(replace(answer, citations=(tampered(answer.citations[0], "moved"),)), HITS), checked(answer, [])):
        assert (left.status, left.text, left.citations, left.short_answer) == ("refused", "", (), None)


def test_a_refusal_has_neither_marker_nor_citation_and_keeps_what_is_related():
    refusal = replace(told(1, 2), status="refused", text="没有找到[1]，缺少“[2]”。", related=told(3).citations)
    left = checked(refusal, HITS)
    assert (left.text, left.citations, left.related) == ("没有找到，缺少“”。", (), told(3).citations)


def test_words_of_our_own_need_no_citation_and_get_no_marker():
    assert checked(Answer("你好", "answered", "您好。", mode="greeting"), []).text == "您好。"
    assert checked(Answer("你好", "answered", "您好[1]。", mode="greeting"), []).text == "您好。"


@given(
    st.lists(st.tuples(st.integers(1, len(SPANS)), st.sampled_from([None, None, *HOWS])), max_size=6),
    st.lists(st.sampled_from(["引言", "假[99]", "[1]"])),
)
def test_whatever_comes_in_every_marker_that_goes_out_is_resolved_and_every_citation_verbatim(
    drawn: list[tuple[int, str | None]], lines: list[str]
):
    given_citations = []
    for marker, how in dict(drawn).items():
        one = cite(marker, PARK_ARTICLE, *SPANS[marker - 1])
        given_citations.append(tampered(one, how) if how else one)
    text = "\n".join([*(f"{one.quote}[{one.marker}]" for one in given_citations), *lines])
    left = checked(Answer("问", "answered", text, tuple(given_citations)), HITS)
    markers = {int(number) for number in MARKER.findall(left.text)}
    assert markers == {one.marker for one in left.citations}
    assert all(PARK[one.start : one.end] == one.quote != "" for one in left.citations)
    assert left.citations == () or left.status == "answered"
