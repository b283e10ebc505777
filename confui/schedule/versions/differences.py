"""The differences between two versions of a schedule, and descriptions of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from confui.schedule import wording
from confui.schedule.bookmark import Bookmark, Mark, make_bookmark
from confui.schedule.models import Conference, Session
from confui.schedule.plan import CANCELLED, describe_changes
from confui.schedule.search import fold_line
from confui.schedule.versions.rematch import find_rematches


class Change(NamedTuple):
    """A session before and after a change."""

    before: Session
    after: Session

    @property
    def descriptions(self) -> tuple[str, ...]:
        """What changed, in the words that bookmarks use."""
        return describe_changes(make_bookmark(self.before), self.after)

    @property
    def moved(self) -> bool:
        """Whether its start is different."""
        return self.before.start != self.after.start

    @property
    def relocated(self) -> bool:
        """Whether its rooms are different."""
        return set(self.before.rooms) != set(self.after.rooms)

    @property
    def retitled(self) -> bool:
        """Whether its title is different."""
        return self.before.title != self.after.title


class Differences(NamedTuple):
    """The visible sessions that were added, cancelled or changed."""

    added: tuple[Session, ...] = ()
    cancelled: tuple[Session, ...] = ()
    changed: tuple[Change, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    """Rooms that have another name now, each with the new one. Their sessions are in `changed`."""


def compare_versions(before: Conference, after: Conference) -> Differences:
    """Return the differences between two versions of a schedule.

    A session is matched by its id, else as its bookmark would be (see `rematch`), else by equal
    title, start and rooms. Inferred ends move when other sessions do, so they are not compared.
    """
    present = {session.id: session for session in after.visible}
    new_ids = _match_ids(before, after)
    pairs = [
        Change(session, present[id])
        for session in before.visible
        if (id := new_ids.get(session.id)) in present
    ]
    matched_before = {pair.before.id for pair in pairs}
    matched_after = {pair.after.id for pair in pairs}
    return Differences(
        tuple(session for session in after.visible if session.id not in matched_after),
        tuple(session for session in before.visible if session.id not in matched_before),
        tuple(pair for pair in pairs if pair.descriptions),
        tuple(_find_renamed_rooms(before, after, pairs)),
    )


def _find_renamed_rooms(
    before: Conference, after: Conference, pairs: Sequence[Change]
) -> Iterator[tuple[str, str]]:
    """Yield the rooms whose sessions are all in one room that is new; there are two at least."""
    old = {room for session in before.visible for room in session.rooms}
    new = {room for session in after.visible for room in session.rooms}
    to: dict[str, list[tuple[str, ...]]] = {}
    for pair in pairs:
        for room in pair.before.rooms:
            if room not in new:
                to.setdefault(room, []).append(pair.after.rooms)
    for room, places in to.items():
        (names, *others) = dict.fromkeys(places)
        if len(places) > 1 and not others and len(names) == 1 and names[0] not in old:
            yield room, names[0]


def summarize(differences: Differences) -> str:
    """Return the counts on one line, such as `3 added, 1 cancelled, 2 moved`."""
    moved = sum(change.moved for change in differences.changed)
    relocated = sum(change.relocated for change in differences.changed)
    retitled = sum(change.retitled for change in differences.changed)
    other_end = sum(
        not (change.moved or change.relocated or change.retitled) for change in differences.changed
    )
    counts = (
        (len(differences.added), "added"),
        (len(differences.cancelled), CANCELLED),
        (moved, "moved"),
        (relocated, "in another room"),
        (retitled, "retitled"),
        (other_end, "with another end"),
    )
    parts = ", ".join(f"{count} {label}" for count, label in counts if count)
    return parts or "nothing changed"


def list_changes(differences: Differences, bookmarks: Mapping[str, Bookmark]) -> list[str]:
    """Return a line per renamed room, and per added, cancelled or changed session in time order.

    Starred sessions come first, with the symbol of their mark. The bookmark can be under the
    session's old or new id.
    """
    mine, others = _sorted_lines(differences, bookmarks)
    return [*_renames(differences), *mine, *others]


def summarize_for_attendee(differences: Differences, bookmarks: Mapping[str, Bookmark]) -> str:
    """Return the first line about a starred session, how many more there are, and the counts."""
    mine, _ = _sorted_lines(differences, bookmarks)
    mine = mine or _renames(differences)
    if not mine:
        return summarize(differences)
    more = f", and {len(mine) - 1} more of yours" if len(mine) > 1 else ""
    return f"{mine[0]}{more} · {summarize(differences)}"


def _renames(differences: Differences) -> list[str]:
    return [f"room renamed: {before} → {after}" for before, after in differences.renamed]


def _sorted_lines(
    differences: Differences, bookmarks: Mapping[str, Bookmark]
) -> tuple[list[str], list[str]]:
    """Return the lines about starred sessions, and the other lines."""
    described = sorted(_describe(differences), key=lambda change: change[0])
    symbols = {id: wording.mark_symbol(star) for id, star in bookmarks.items() if star.starred}
    mine: list[str] = []
    others: list[str] = []
    for _, ids, line in described:
        symbol = next((symbols[id] for id in ids if id in symbols), "")
        (mine if symbol else others).append(f"{symbol} {line}".strip())
    return mine, others


def _match_ids(before: Conference, after: Conference) -> Mapping[str, str]:
    """Return the new id of each session that is in both versions, by its old id."""
    # Bookmarks of all sessions, so that no session is matched with one that has kept its id.
    bookmarks = {session.id: make_bookmark(session, Mark.MUST) for session in before.sessions}
    new_ids = dict(find_rematches(bookmarks, after.sessions).found)
    present = {session.id for session in after.sessions}
    new_ids.update((id, id) for id in bookmarks if id in present)
    taken = set(new_ids.values())
    free = {_title_time_rooms(new): new.id for new in after.visible if new.id not in taken}
    for session in before.visible:
        if session.id not in new_ids and (id := free.pop(_title_time_rooms(session), "")):
            new_ids[session.id] = id
    return new_ids


def _title_time_rooms(session: Session) -> tuple[object, ...]:
    return fold_line(session.title), session.start, frozenset(session.rooms)


def _describe(
    differences: Differences,
) -> Iterator[tuple[tuple[datetime, str], frozenset[str], str]]:
    """Yield a sort key, the session's ids and the line for each difference."""
    names = dict(differences.renamed)
    for session in differences.added:
        rooms = wording.room_names(session) if session.rooms or session.whole_venue else ""
        words = " ".join(filter(None, ("added", _day_and_time(session.start), rooms)))
        yield _order(session), frozenset({session.id}), f"{words}: {session.title}"
    for session in differences.cancelled:
        yield _order(session), frozenset({session.id}), f"{CANCELLED}: {session.title}"
    for before, after in differences.changed:
        there = tuple(names.get(room, room) for room in before.rooms)
        words = ", ".join(Change(before._replace(rooms=there), after).descriptions)
        if not words:
            continue  # its room has another name
        ids = frozenset({before.id, after.id})
        yield _order(after), ids, f"{words}: {after.title}"


def _order(session: Session) -> tuple[datetime, str]:
    return session.start or datetime.max, session.title


def _day_and_time(moment: datetime | None) -> str:
    return f"{wording.short_day(moment.date())} {wording.clock(moment)}" if moment else ""
