"""Sessions as a plain table, a day at a time: for reading, and for piping on."""

from collections.abc import Iterable, Mapping
from datetime import date

from confui.export.text_columns import line, tail, widths_of
from confui.schedule import wording
from confui.schedule.bookmark import Bookmark
from confui.schedule.models import Session

_TITLE, _SPEAKERS, _ROOM, _ID = 3, 4, 5, 6


def as_table(
    sessions: Iterable[Session], bookmarks: Mapping[str, Bookmark], width: int | None = None
) -> str:
    """Return sessions in aligned columns under a heading for each day.

    Args:
        sessions: In the order to print.
        bookmarks: What is marked, by session id.
        width: Cells to stay within by cutting titles, names and ids, none of them below eight
            cells; `None` cuts nothing.
    """
    rows = [(session.day, _row(session, bookmarks.get(session.id))) for session in sessions]
    if not rows:
        return ""
    widths = widths_of([row for _, row in rows], (_TITLE, _SPEAKERS, _ROOM, _ID), width)
    lines: list[str] = []
    day: date | str | None = ""
    for row_day, (*texts, id) in rows:
        if row_day != day:
            day = row_day
            lines += [*([""] if lines else []), wording.long_day(row_day)]
        # The paths of many sessions begin alike, and a part names one too.
        lines.append(line([*texts, tail(id, widths[_ID])], widths))
    return "\n".join(lines)


def _row(session: Session, bookmark: Bookmark | None) -> tuple[str, ...]:
    return (
        wording.mark_symbol(bookmark) or " ",
        wording.time_range(session),
        wording.level_text(session),
        session.title,
        wording.speaker_names(session),
        wording.room_names(session),
        session.id,
    )
