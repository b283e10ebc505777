"""Sessions as tab-separated values, one row each: for cut, awk and spreadsheets."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from confui.schedule.bookmark import Bookmark
from confui.schedule.models import Session, Speaker

COLUMNS = (
    *("id", "title", "subtitle", "kind", "start", "end", "end_source", "day", "rooms"),
    *("whole_venue", "track", "level", "language", "tags", "speakers", "video", "slides"),
    "starred",
)
"""The columns have the names and meanings of the keys in `sessions_json`."""


def as_tsv(sessions: Iterable[Session], bookmarks: Mapping[str, Bookmark] | None) -> str:
    """Return a row of column names and one row for each session.

    Nothing is quoted: white space within a cell becomes one space, so a tab always ends a cell and
    a newline a row. Lists are joined by `; `, speakers are their names, missing values are empty.
    Whether a session is starred is missing if bookmarks are `None`: then they cannot be read.
    """
    rows = (_row(session, _is_starred(session, bookmarks)) for session in sessions)
    return "\n".join("\t".join(row) for row in (COLUMNS, *rows))


def _is_starred(session: Session, bookmarks: Mapping[str, Bookmark] | None) -> bool | None:
    if bookmarks is None:
        return None
    return session.id in bookmarks and bookmarks[session.id].starred


def _row(session: Session, starred: bool | None) -> Iterator[str]:
    for column in COLUMNS:
        yield _cell(starred if column == "starred" else getattr(session, column))


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat(timespec="minutes")
        case Speaker():
            return _cell(value.name)
        case tuple():
            return "; ".join(map(_cell, value))
        case _:
            return " ".join(str(value).split())
