"""The attendee's bookmarks, kept per conference: a mark, a note, and what the session then was.

A mark is on the disk when `mark` returns. What is stored is the intent (which mark, since when, on
which device), never a toggle, so that two windows or two laptops cannot undo each other unawares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import NamedTuple

from confui.schedule.bookmark import Bookmark, Mark, Revision, make_bookmark, merge, tombstone
from confui.schedule.models import Session
from confui.text import clean
from confui.userdata import files, rows
from confui.userdata.rows import bookmark_from_row, row_from_bookmark

TYPE_CHECKING = False
if TYPE_CHECKING:
    # At run time only once there is a file: an attendee without bookmarks need not load SQLite.
    from sqlite3 import Connection
    from typing import Self

    from confui.userdata.database import Database


_LONGEST = 32
"""Characters of a title within a message, which has to tell the reason too."""


class MergedBookmark(NamedTuple):
    """What a bookmark from elsewhere did to one's own."""

    before: Bookmark | None
    after: Bookmark


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
        """Return the bookmarks of a conference by session id, those with a mark or a note.

        While the file cannot be reached the last answer stands; `notice` says so.
        """
        with self._lock:
            if self._database is None and files.is_missing(self._path):
                self._seen = ()
                return {}
            database = self._open()
            key = {"conference": conference}
            found = database.rows(f"{rows.READ} AND (mark <> '' OR note <> '')", key)
            self._seen = database.read_at
            if found is not None:
                self._last[conference] = {
                    each.session: each for each in map(bookmark_from_row, found)
                }
            return dict(self._last.get(conference, {}))

    def mark(self, conference: str, session: Session, mark: Mark = Mark.MUST) -> Bookmark:
        """Keep what the attendee makes of a session; return the bookmark once it is on the disk.

        A new star takes a snapshot of the session; the note stays.

        Raises NotSavedError.
        """
        bookmark = make_bookmark(session, mark)._replace(marked_at=self._clock())
        return self._put(rows.MARK, conference, bookmark, f"The mark of {_quoted(session)}")

    def unmark(self, conference: str, session: str) -> None:
        """Take a mark away; return when that is on the disk. Without one there is nothing to do.

        Raises NotSavedError.
        """
        row = {"conference": conference, "session": session, "marked_at": self._now()}
        with self._lock:
            if files.is_missing(self._path):
                return
            with self._change(f"Taking away the mark of {clean(session)}") as connection:
                connection.execute(rows.UNMARK, row)
                kept = _row(connection, conference, session)
            self._remember(conference, kept)

    def annotate(self, conference: str, session: Session, note: str) -> Bookmark:
        """Keep a note, or none; return the bookmark once it is on the disk. The mark stays.

        Raises NotSavedError.
        """
        bookmark = make_bookmark(session, note=clean(note, multiline=True))
        bookmark = bookmark._replace(noted_at=self._clock())
        return self._put(rows.NOTE, conference, bookmark, f"The note on {_quoted(session)}")

    def replace(self, conference: str, bookmarks: Iterable[Bookmark]) -> None:
        """Keep bookmarks as they are given, all or none, with mark, note and snapshot.

        Return once they are on the disk. Raises NotSavedError.
        """
        with self._lock:
            with self._change("What was to be changed") as connection:
                kept = _replace(connection, conference, bookmarks)
            self._remember(conference, *kept)

    def revise(
        self,
        conference: str,
        revision: Revision,
        what: str = "What was to be changed",
    ) -> tuple[MergedBookmark, ...]:
        """Keep what a function makes of all that a merge would find, all or none.

        Return once it is on the disk, with what differs; what the function left out is removed, and
        comes to nothing. It is called while no other process can write.

        Raises NotSavedError.
        """
        with self._lock:
            with self._change(what) as connection:
                found = connection.execute(rows.READ, {"conference": conference})
                before = {each.session: each for each in map(bookmark_from_row, found)}
                after = revision(before)
                for session in before.keys() - after.keys():
                    connection.execute(rows.REMOVE, {"conference": conference, "session": session})
                _replace(connection, conference, _differing(after, before))
            changed = [
                MergedBookmark(before.get(each.session), each) for each in _differing(after, before)
            ]
            changed += [
                MergedBookmark(before[id], tombstone(before[id]))
                for id in before.keys() - after.keys()
            ]
            self._remember(conference, *(each.after for each in changed))
        return tuple(changed)

    def all_of(self, conference: str) -> dict[str, Bookmark]:
        """Return what a merge would find: as `of`, with what was taken away.

        While the file cannot be reached the last answer of `of` stands.
        """
        with self._lock:
            if self._database is None and files.is_missing(self._path):
                return {}
            found = self._open().rows(rows.READ, {"conference": conference})
            if found is None:
                return dict(self._last.get(conference, {}))
            return {each.session: each for each in map(bookmark_from_row, found)}

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
            from confui.userdata.connection import DatabaseFormat
            from confui.userdata.database import Database

            form = DatabaseFormat(rows.APPLICATION_ID, rows.STEPS)
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

    def _put(self, statement: str, conference: str, bookmark: Bookmark, what: str) -> Bookmark:
        with self._lock:
            with self._change(what) as connection:
                connection.execute(statement, row_from_bookmark(conference, bookmark))
                kept = _row(connection, conference, bookmark.session)
            self._remember(conference, kept)
            return kept

    def _remember(self, conference: str, *bookmarks: Bookmark) -> None:
        known = self._last.setdefault(conference, {})
        for bookmark in bookmarks:
            if bookmark.kept:
                known[bookmark.session] = bookmark
            else:
                known.pop(bookmark.session, None)

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat()


def merge_bookmarks(
    mine: Mapping[str, Bookmark], theirs: Iterable[Bookmark]
) -> tuple[MergedBookmark, ...]:
    """Return what each bookmark from elsewhere comes to, without keeping it."""
    before = dict(mine)
    found = []
    for bookmark in theirs:
        known = before.get(bookmark.session)
        before[bookmark.session] = after = merge(known, bookmark)
        found.append(MergedBookmark(known, after))
    return tuple(found)


def _differing(after: Mapping[str, Bookmark], before: Mapping[str, Bookmark]) -> list[Bookmark]:
    return [each for each in after.values() if each != before.get(each.session)]


def _quoted(session: Session) -> str:
    title = clean(session.title or session.id)
    return f"“{title if len(title) <= _LONGEST else f'{title[: _LONGEST - 1].rstrip()}…'}”"


def _replace(
    connection: Connection, conference: str, bookmarks: Iterable[Bookmark]
) -> list[Bookmark]:
    kept = list(bookmarks)
    for bookmark in kept:
        connection.execute(rows.REPLACE, row_from_bookmark(conference, bookmark))
    return kept


def _row(connection: Connection, conference: str, session: str) -> Bookmark:
    key = {"conference": conference, "session": session}
    row = connection.execute(f"{rows.READ} AND session = :session", key).fetchone()
    return bookmark_from_row(row) if row else Bookmark(session, None, "", "", None, None, ())
