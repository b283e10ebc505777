"""Sessions as a plain table, by day."""

from collections.abc import Iterable, Mapping
from datetime import date

from confui.export.text_columns import line, tail, widths_of
from confui.schedule import wording
from confui.schedule.bookmark import Bookmark
from confui.schedule.models import Session
from confui.schedule.variety import find_variety

_TOPIC, _TITLE, _SPEAKERS, _ROOM, _ID = -5, -4, -3, -2, -1
"""The columns from the right: that of the topics is left out if there is none."""


def as_table(
    sessions: Iterable[Session], bookmarks: Mapping[str, Bookmark], width: int | None = None
) -> str:
    """Return sessions in aligned columns with a heading for each day; empty without sessions.

    Args:
        sessions: The sessions, in the order to print them.
        bookmarks: The attendee's bookmarks, by session id.
        width: The width of the table in cells; topics, titles, speakers, rooms and ids are
            truncated to fit, but not below eight cells. `None` truncates nothing.
    """
    sessions = tuple(sessions)
    if not sessions:
        return ""
    variety = find_variety(sessions)
    facet = variety.main_facet()
    topics = [wording.topic(session, facet, variety) for session in sessions]
    rows = [
        (session.day, _row(session, bookmarks.get(session.id), [topic] if any(topics) else []))
        for session, topic in zip(sessions, topics, strict=True)
    ]
    shrinking = [*([_TOPIC] if any(topics) else []), _TITLE, _SPEAKERS, _ROOM, _ID]
    widths = widths_of([row for _, row in rows], shrinking, width)
    lines: list[str] = []
    day: date | str | None = ""
    for row_day, (*texts, id) in rows:
        if row_day != day:
            day = row_day
            lines += [*([""] if lines else []), wording.long_day(row_day)]
        # Many paths begin alike, and commands accept the end of an id too.
        lines.append(line([*texts, tail(id, widths[_ID])], widths))
    return "\n".join(lines)


def _row(session: Session, bookmark: Bookmark | None, topic: list[str]) -> tuple[str, ...]:
    return (
        wording.bookmark_signs(bookmark) or " ",
        wording.time_range(session),
        *topic,
        session.title,
        wording.speaker_names(session),
        wording.room_names(session),
        session.id,
    )
