"""Sessions as a plain table, a day at a time: for reading, and for piping on."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from confui.schedule import wording
from confui.schedule.models import Session

_GAP = 2
"""Cells between two columns."""

_NARROWEST = 8
"""Cells below which a cut column tells nothing."""


def as_table(sessions: Iterable[Session], stars: Collection[str], width: int | None = None) -> str:
    """Return sessions in aligned columns under a heading for each day.

    Args:
        sessions: In the order to print.
        stars: The ids of those that carry a star.
        width: Cells to stay within by cutting titles, names and ids, none of them below eight
            cells; `None` cuts nothing.
    """
    rows = [(session.day, _row(session, session.id in stars)) for session in sessions]
    if not rows:
        return ""
    widths = [max(cells(row[column]) for _, row in rows) for column in range(len(rows[0][1]))]
    if width is not None:
        widths = _within(widths, width)
    lines: list[str] = []
    day: date | str | None = ""
    for row_day, row in rows:
        if row_day != day:
            day = row_day
            lines += [*([""] if lines else []), wording.long_day(row_day)]
        lines.append(_line(row, widths))
    return "\n".join(lines)


def cells(text: str) -> int:
    """Return how many terminal cells a text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0  # drawn upon the character before, or not at all
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _row(session: Session, starred: bool) -> tuple[str, ...]:
    return (
        "★" if starred else " ",
        wording.hours(session),
        wording.level(session),
        session.title,
        wording.speakers(session),
        wording.where(session),
        session.id,
    )


def _within(widths: Sequence[int], width: int) -> list[int]:
    """Shrink the columns of title, speakers, room and id to fit `width`: the longest the most."""
    fixed, wanted = list(widths[:3]), widths[3:]
    free = width - sum(fixed) - _GAP * (len(widths) - 1)
    if sum(wanted) <= free:
        return list(widths)
    least = [min(want, _NARROWEST) for want in wanted]
    spare = max(0, free - sum(least))
    beyond = [want - few for want, few in zip(wanted, least, strict=True)]
    total = sum(beyond) or 1
    return fixed + [few + spare * more // total for few, more in zip(least, beyond, strict=True)]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    texts = [_fit(cell, width) for cell, width in zip(row[:-1], widths[:-1], strict=True)]
    return (" " * _GAP).join([*texts, _tail(row[-1], widths[-1])]).rstrip()


def _fit(text: str, width: int) -> str:
    spare = width - cells(text)
    if spare >= 0:
        return text + " " * spare
    cut = _beginning(text, width - 1) + "…"
    return cut + " " * (width - cells(cut))


def _tail(id: str, width: int) -> str:
    """Return the end of an id: the paths of many sessions begin alike, and a part names one too."""
    return id if cells(id) <= width else "…" + _beginning(id[::-1], width - 1)[::-1]


def _beginning(text: str, width: int) -> str:
    used = 0
    for index, character in enumerate(text):
        used += _width(character)
        if used > width:
            return text[:index]
    return text
