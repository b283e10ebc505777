"""The attendee's bookmarks of one conference: every change is saved, and can be undone."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple

from confui.doorway import TYPE_CHECKING
from confui.schedule.bookmark import Bookmark, Mark, Revision, join_notes, tombstone
from confui.schedule.models import Conference, Session
from confui.schedule.plan import with_new_snapshot

if TYPE_CHECKING:
    # SQLite is imported when there is a bookmark file; rematching only when a session id is gone.
    from confui.userdata import Bookmarks, MergedBookmark

_ASK_AGAIN = "The question is open again"


def bookmarks_of(file: "Bookmarks", conference: Conference) -> Mapping[str, Bookmark]:
    """Return the bookmarks of a conference by the present ids of its sessions.

    Nothing is written, so that commands which only read leave the bookmark file as it is.
    """
    bookmarks = file.load(conference.id)
    return _rematched(file, conference) if _has_orphans(bookmarks, conference) else bookmarks


def questions_of(
    bookmarks: Mapping[str, Bookmark], conference: Conference
) -> Mapping[str, tuple[str, ...]]:
    """Return, for each bookmark whose session id is gone, the sessions that it may belong to.

    Sessions are given by id, in time order. Bookmarks without a candidate are left out.
    """
    if not _has_orphans(bookmarks, conference):
        return {}
    from confui.schedule.versions import find_rematches

    return find_rematches(bookmarks, conference.sessions).open


class _Step(NamedTuple):
    """One change that can be undone."""

    session: str
    """The id of its session; empty for a change of several."""
    message: str
    """What undoing it did."""
    revert: Callable[[], None]


class BookmarkHistory:
    """The bookmarks of one conference, and every change to them since it was opened.

    A bookmark whose session has a new id moves to that id, on disk too if possible. A method that
    changes something returns when the change is on disk. If it cannot be written, the method raises
    NotSavedError and nothing has changed.
    """

    def __init__(
        self,
        file: "Bookmarks",
        conference: Conference,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        """Load the bookmarks.

        Args:
            file: The bookmark file.
            conference: The schedule.
            on_change: Is called after every change.
        """
        self._file = file
        self._conference = conference
        self._on_change = on_change
        self._steps: list[_Step] = []
        self._unsaved_rematch = False
        self.bookmarks: Mapping[str, Bookmark] = {}
        """All bookmarks of the conference by session id."""
        self.open_questions: Mapping[str, tuple[str, ...]] = {}
        """As `questions_of` returns them."""
        self._load_and_rematch()

    @property
    def notice(self) -> str:
        """What is wrong with the bookmark file or was repaired, in one line; else empty."""
        return self._file.notice

    @property
    def read_only(self) -> bool:
        """Whether bookmarks cannot be saved; `notice` says why."""
        return self._file.read_only

    @property
    def unreadable(self) -> bool:
        """Whether the bookmark file cannot be read; `bookmarks` are then as they were before."""
        return self._file.unreadable

    def use_newer_version(self, conference: Conference) -> None:
        """Use a newer version of the schedule, without calling `on_change`.

        If bookmarks move to other ids, earlier changes cannot be undone any more.
        """
        before = self.bookmarks.keys()
        self._conference = conference
        self._load_and_rematch()
        if self.bookmarks.keys() != before:
            self._steps.clear()

    def reload_if_changed(self) -> bool:
        """Load what another program wrote since the last look; False if there is nothing new."""
        if not self._file.changed_elsewhere():
            return False
        self._load()
        self._on_change()
        return True

    def mark(self, session: Session, mark: Mark) -> None:
        """Mark a session."""
        self._save_rematch()
        before = self.bookmarks.get(session.id)
        self._put({session.id: self._file.mark(self._conference.id, session, mark)})
        message = _restored(before.mark if before else None, session)
        self._add_step(session.id, message, lambda: self._restore_mark(session.id, before))

    def unmark(self, session: Session) -> None:
        """Take the mark off a session; its note stays."""
        self._save_rematch()
        before = self.bookmarks.get(session.id)
        if before is None or before.mark is None:
            return
        self._unmark(session.id)
        message = _restored(before.mark, session)
        self._add_step(session.id, message, lambda: self._restore_mark(session.id, before))

    def annotate(self, session: Session, note: str, edited_from: str | None = None) -> None:
        """Save a note on a session; an empty one deletes it.

        `edited_from` is the note that the attendee started from. If another window has changed the
        note since then, both notes are kept.
        """
        self.reload_if_changed()
        self._save_rematch()
        known = self.bookmarks.get(session.id)
        before = known.note if known else ""
        if edited_from is not None and before not in (edited_from, note):
            note = join_notes(note, before)
        if note == before:
            return
        self._annotate(session, note)
        message = f"The note on {session.title} is as before"
        self._add_step(session.id, message, lambda: self._annotate(session, before))

    def acknowledge(self, seen: Mapping[str, Session | None]) -> None:
        """Mark the changes of some starred sessions as seen; None is a cancelled session."""
        self._save_rematch()
        before = [self.bookmarks[id] for id in seen]
        self._replace([with_new_snapshot(each, seen[each.session]) for each in before])
        session = before[0].session if len(before) == 1 else ""
        self._add_step(session, "The change is news again", lambda: self._replace(before))

    def resolve(self, orphan: str, session_id: str | None) -> None:
        """Say which session a bookmark belongs to: one of its open questions, None for none.

        Sessions that were ruled out are not asked about again; with None the session counts as
        cancelled. If another window has answered meanwhile, its answer stays.
        """
        self._save_rematch()
        before = self.bookmarks.get(orphan)
        if before is None:
            return
        if session_id is None:
            ruled_out = (*before.ruled_out, *self.open_questions.get(orphan, ()))
            seen = before if before.gone else with_new_snapshot(before, None)
            self._replace_orphan(seen._replace(ruled_out=ruled_out))
            self._add_step(orphan, _ASK_AGAIN, lambda: self._replace_orphan(before))
            return
        from confui.schedule.versions import move_bookmark

        session = next(each for each in self._conference.sessions if each.id == session_id)
        self._revise(lambda kept: move_bookmark(kept, orphan, session), _ASK_AGAIN)

    def preview_import(self, imported: Iterable[Bookmark]) -> "tuple[MergedBookmark, ...]":
        """Return what `import_bookmarks` would do with each bookmark, without doing it."""
        from confui.schedule.versions import rematch_imported
        from confui.userdata import merge_bookmarks

        mine = self._file.load_all(self._conference.id)
        return merge_bookmarks(mine, rematch_imported(imported, mine, self._conference.sessions))

    def import_bookmarks(self, imported: Iterable[Bookmark]) -> "tuple[MergedBookmark, ...]":
        """Merge bookmarks from a file; return what became of each."""
        from confui.schedule.versions import apply_rematches, rematch_imported
        from confui.userdata import merge_bookmarks

        merged: tuple[MergedBookmark, ...] = ()
        imported, sessions = list(imported), self._conference.sessions

        def merge(mine: Mapping[str, Bookmark]) -> Mapping[str, Bookmark]:
            nonlocal merged
            merged = merge_bookmarks(mine, rematch_imported(imported, mine, sessions))
            both = {**mine, **{each.after.session: each.after for each in merged}}
            return apply_rematches(both, sessions)

        self._revise(merge, "The imported bookmarks are gone again", "The import")
        return merged

    def undo(self) -> tuple[str, str]:
        """Undo the last change that is not undone yet.

        Return a message, empty if there was no change, and the id of the session, empty for
        several.
        """
        self._save_rematch()
        if not self._steps:
            return "", ""
        session, message, revert = self._steps[-1]
        revert()
        self._steps.pop()
        self._on_change()
        return message, session

    def _add_step(self, session: str, message: str, revert: Callable[[], None]) -> None:
        self._steps.append(_Step(session, message, revert))
        self._on_change()

    def _restore_mark(self, session_id: str, before: Bookmark | None) -> None:
        if before is None or before.mark is None:
            return self._unmark(session_id)
        present = self.bookmarks.get(session_id, before)
        self._replace([before._replace(note=present.note, noted_at=present.noted_at)])
        return None

    def _unmark(self, session_id: str) -> None:
        self._file.unmark(self._conference.id, session_id)
        if present := self.bookmarks.get(session_id):
            self._put({session_id: present._replace(mark=None)})

    def _annotate(self, session: Session, note: str) -> None:
        self._put({session.id: self._file.annotate(self._conference.id, session, note)})

    def _replace(self, bookmarks: list[Bookmark]) -> None:
        self._file.replace(self._conference.id, bookmarks)
        self._put({each.session: each for each in bookmarks})

    def _replace_orphan(self, orphan: Bookmark) -> None:
        self._replace([orphan])
        self.open_questions = questions_of(self.bookmarks, self._conference)

    def _revise(
        self, revision: Revision, undone: str, what: str = "What was to be changed"
    ) -> None:
        """Save what a function makes of all bookmarks, as one change.

        Args:
            revision: The function.
            undone: The message when it is undone.
            what: The subject of the message when it cannot be saved.
        """
        changed = self._file.revise(self._conference.id, revision, what)
        self._load()
        if not changed:
            self._on_change()
            return
        before = [each.before or tombstone(each.after) for each in changed]

        def revert() -> None:
            self._file.replace(self._conference.id, before)
            self._load()

        self._add_step("", undone, revert)

    def _put(self, changed: Mapping[str, Bookmark]) -> None:
        every = {**self.bookmarks, **changed}
        self.bookmarks = {session: each for session, each in every.items() if each.kept}

    def _load_and_rematch(self) -> None:
        """Load the bookmarks, and save them under the present ids of their sessions."""
        self._load()
        if self._unsaved_rematch:
            from confui.userdata import NotSavedError

            with suppress(NotSavedError):  # `notice` tells why
                self._save_rematch()

    def _load(self) -> None:
        """Load the bookmarks, each under the present id of its session.

        New ids are not saved here: another window may still show the old schedule, and the two
        would undo each other's work in turn.
        """
        saved = self._file.load(self._conference.id)
        orphans = _has_orphans(saved, self._conference)
        self.bookmarks = _rematched(self._file, self._conference) if orphans else saved
        self._unsaved_rematch = self.bookmarks.keys() != saved.keys()
        self.open_questions = questions_of(self.bookmarks, self._conference)

    def _save_rematch(self) -> None:
        """Save the bookmarks under their present ids, before any other change."""
        if not self._unsaved_rematch:
            return
        from confui.schedule.versions import apply_rematches

        sessions = self._conference.sessions
        self._file.revise(self._conference.id, lambda kept: apply_rematches(kept, sessions))
        self._load()


def _restored(mark: Mark | None, session: Session) -> str:
    if mark is None:
        return f"{session.title} has no mark, as before"
    words = {Mark.MUST: "a must", Mark.MAYBE: "a maybe", Mark.SKIP: "not for you"}
    return f"{session.title} is {words[mark]}, as before"


def _has_orphans(bookmarks: Mapping[str, Bookmark], conference: Conference) -> bool:
    """Whether there is a bookmark whose session id is gone; quick, as every start asks it."""
    return bool(conference.lacks(bookmarks.keys()))


def _rematched(file: "Bookmarks", conference: Conference) -> Mapping[str, Bookmark]:
    """Return the saved bookmarks by the present ids of their sessions."""
    from confui.schedule.versions import apply_rematches

    bookmarks = apply_rematches(file.load_all(conference.id), conference.sessions)
    return {session: each for session, each in bookmarks.items() if each.kept}
