"""What changed between two versions of a schedule."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from confui.schedule import wording
from confui.schedule.bookmark import Bookmark, Mark, make_bookmark
from confui.schedule.models import Conference, Session
from confui.schedule.plan import CANCELLED, describe_changes
from confui.schedule.search import fold_line
from confui.schedule.versions.rematch import find_rematches


class Change(NamedTuple):
    """A session that is not what it was."""

    before: Session
    after: Session

    @property
    def told(self) -> tuple[str, ...]:
        """What became of it in words, as of a bookmark."""
        return describe_changes(make_bookmark(self.before), self.after)

    @property
    def moved(self) -> bool:
        """Whether it is at another time."""
        return self.before.start != self.after.start

    @property
    def relocated(self) -> bool:
        """Whether it is in another room."""
        return set(self.before.rooms) != set(self.after.rooms)

    @property
    def retitled(self) -> bool:
        """Whether it has another title."""
        return self.before.title != self.after.title


class Differences(NamedTuple):
    """What changed for who looks at the schedule. All of it is visible, before or after."""

    added: tuple[Session, ...] = ()
    cancelled: tuple[Session, ...] = ()
    changed: tuple[Change, ...] = ()


def compare_versions(before: Conference, after: Conference) -> Differences:
    """Return what changed from one version of a schedule to the next.

    A session is known again by its id, else as a bookmark of it would be, else where all that could
    have changed is the same. Ends that nobody gave move with their neighbours, which is no change.
    """
    present = {session.id: session for session in after.visible}
    heirs = _heirs(before, after)
    pairs = [
        Change(session, present[id])
        for session in before.visible
        if (id := heirs.get(session.id)) in present
    ]
    stayed = {pair.before.id for pair in pairs}
    found = {pair.after.id for pair in pairs}
    return Differences(
        tuple(session for session in after.visible if session.id not in found),
        tuple(session for session in before.visible if session.id not in stayed),
        tuple(pair for pair in pairs if pair.told),
    )


def summarize(found: Differences) -> str:
    """Return in one line how much changed, such as `3 added, 1 cancelled, 2 moved`."""
    moved = sum(change.moved for change in found.changed)
    relocated = sum(change.relocated for change in found.changed)
    retitled = sum(change.retitled for change in found.changed)
    ended = sum(
        not (change.moved or change.relocated or change.retitled) for change in found.changed
    )
    counts = (
        (len(found.added), "added"),
        (len(found.cancelled), CANCELLED),
        (moved, "moved"),
        (relocated, "in another room"),
        (retitled, "retitled"),
        (ended, "with another end"),
    )
    told = ", ".join(f"{count} {what}" for count, what in counts if count)
    return told or "nothing changed"


def list_changes(found: Differences, bookmarks: Mapping[str, Bookmark]) -> list[str]:
    """Return what changed, one session a line, in time order; what is starred first, with its sign.

    A session counts as starred under its former id too.
    """
    mine, others = _sorted(found, bookmarks)
    return mine + others


def summarize_for_attendee(found: Differences, bookmarks: Mapping[str, Bookmark]) -> str:
    """Return in one line what changed: the first of one's own sessions, then how much in all."""
    mine, _ = _sorted(found, bookmarks)
    if not mine:
        return summarize(found)
    more = f", and {len(mine) - 1} more of yours" if len(mine) > 1 else ""
    return f"{mine[0]}{more} · {summarize(found)}"


def _sorted(found: Differences, bookmarks: Mapping[str, Bookmark]) -> tuple[list[str], list[str]]:
    """Return the lines of what is starred, and of all else."""
    told = sorted(_told(found), key=lambda each: each[0])
    signs = {id: wording.mark_symbol(each) for id, each in bookmarks.items() if each.starred}
    mine: list[str] = []
    others: list[str] = []
    for _, ids, line in told:
        sign = next((signs[id] for id in ids if id in signs), "")
        (mine if sign else others).append(f"{sign} {line}".strip())
    return mine, others


def _heirs(before: Conference, after: Conference) -> Mapping[str, str]:
    """Return the present id of each session that is there still, by its former one."""
    # As if everything had been starred: then nothing is taken for what was there before.
    kept = {session.id: make_bookmark(session, Mark.MUST) for session in before.sessions}
    heirs = dict(find_rematches(kept, after.sessions).found)
    present = {session.id for session in after.sessions}
    heirs.update((id, id) for id in kept if id in present)
    claimed = set(heirs.values())
    free = {_look(each): each.id for each in after.visible if each.id not in claimed}
    for session in before.visible:
        if session.id not in heirs and (id := free.pop(_look(session), "")):
            heirs[session.id] = id
    return heirs


def _look(session: Session) -> tuple[object, ...]:
    """Return what of a session a change could be told of."""
    return fold_line(session.title), session.start, frozenset(session.rooms)


def _told(found: Differences) -> Iterator[tuple[tuple[datetime, str], frozenset[str], str]]:
    """Yield for each change what puts it in its place, whom it is about, and its line."""
    for session in found.added:
        place = wording.room_names(session) if session.rooms or session.whole_venue else ""
        words = " ".join(filter(None, ("added", _moment(session.start), place)))
        yield _place(session), frozenset({session.id}), f"{words}: {session.title}"
    for session in found.cancelled:
        yield _place(session), frozenset({session.id}), f"{CANCELLED}: {session.title}"
    for before, after in found.changed:
        words = ", ".join(Change(before, after).told)
        ids = frozenset({before.id, after.id})
        yield _place(after), ids, f"{words}: {after.title}"


def _place(session: Session) -> tuple[datetime, str]:
    return session.start or datetime.max, session.title


def _moment(moment: datetime | None) -> str:
    return f"{wording.short_day(moment.date())} {wording.clock(moment)}" if moment else ""
