"""The attendee's stars: kept per conference, with a grade, a note and what the session then was.

A star is on the disk when `star` returns. What is stored is the intent (starred or not, when, on
which device), never a toggle, so that two windows or two laptops cannot undo each other unawares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from threading import RLock
from typing import NamedTuple

from confui.schedule.models import Session
from confui.text import clean
from confui.userdata import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    # At run time only once there is a file: an attendee without bookmarks need not load SQLite.
    from sqlite3 import Connection
    from typing import Any, Self

    from confui.userdata.database import Database

_APPLICATION_ID = 0x434F4E46
"""CONF."""

_STEPS = (
    (
        """
        CREATE TABLE bookmark (
            conference TEXT NOT NULL,
            session TEXT NOT NULL,
            starred INTEGER NOT NULL,
            grade TEXT NOT NULL,
            note TEXT NOT NULL,
            title TEXT NOT NULL,
            starts TEXT,
            ends TEXT,
            rooms TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            device TEXT NOT NULL,
            PRIMARY KEY (conference, session)
        ) WITHOUT ROWID
        """,
        "CREATE TABLE device (id TEXT NOT NULL)",
        "INSERT INTO device VALUES (lower(hex(randomblob(8))))",
    ),
)
"""Times are ISO 8601: `starts` and `ends` wall times, `updated_at` UTC. `rooms` has one a line. A
row with `starred` 0 is a tombstone: the star was taken away, its grade and note are remembered. The
device is a random number that says nothing about the machine."""

_READ = """
    SELECT session, grade, note, title, starts, ends, rooms, updated_at
    FROM bookmark WHERE conference = :conference
"""

_STAR = """
    INSERT INTO bookmark VALUES (
        :conference, :session, 1, :grade, coalesce(:note, ''), :title, :starts, :ends, :rooms,
        :updated_at, (SELECT id FROM device)
    )
    ON CONFLICT (conference, session) DO UPDATE SET
        starred = 1, grade = excluded.grade, note = coalesce(:note, note), title = excluded.title,
        starts = excluded.starts, ends = excluded.ends, rooms = excluded.rooms,
        updated_at = excluded.updated_at, device = excluded.device
"""

_UNSTAR = """
    UPDATE bookmark
    SET starred = 0, updated_at = :updated_at, device = (SELECT id FROM device)
    WHERE conference = :conference AND session = :session AND starred = 1
"""


class Grade(StrEnum):
    """How much the attendee wants to be there."""

    MUST = "must"
    MAYBE = "maybe"


class Bookmark(NamedTuple):
    """One star, with a snapshot of the session as it was when it was starred."""

    session: str
    """The session's id, as its source has it: not yet safe to show."""
    grade: Grade
    note: str
    """The attendee's own words, safe to show; may have several lines."""
    title: str
    start: datetime | None
    """Wall time, as is `end`."""
    end: datetime | None
    rooms: tuple[str, ...]
    updated_at: datetime
    """The instant of the last change, UTC."""


