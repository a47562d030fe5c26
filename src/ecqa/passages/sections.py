"""The lines of an article, or of a part of it, to the groups under its headings; it cuts no line."""

from ecqa.passages.lines import Kind, Line, heading_text


def sections(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """The lines under each heading, heading line first; title and headings that nothing stands under open the next."""
    found: list[tuple[str, list[Line]]] = []
    heading = ""
    held: list[Line] = []
    for line in lines:
        opens = line.kind in (Kind.HEADING, Kind.TITLE)
        if opens and any(held_line.kind not in (Kind.HEADING, Kind.TITLE) for held_line in held):
            found.append((heading, held))
            held = []
        held.append(line)
        if line.kind is Kind.HEADING:
            heading = heading_text(line.text)
    if held and found and all(line.kind in (Kind.HEADING, Kind.TITLE) for line in held):
        found[-1][1].extend(held)
    elif held:
        found.append((heading, held))
    return found
