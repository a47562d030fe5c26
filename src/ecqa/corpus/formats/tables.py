"""A table's cells to sentences that name its columns; it knows no format."""

from collections.abc import Sequence

HEADER_LIMIT = 20
"""Characters that the name of a column has at most, where nothing else says that a row is the header."""


def sentences(rows: Sequence[Sequence[str]], *, headed: bool = False) -> list[str]:
    """One line for each row below the header: `项目：培训；金额：500元。`; without a header the cells of a row, joined.

    Args:
        rows: Cells in reading order, each one line of text; a cell that spans several places stands in each.
        headed: Whether the first row is known to be the header.

    Returns:
        No line for an empty row. A table of one column gives its cells.
    """
    filled = [list(row) for row in rows if any(row)]
    if not filled:
        return []
    if max(len(row) for row in filled) == 1:
        return [row[0] for row in filled]
    if len(filled) > 1 and (headed or names_columns(filled)):
        return [line for row in filled[1:] if (line := _row(filled[0], row))]
    return ["；".join(_distinct(row)) for row in filled]


def names_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row has a short, distinct name without figures for every column."""
    first = rows[0]
    named = all(0 < len(cell) <= HEADER_LIMIT and not any(c.isdigit() for c in cell) and cell[-1] not in "。；：:" for cell in first)
    return named and len(set(first)) == len(first) and all(len(row) <= len(first) for row in rows)


def _row(header: list[str], row: list[str]) -> str:
    parts = []
    for column, cell in enumerate(row):
        name = header[column] if column < len(header) else ""
        if cell and not (column and cell == row[column - 1] and name == header[column - 1]):
            parts.append(f"{name}：{cell}" if name else cell)
    line = "；".join(parts)
    return line if not line or line[-1] in "。！？" else f"{line}。"


def _distinct(row: list[str]) -> list[str]:
    """The cells that hold something; one that spans several places once."""
    return [cell for column, cell in enumerate(row) if cell and (column == 0 or cell != row[column - 1])]