class NotSavedError(Exception):
    """A change was not kept. The text is one line: what, why, and where the file is."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Bookmarks:
    """The bookmark file. Nothing touches the disk before the first method call.

    Reading never raises for the state of the file and never creates it. Calls from several threads
    wait for one another.
    """

    def __init__(self, path: Path, *, clock: Callable[[], datetime] = _utc_now) -> None:
        self._path = path
        self._clock = clock
        self._database: Database | None = None
        self._lock = RLock()
        self._seen: tuple[int, ...] | None = None
        self._last: dict[str, dict[str, Bookmark]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def notice(self) -> str:
        """One standing sentence, with the path, on what was wrong at the last call; else ""."""
        if self._database is None:
            return files.read_only_notice(self._path)
        return self._database.notice

    @property
    def writable(self) -> bool:
        """Whether a star can be expected to be saved, as of the last call."""
        return not self.notice if self._database is None else self._database.writable

    def of(self, conference: str) -> dict[str, Bookmark]:
        """Return the bookmarks of a conference by session id.

        While the file cannot be reached the last answer stands; `notice` says so.
        """
        with self._lock:
            if self._database is None and files.is_missing(self._path):
                self._seen = ()
                return {}
            database = self._open()
            rows = database.rows(f"{_READ} AND starred = 1", {"conference": conference})
            self._seen = database.read_at
            if rows is not None:
                self._last[conference] = {star.session: star for star in map(_bookmark, rows)}
            return dict(self._last.get(conference, {}))

    def star(
        self,
        conference: str,
        session: Session,
        *,
        grade: Grade = Grade.MUST,
        note: str | None = None,
    ) -> Bookmark:
        """Keep a star and return it, once it is on the disk.

        A star that is there already gets this grade, this note, and a new snapshot. `note` `None`
        keeps the note, also the one from before the star was taken away.

        Raises NotSavedError.
        """
        row = {
            "conference": conference,
            "session": session.id,
            "grade": grade.value,
            "note": None if note is None else clean(note, multiline=True),
            "title": session.title,
            "starts": session.start and session.start.isoformat(),
            "ends": session.end and session.end.isoformat(),
            "rooms": "\n".join(session.rooms),
            "updated_at": self._now(),
        }
        what = f"The star of “{clean(session.title or session.id)}”"
        with self._lock:
            with self._change(what) as connection:
                connection.execute(_STAR, row)
                key = {"conference": conference, "session": session.id}
                kept = connection.execute(f"{_READ} AND session = :session", key).fetchone()
            bookmark = _bookmark(kept)
            self._last.setdefault(conference, {})[session.id] = bookmark
            return bookmark

    def unstar(self, conference: str, session: str) -> None:
        """Take a star away; return when that is on the disk. Without a star there is nothing to do.

        Raises NotSavedError.
        """
        row = {"conference": conference, "session": session, "updated_at": self._now()}
        with self._lock:
            if files.is_missing(self._path):
                return
            with self._change(f"Taking away the star of {clean(session)}") as connection:
                connection.execute(_UNSTAR, row)
            self._last.get(conference, {}).pop(session, None)

    def changed_elsewhere(self) -> bool:
        """Whether another process has written since the last look; `of` is a look, and so is this.

        Cheap enough to ask every second: it never waits for a lock, and never raises.
        """
        with self._lock:
            before, self._seen = self._seen, self._look()
            return before is not None and before != self._seen

    def close(self) -> None:
        """Let go of the file. A later call opens it again."""
        with self._lock:
            if self._database is not None:
                self._database.close()

    def _open(self) -> Database:
        if self._database is None:
            from confui.userdata.connection import Format
            from confui.userdata.database import Database

            form = Format(_APPLICATION_ID, _STEPS)
            self._database = Database(self._path, form, self._clock)
        return self._database

    def _look(self) -> tuple[int, ...]:
        if self._database is None:
            return files.fingerprint(self._path)
        return self._database.look()

    @contextmanager
    def _change(self, what: str) -> Iterator[Connection]:
        from confui.userdata.database import WriteError

        unseen = files.is_missing(self._path)
        database = self._open()
        try:
            with database.transaction() as connection:
                yield connection
        except WriteError as error:
            raise NotSavedError(f"{what} was not saved: {error}") from error
        if unseen and database.created:
            self._seen = database.look()  # the new file is no news to whoever made it

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat()


def _bookmark(row: Sequence[Any]) -> Bookmark:
    """Read a row as tolerantly as a flipped bit asks for: it costs a field, not the bookmark."""
    session, grade, note, title, starts, ends, rooms, updated_at = (
        value if isinstance(value, str) else "" for value in row
    )
    return Bookmark(
        session=session,
        grade=Grade.MAYBE if grade == Grade.MAYBE else Grade.MUST,
        note=clean(note, multiline=True),
        title=clean(title),
        start=_wall_time(starts),
        end=_wall_time(ends),
        rooms=tuple(clean(room) for room in rooms.split("\n")) if rooms else (),
        updated_at=(_wall_time(updated_at) or datetime.min).replace(tzinfo=UTC),
    )


def _wall_time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
