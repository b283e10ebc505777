"""The last change of bookmarks from the command line, for `confui undo`."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from confui.cli.lookup import open_remembered
from confui.cli.output import print_error
from confui.schedule.bookmark import Bookmark, tombstone
from confui.schedule.models import Conference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.userdata import Remembered

_KEY = "last_change"
_MOST_BOOKMARKS = 500
"""More than this, from an import, are not remembered: the file has a limit."""


class LastChange(NamedTuple):
    """Bookmarks before and after a change."""

    conference: str
    """The id of the conference."""
    before: Mapping[str, Bookmark]
    """By session id; a session that had no mark and no note is not in it."""
    after: tuple[Bookmark, ...]
    """With the mark and the note that they got; without either, if the bookmark was removed."""


def remember_change(
    conference: Conference, before: Mapping[str, Bookmark], after: Mapping[str, Bookmark]
) -> None:
    """Remember what differs between two states of bookmarks, in place of the change before."""
    from confui.userdata import NotRememberedError, bookmarks_to_json  # loads json

    ids = [id for id in {**before, **after} if before.get(id) != after.get(id)]
    if not ids:
        return
    kept = len(ids) <= _MOST_BOOKMARKS

    def written(states: Iterable[Bookmark]) -> str:
        return bookmarks_to_json(conference.id, conference.title, states)

    change = {
        "before": written(before[id] for id in ids if id in before),
        "after": written(after[id] for id in ids if id in after),
    }
    try:
        open_remembered().put(change if kept else None, _KEY)
    except NotRememberedError as error:
        print_error(f"confui undo cannot take this back: {error}")


def read_change(remembered: "Remembered") -> LastChange | None:
    """Return the last change; `None` if there is none, or it was taken back."""
    written = remembered.get(_KEY)
    if not isinstance(written, dict):
        return None
    of_before, earlier = _read(written.get("before"))
    of_after, later = _read(written.get("after"))
    kept = {each.session for each in later}
    gone = (tombstone(each) for each in earlier if each.session not in kept)
    before = {each.session: each for each in earlier}
    after = (*later, *gone)
    return LastChange(of_before or of_after, before, after) if after else None


def forget_change(remembered: "Remembered") -> None:
    """Forget the last change, since it was taken back."""
    from confui.userdata import NotRememberedError

    try:
        remembered.put(None, _KEY)
    except NotRememberedError as error:
        print_error(str(error))


def _read(written: object) -> tuple[str, tuple[Bookmark, ...]]:
    """Return the id of the conference and its bookmarks; none if they cannot be read."""
    from confui.userdata import NotReadableError, read_bookmarks_json

    try:
        shared = read_bookmarks_json(str(written).encode(), datetime.now(UTC)).shared
    except NotReadableError:
        return "", ()
    return (shared[0].conference, tuple(shared[0].bookmarks)) if shared else ("", ())
