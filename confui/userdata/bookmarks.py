"""The attendee's bookmarks by conference: a mark, a note, and a snapshot of the session.

A mark is on the disk when `mark` returns. The file stores the mark itself, when it was set and on
which device; never a toggle, or two windows or two laptops could undo each other by accident.
"""

from __future__ import annotations

from _thread import RLock  # as `threading.RLock`, without the 1 ms of that module
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from confui.schedule.bookmark import Bookmark, Mark, Revision, make_bookmark, merge, tombstone
from confui.schedule.models import Session
from confui.text import clean
from confui.userdata import bookmark_table
from confui.userdata.bookmark_table import bookmark_from_row, row_from_bookmark
from confui.userdata.database_files import fingerprint, is_missing, read_only_notice

TYPE_CHECKING = False
if TYPE_CHECKING:
    # At run time only when there is a file: without bookmarks SQLite need not be loaded.
    from sqlite3 import Connection
    from typing import Any, Self

    from confui.userdata.database import Database, Restored, SavedState


_MAX_TITLE = 32
"""Characters of a title in a message, which has to fit the reason too."""


class MergedBookmark(NamedTuple):
    """One of the attendee's bookmarks before and after a change."""

    before: Bookmark | None
    """None if there was none."""
    after: Bookmark


class NotSavedError(Exception):
    """A change was not saved. The message is one line: what, why, and where the file is."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Bookmarks:
    """The bookmark file. The disk is not touched before the first method call.

    Reading never creates the file, and a bad file raises nothing: see `notice`. Thread-safe.
    """

    def __init__(self, path: Path, *, clock: Callable[[], datetime] = _utc_now) -> None:
        self._path = path
        self._clock = clock
        self._database: Database | None = None
        self._lock = RLock()
        self._last_token: tuple[int, ...] | None = None
        self._last_loaded: dict[str, dict[str, Bookmark]] = {}
        self.unreadable = False
        """Whether the file could not be read at the last `load`, so that its content is unknown."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def notice(self) -> str:
        """One sentence, with the path, about what was wrong at the last call; else ""."""
        if self._database is None:
            return read_only_notice(self._path)
        return self._database.notice

    @property
    def read_only(self) -> bool:
        """Whether changes were, or seemed, impossible at the last call; `notice` says why."""
        if self._database is None:
            return bool(read_only_notice(self._path))
        return self._database.read_only

    def load(self, conference: str) -> dict[str, Bookmark]:
        """Return a conference's bookmarks that have a mark or a note, by session id.

        While the file cannot be read, this is the last result; `notice` says so.
        """
        with self._lock:
            if self._database is None and is_missing(self._path):
                self._last_token = ()
                self.unreadable = False
                return {}
            database = self._open()
            query = f"{bookmark_table.READ} AND (mark <> '' OR note <> '')"
            rows = database.rows(query, {"conference": conference})
            self._last_token = database.read_at
            self.unreadable = rows is None
            if rows is not None:
                self._last_loaded[conference] = _by_session(rows)
            return dict(self._last_loaded.get(conference, {}))

    def mark(self, conference: str, session: Session, mark: Mark = Mark.MUST) -> Bookmark:
        """Set the mark of a session; return the bookmark once it is on the disk.

        A new star takes a snapshot of the session; the note stays. Raises NotSavedError.
        """
        bookmark = make_bookmark(session, mark)._replace(marked_at=self._clock())
        change = f"The mark of {_quoted_title(session)}"
        return self._put(bookmark_table.MARK, conference, bookmark, change)

    def unmark(self, conference: str, session: str) -> None:
        """Remove the mark of a session, if it has one; return once that is on the disk.

        Raises NotSavedError.
        """
        now = self._clock().astimezone(UTC).isoformat()
        row = {"conference": conference, "session": session, "marked_at": now}
        with self._lock:
            if is_missing(self._path):
                return
            with self._change(f"Removing the mark of {clean(session)}") as connection:
                connection.execute(bookmark_table.UNMARK, row)
                bookmark = _read_bookmark(connection, conference, session)
            self._remember(conference, bookmark)

    def annotate(self, conference: str, session: Session, note: str) -> Bookmark:
        """Set the note of a session, or remove it if `note` is empty; the mark stays.

        Returns the bookmark once it is on the disk. Raises NotSavedError.
        """
        bookmark = make_bookmark(session, note=clean(note, multiline=True))
        bookmark = bookmark._replace(noted_at=self._clock())
        change = f"The note on {_quoted_title(session)}"
        return self._put(bookmark_table.NOTE, conference, bookmark, change)

    def replace(self, conference: str, bookmarks: Iterable[Bookmark]) -> None:
        """Store whole bookmarks, with mark, note and snapshot: all of them, or none.

        Returns once they are on the disk. Raises NotSavedError.
        """
        stored = list(bookmarks)
        with self._lock:
            with self._change("The change") as connection:
                _write_bookmarks(connection, conference, stored)
            self._remember(conference, *stored)

    def revise(
        self, conference: str, revision: Revision, what: str = "The change"
    ) -> tuple[MergedBookmark, ...]:
        """Replace a conference's bookmarks by what a function returns: all of them, or none.

        Args:
            conference: Its id.
            revision: Gets what `load_all` returns, while no other process can write. The bookmarks
                that it leaves out are removed.
            what: What an error message calls the change.

        Returns:
            The bookmarks that changed, once they are on the disk. The `after` of a removed one is
            a tombstone.

        Raises:
            NotSavedError: Nothing was changed.
        """
        with self._lock:
            with self._change(what) as connection:
                key = {"conference": conference}
                before = _by_session(connection.execute(bookmark_table.READ, key))
                after = revision(before)
                removed = before.keys() - after.keys()
                for session in removed:
                    connection.execute(bookmark_table.REMOVE, {**key, "session": session})
                written = [each for each in after.values() if each != before.get(each.session)]
                _write_bookmarks(connection, conference, written)
            changed = [MergedBookmark(before.get(each.session), each) for each in written]
            changed += [MergedBookmark(before[id], tombstone(before[id])) for id in removed]
            self._remember(conference, *(each.after for each in changed))
        return tuple(changed)

    def load_all(self, conference: str) -> dict[str, Bookmark]:
        """Return all bookmarks of a conference by session id, with those that lost their mark.

        While the file cannot be read, this is the last result of `load`.
        """
        with self._lock:
            if self._database is None and is_missing(self._path):
                return {}
            rows = self._open().rows(bookmark_table.READ, {"conference": conference})
            if rows is None:
                return dict(self._last_loaded.get(conference, {}))
            return _by_session(rows)

    def backups(self) -> list[SavedState]:
        """Return the states that can be restored, the newest first; they count the stars.

        Raises OSError.
        """
        with self._lock:
            return self._open().states(bookmark_table.COUNT)

    def restore(self, name: str = "") -> Restored | None:
        """Go back to a saved state; see `Database.restore`. Raises RestoreError."""
        with self._lock:
            restored = self._open().restore(name, bookmark_table.COUNT)
            self._last_loaded.clear()
            return restored

    def changed_elsewhere(self) -> bool:
        """Whether another process has written since the last call of this or of `load`.

        Cheap enough to call every second: it never waits for a lock, and never raises.
        """
        with self._lock:
            if self._database is None:
                token = fingerprint(self._path)
            else:
                token = self._database.change_token()
            before, self._last_token = self._last_token, token
            return before is not None and before != token

    def close(self) -> None:
        """Close the file. A later call opens it again."""
        with self._lock:
            if self._database is not None:
                self._database.close()

    def _open(self) -> Database:
        if self._database is None:
            from confui.userdata.database import Database

            self._database = Database(self._path, bookmark_table.database_format(), self._clock)
        return self._database

    @contextmanager
    def _change(self, what: str) -> Iterator[Connection]:
        from confui.userdata.database import WriteError  # loads SQLite

        was_missing = is_missing(self._path)
        database = self._open()
        try:
            with database.transaction() as connection:
                yield connection
        except WriteError as error:
            raise NotSavedError(f"{what} was not saved: {error}") from error
        if was_missing and database.created:
            # `changed_elsewhere` must not report the file that this object created.
            self._last_token = database.change_token()

    def _put(self, statement: str, conference: str, bookmark: Bookmark, what: str) -> Bookmark:
        with self._lock:
            with self._change(what) as connection:
                connection.execute(statement, row_from_bookmark(conference, bookmark))
                stored = _read_bookmark(connection, conference, bookmark.session)
            self._remember(conference, stored)
            return stored

    def _remember(self, conference: str, *bookmarks: Bookmark) -> None:
        loaded = self._last_loaded.setdefault(conference, {})
        for bookmark in bookmarks:
            if bookmark.kept:
                loaded[bookmark.session] = bookmark
            else:
                loaded.pop(bookmark.session, None)


