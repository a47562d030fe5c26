"""Judged questions to a text for the person who improves the system: what failed, and where in the path it broke."""

from collections.abc import Iterable

from ecqa.evaluation.summary import Judged


def failed(one: Judged) -> bool:
    """Whether anything about an answer is wrong: refused or answered wrongly, points missing, forbidden or unsupported words."""
    if not one.gold.answerable:
        return one.answer.status != "refused"
    return (
        one.answer.status == "refused" or not all(one.judgement.points) or bool(one.judgement.said_forbidden or one.judgement.unsupported)
    )


def as_text(judged: Iterable[Judged]) -> str:
    """The failures, one block a question: gold, answer, key points missing, whether the evidence was found and cited."""
    return "\n\n".join(_block(one) for one in judged if failed(one))


def _block(one: Judged) -> str:
    gold, answer, judgement = one.gold, one.answer, one.judgement
    missing = [" / ".join(point) for point, found in zip(gold.key_points, judgement.points, strict=True) if not found]
    lines = [f"## {gold.id} {gold.type} {gold.persona} {'answerable' if gold.answerable else 'NOT ANSWERABLE'} -> {answer.status}"]
    lines += [f"{turn.role}: {turn.content}" for turn in gold.history]
    lines += [f"Q: {gold.question}", f"gold: {gold.answer}", f"answer: {answer.text}"]
    lines += [f"missing: {'; '.join(missing)}"] if missing else []
    lines += [f"must not say: {'; '.join(judgement.said_forbidden)}"] if judgement.said_forbidden else []
    lines += [f"unsupported: {text}" for text in judgement.unsupported]
    for evidence, found, cited in zip(gold.evidence, judgement.quotes_found, judgement.quotes_cited, strict=True):
        lines.append(f"evidence [found@5 {_yes(found)}, cited {_yes(cited)}] {evidence.article}: {evidence.quote}")
    wrong = judgement.citations_right.count(False)
    lines.append(
        f"citations: {len(answer.citations)}, beside the point {wrong}; best cosine {judgement.cosine:.3f}, confidence {answer.confidence}"
    )
    return "\n".join(lines)


def _yes(value: bool) -> str:
    return "yes" if value else "NO"
