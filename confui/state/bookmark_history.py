"""The attendee's history of one conference: every mark and note made, and the way back."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple

from confui.schedule.bookmark import Bookmark, Mark, Revision, join_notes, tombstone
from confui.schedule.models import Conference, Session
from confui.schedule.plan import with_new_snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.userdata import Bookmarks, MergedBookmark


_OPEN_AGAIN = "The question is open again"


def bookmarks_of(file: "Bookmarks", conference: Conference) -> Mapping[str, Bookmark]:
    """Return the bookmarks of a conference by the ids that its sessions have now.

    Nothing is written: what only looks at a schedule leaves the bookmarks as they are.
    """
    found = file.of(conference.id)
    return _present(file, conference) if _strays(found, conference) else found


def questions_of(
    bookmarks: Mapping[str, Bookmark], conference: Conference
) -> Mapping[str, tuple[str, ...]]:
    """Return the sessions that a bookmark may be of whose id no session has, in time order."""
    if not _strays(bookmarks, conference):
        return {}
    from confui.schedule.versions import find_rematches

    return find_rematches(bookmarks, conference.sessions).open


class _Step(NamedTuple):
    """One change that can be undone."""

    session: str
    what: str
    revert: Callable[[], None]


class BookmarkHistory:
    """Keeps the bookmarks of one conference, and remembers every change while it is open.

    A bookmark whose session has another id by now gets it, on the disk too where that is possible.
    A method that changes something returns when it is on the disk, and raises `NotSavedError` where
    it could not be kept: then nothing has changed.
    """

    def __init__(self, file: "Bookmarks", conference: Conference) -> None:
        self._file = file
        self._schedule = conference
        self._conference = conference.id
        self._steps: list[_Step] = []
        self._unkept = False
        self.bookmarks: Mapping[str, Bookmark] = {}
        """All that is kept of the conference, by session id."""
        self.open_questions: Mapping[str, tuple[str, ...]] = {}
        """The sessions that a bookmark may be of whose id no session has, in time order."""
        self._begin()

    def take_up(self, conference: Conference) -> None:
        """Go on with a newer version of the schedule.

        Where that gave bookmarks other ids, what was done before cannot be undone any more.
        """
        before = self.bookmarks.keys()
        self._schedule = conference
        self._begin()
        if self.bookmarks.keys() != before:
            self._steps.clear()

    @property
    def notice(self) -> str:
        """What stands in the way of keeping bookmarks, or empty."""
        return self._file.notice

    def look_again(self) -> bool:
        """Take over what another program wrote; return whether there was anything."""
        if not self._file.changed_elsewhere():
            return False
        self._reload()
        return True

    def mark(self, session: Session, mark: Mark) -> None:
        """Mark a session."""
        self._keep_reunion()
        before = self.bookmarks.get(session.id)
        kept = self._file.mark(self._conference, session, mark)
        self._put({session.id: kept})
        back = _back_to(before.mark if before else None, session)
        self._remember(session.id, back, lambda: self._restore_mark(session.id, before))

    def unmark(self, session: Session) -> None:
        """Take the mark off a session; its note stays."""
        self._keep_reunion()
        before = self.bookmarks.get(session.id)
        if before is None or before.mark is None:
            return
        self._unmark(session.id)
        back = _back_to(before.mark, session)
        self._remember(session.id, back, lambda: self._restore_mark(session.id, before))

    def annotate(self, session: Session, note: str, begun_with: str | None = None) -> None:
        """Keep a note on a session; an empty one takes it away.

        `begun_with` is the note that the attendee changed. Where another window has changed it
        meanwhile, both are kept.
        """
        self.look_again()
        self._keep_reunion()
        known = self.bookmarks.get(session.id)
        before = known.note if known else ""
        if begun_with is not None and before not in (begun_with, note):
            note = join_notes(note, before)
        if note == before:
            return
        self._annotate(session, note)
        back = f"The note on {session.title} is as before"
        self._remember(session.id, back, lambda: self._annotate(session, before))

    def acknowledge(self, seen: Mapping[str, Session | None]) -> None:
        """Take what sessions are now for known; those that are None are cancelled."""
        self._keep_reunion()
        before = [self.bookmarks[each] for each in seen]
        self._replace([with_new_snapshot(each, seen[each.session]) for each in before])
        about = before[0].session if len(before) == 1 else ""
        self._remember(about, "The change is news again", lambda: self._replace(before))

    def settle(self, orphan: str, session_id: str | None) -> None:
        """Say which session a bookmark is of, one of its open questions; None for none of them.

        What was ruled out is not asked about again, and its session counts as cancelled. What
        another window has settled meanwhile stays so.
        """
        self._keep_reunion()
        before = self.bookmarks.get(orphan)
        if before is None:
            return None
        if session_id is None:
            ruled_out = (*before.ruled_out, *self.open_questions.get(orphan, ()))
            seen = before if before.gone else with_new_snapshot(before, None)
            self._reconsider(seen._replace(ruled_out=ruled_out))
            return self._remember(orphan, _OPEN_AGAIN, lambda: self._reconsider(before))
        from confui.schedule.versions import move_bookmark

        session = next(each for each in self._schedule.sessions if each.id == session_id)
        self._revise(lambda kept: move_bookmark(kept, orphan, session), _OPEN_AGAIN)
        return None

    def preview(self, theirs: Iterable[Bookmark]) -> "tuple[MergedBookmark, ...]":
        """Return what `take_in` would come to."""
        from confui.schedule.versions import rematch_imported
        from confui.userdata import merge_bookmarks

        mine = self._file.all_of(self._conference)
        return merge_bookmarks(mine, rematch_imported(theirs, mine, self._schedule.sessions))

    def take_in(self, theirs: Iterable[Bookmark]) -> "tuple[MergedBookmark, ...]":
        """Merge bookmarks from elsewhere; return what each came to."""
        from confui.schedule.versions import apply_rematches, rematch_imported
        from confui.userdata import merge_bookmarks

        found: tuple[MergedBookmark, ...] = ()
        theirs, sessions = list(theirs), self._schedule.sessions

        def with_theirs(mine: Mapping[str, Bookmark]) -> Mapping[str, Bookmark]:
            nonlocal found
            found = merge_bookmarks(mine, rematch_imported(theirs, mine, sessions))
            both = {**mine, **{each.after.session: each.after for each in found}}
            return apply_rematches(both, sessions)

        self._revise(with_theirs, "What was imported is gone again", "The import")
        return found

    def undo(self) -> tuple[str, str]:
        """Undo the last change that is not undone yet.

        Return how things are now, empty where there was none, and the session that it was about,
        empty for several.
        """
        self._keep_reunion()
        if not self._steps:
            return "", ""
        session, what, revert = self._steps[-1]
        revert()
        self._steps.pop()
        return what, session

    def _remember(self, session: str, what: str, revert: Callable[[], None]) -> None:
        self._steps.append(_Step(session, what, revert))

    def _restore_mark(self, session_id: str, before: Bookmark | None) -> None:
        if before is None or before.mark is None:
            return self._unmark(session_id)
        present = self.bookmarks.get(session_id, before)
        self._replace([before._replace(note=present.note, noted_at=present.noted_at)])

    def _unmark(self, session_id: str) -> None:
        self._file.unmark(self._conference, session_id)
        if present := self.bookmarks.get(session_id):
            self._put({session_id: present._replace(mark=None)})

    def _annotate(self, session: Session, note: str) -> None:
        self._put({session.id: self._file.annotate(self._conference, session, note)})

    def _replace(self, bookmarks: list[Bookmark]) -> None:
        self._file.replace(self._conference, bookmarks)
        self._put({each.session: each for each in bookmarks})

    def _reconsider(self, orphan: Bookmark) -> None:
        self._replace([orphan])
        self._inquire()

    def _revise(
        self, revision: Revision, undone: str, what: str = "What was to be changed"
    ) -> None:
        """Revise what is kept; undoing it brings each bookmark back to where it was."""
        changed = self._file.revise(self._conference, revision, what)
        self._reload()
        if not changed:
            return
        before = [each.before or tombstone(each.after) for each in changed]

        def revert() -> None:
            self._file.replace(self._conference, before)
            self._reload()

        self._remember("", undone, revert)

    def _put(self, changed: Mapping[str, Bookmark]) -> None:
        every = {**self.bookmarks, **changed}
        self.bookmarks = {session: each for session, each in every.items() if each.kept}

    def _begin(self) -> None:
        """Take over what is kept, and keep it by the ids that the sessions have now."""
        self._reload()
        if self._unkept:
            from confui.userdata import NotSavedError

            with suppress(NotSavedError):  # what stands in the way is told by the notice
                self._keep_reunion()

    def _reload(self) -> None:
        """Take over what is kept, each bookmark under the id that its session has now.

        That is not written here: another window may still show the schedule as it was before, and
        the two would take turns.
        """
        kept = self._file.of(self._conference)
        strays = _strays(kept, self._schedule)
        self.bookmarks = _present(self._file, self._schedule) if strays else kept
        self._unkept = self.bookmarks.keys() != kept.keys()
        self._inquire()

    def _keep_reunion(self) -> None:
        """Put on the disk under which ids the bookmarks are shown, before any other change."""
        if not self._unkept:
            return
        from confui.schedule.versions import apply_rematches

        sessions = self._schedule.sessions
        self._file.revise(self._conference, lambda kept: apply_rematches(kept, sessions))
        self._reload()

    def _inquire(self) -> None:
        """Find out which bookmarks there is to ask about."""
        self.open_questions = questions_of(self.bookmarks, self._schedule)


def _back_to(mark: Mark | None, session: Session) -> str:
    if mark is None:
        return f"{session.title} has no mark, as before"
    told = {Mark.MUST: "a must", Mark.MAYBE: "a maybe", Mark.SKIP: "not for you"}
    return f"{session.title} is {told[mark]}, as before"


def _strays(bookmarks: Mapping[str, Bookmark], conference: Conference) -> bool:
    """Whether there is a bookmark whose id no session has; quick, as it is asked at every start."""
    strays = set(bookmarks)
    if strays:
        strays.difference_update(session.id for session in conference.sessions)
    return bool(strays)


def _present(file: "Bookmarks", conference: Conference) -> Mapping[str, Bookmark]:
    """Return what is kept of a conference by the ids that its sessions have now."""
    from confui.schedule.versions import apply_rematches

    found = apply_rematches(file.all_of(conference.id), conference.sessions)
    return {session: each for session, each in found.items() if each.kept}