def merge_bookmarks(
    mine: Mapping[str, Bookmark], theirs: Iterable[Bookmark]
) -> tuple[MergedBookmark, ...]:
    """Return what merging bookmarks from elsewhere would change; nothing is stored."""
    before = dict(mine)
    merged = []
    for bookmark in theirs:
        known = before.get(bookmark.session)
        before[bookmark.session] = after = merge(known, bookmark)
        merged.append(MergedBookmark(known, after))
    return tuple(merged)


def _by_session(rows: Iterable[tuple[Any, ...]]) -> dict[str, Bookmark]:
    return {bookmark.session: bookmark for bookmark in map(bookmark_from_row, rows)}


def _quoted_title(session: Session) -> str:
    title = clean(session.title or session.id)
    return f"“{title if len(title) <= _MAX_TITLE else f'{title[: _MAX_TITLE - 1].rstrip()}…'}”"


def _write_bookmarks(
    connection: Connection, conference: str, bookmarks: Iterable[Bookmark]
) -> None:
    for bookmark in bookmarks:
        connection.execute(bookmark_table.REPLACE, row_from_bookmark(conference, bookmark))


def _read_bookmark(connection: Connection, conference: str, session: str) -> Bookmark:
    key = {"conference": conference, "session": session}
    row = connection.execute(f"{bookmark_table.READ} AND session = :session", key).fetchone()
    return bookmark_from_row(row) if row else Bookmark(session, None, "", "", None, None, ())
