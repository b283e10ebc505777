"""The attendee's notebook of one conference: every mark and note made, and the way back."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Protocol

from confui.schedule.bookmark import Bookmark, Mark, bookmark_of, both_notes
from confui.schedule.changes import rescheduled
from confui.schedule.models import Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.userdata.bookmarks import Merged


class BookmarkKeeper(Protocol):
    """Where bookmarks are kept; each change returns once it is on the disk.

    Changes raise `NotSavedError` where they cannot be kept.
    """

    @property
    def notice(self) -> str:
        """A standing warning, or empty."""

    def of(self, conference: str) -> Mapping[str, Bookmark]:
        """Return a conference's bookmarks by session id."""

    def mark(self, conference: str, session: Session, mark: Mark) -> Bookmark:
        """Keep what the attendee makes of a session."""

    def unmark(self, conference: str, session: str) -> None:
        """Take a mark away."""

    def annotate(self, conference: str, session: Session, note: str) -> Bookmark:
        """Keep a note."""

    def all_of(self, conference: str) -> Mapping[str, Bookmark]:
        """Return what a merge would find: also what was taken away."""

    def replace(self, conference: str, bookmarks: Iterable[Bookmark]) -> None:
        """Keep bookmarks exactly as given, all or none."""

    def merge(self, conference: str, theirs: Iterable[Bookmark]) -> "tuple[Merged, ...]":
        """Merge bookmarks from elsewhere, all or none."""

    def changed_elsewhere(self) -> bool:
        """Whether another program has written since the last look."""


class _Step(NamedTuple):
    """One change that can be undone."""

    session: str
    what: str
    revert: Callable[[], None]


class Notebook:
    """Keeps the bookmarks of one conference, and remembers every change while it is open.

    A method that changes something returns when it is on the disk, and raises `NotSavedError` where
    it could not be kept: then nothing has changed.
    """

    def __init__(self, keeper: BookmarkKeeper, conference: str) -> None:
        self._keeper = keeper
        self._conference = conference
        self._steps: list[_Step] = []
        self.bookmarks: Mapping[str, Bookmark] = keeper.of(conference)
        """All that is kept of the conference, by session id."""

    @property
    def notice(self) -> str:
        """What stands in the way of keeping bookmarks, or empty."""
        return self._keeper.notice

    def look_again(self) -> bool:
        """Take over what another program wrote; return whether there was anything."""
        if not self._keeper.changed_elsewhere():
            return False
        self._reload()
        return True

    def mark(self, session: Session, mark: Mark) -> None:
        """Mark a session."""
        before = self.bookmarks.get(session.id)
        kept = self._keeper.mark(self._conference, session, mark)
        self._put({session.id: kept})
        back = _back_to(before.mark if before else None, session)
        self._remember(session.id, back, lambda: self._restore_mark(session.id, before))

    def unmark(self, session: Session) -> None:
        """Take the mark off a session; its note stays."""
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
        known = self.bookmarks.get(session.id)
        before = known.note if known else ""
        if begun_with is not None and before not in (begun_with, note):
            note = both_notes(note, before)
        if note == before:
            return
        self._annotate(session, note)
        back = f"The note on {session.title} is as before"
        self._remember(session.id, back, lambda: self._annotate(session, before))

    def acknowledge(self, seen: Mapping[str, Session | None]) -> None:
        """Take what sessions are now for known; those that are None are cancelled."""
        before = [self.bookmarks[each] for each in seen]
        self._replace([_updated(each, seen[each.session]) for each in before])
        about = before[0].session if len(before) == 1 else ""
        self._remember(about, "The change is news again", lambda: self._replace(before))

    def preview(self, theirs: Iterable[Bookmark]) -> "tuple[Merged, ...]":
        """Return what `take_in` would come to."""
        from confui.userdata.bookmarks import merged

        return merged(self._keeper.all_of(self._conference), theirs)

    def take_in(self, theirs: Iterable[Bookmark]) -> "tuple[Merged, ...]":
        """Merge bookmarks from elsewhere; return what each came to."""
        found = self._keeper.merge(self._conference, theirs)
        changed = [each for each in found if each.before != each.after]
        self._reload()
        if changed:
            before = [each.before or _erased(each.after) for each in changed]
            self._remember("", "What was imported is gone again", lambda: self._replace(before))
        return found

    def undo(self) -> tuple[str, str]:
        """Undo the last change that is not undone yet.

        Return how things are now, empty where there was none, and the session that it was about,
        empty for several.
        """
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
        self._keeper.unmark(self._conference, session_id)
        if present := self.bookmarks.get(session_id):
            self._put({session_id: present._replace(mark=None)})

    def _annotate(self, session: Session, note: str) -> None:
        self._put({session.id: self._keeper.annotate(self._conference, session, note)})

    def _replace(self, bookmarks: list[Bookmark]) -> None:
        self._keeper.replace(self._conference, bookmarks)
        self._put({each.session: each for each in bookmarks})

    def _put(self, changed: Mapping[str, Bookmark]) -> None:
        every = {**self.bookmarks, **changed}
        self.bookmarks = {session: each for session, each in every.items() if each.kept}

    def _reload(self) -> None:
        self.bookmarks = self._keeper.of(self._conference)


def _back_to(mark: Mark | None, session: Session) -> str:
    if mark is None:
        return f"{session.title} has no mark, as before"
    told = {Mark.MUST: "a must", Mark.MAYBE: "a maybe", Mark.SKIP: "not for you"}
    return f"{session.title} is {told[mark]}, as before"


def _updated(bookmark: Bookmark, session: Session | None) -> Bookmark:
    """Return a bookmark that remembers what its session is now."""
    if session is None:
        return bookmark._replace(gone=True, sequence=bookmark.sequence + 1)
    present = bookmark_of(session, bookmark.mark, bookmark.note)
    return present._replace(
        marked_at=bookmark.marked_at,
        noted_at=bookmark.noted_at,
        sequence=bookmark.sequence + rescheduled(bookmark, session),
    )


def _erased(bookmark: Bookmark) -> Bookmark:
    return bookmark._replace(mark=None, note="")
