"""Who keeps an attendee's bookmarks, as far as their notebook needs to know."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from confui.schedule.bookmark import Bookmark, Mark, Revision
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

    def revise(
        self,
        conference: str,
        revision: Revision,
        what: str = ...,
    ) -> "tuple[Merged, ...]":
        """Keep what a function makes of `all_of`, all or none; return what differs."""

    def changed_elsewhere(self) -> bool:
        """Whether another program has written since the last look."""
