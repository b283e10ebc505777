"""Adding and refreshing a conference: what was fetched, and whether it may be saved."""

from collections.abc import Sequence
from typing import NamedTuple

from confui.library.storage import LibraryEntry, LibraryError
from confui.schedule import wording
from confui.schedule.models import Conference
from confui.sources import CUT_SHORT, FetchedSource, SourceError, find_zone, make_slug
from confui.text import clean

_MAX_LISTED = 3
"""How many days, or rooms, a message names."""


class PendingUpdate(NamedTuple):
    """A conference that was fetched and is not saved yet."""

    entry: LibraryEntry
    before: Conference | None
    """The version in the library; None if the conference is new, or its copy cannot be read."""
    latest: FetchedSource | None
    """None if the server says that nothing changed."""
    losses: str = ""
    """What would be lost, such as `63 of 94 sessions`; empty if nothing much."""

    @property
    def question(self) -> str:
        """What the attendee must agree to lose, as the first half of a line on the screen."""
        return f"The new version loses {self.losses}"


class UpdateResult(NamedTuple):
    """A conference before and after an update."""

    name: str
    """Its name in the library, else its path or URL."""
    before: Conference | None
    """None if it is new, or its copy could not be read."""
    after: Conference


class LosesSessionsError(LibraryError):
    """Nothing was saved: the new version loses much of the schedule. The attendee decides."""

    def __init__(self, update: PendingUpdate) -> None:
        super().__init__(
            f"the new version of {update.entry.title} loses {update.losses}; nothing was changed"
        )
        self.update = update
        """To be saved with `accept_losses` if the attendee wants that."""


def check_request(source: str, name: str, zone: str) -> None:
    """Raise SourceError if `source` is empty, or `name` or `zone` is neither empty nor valid."""
    if not source.strip():
        raise SourceError("Give a URL, a file or a folder")
    if name and make_slug(name) != name:
        raise SourceError(
            f"{clean(name)}: invalid name; use lowercase letters, digits and hyphens, "
            f"such as {make_slug(name) or 'my-conf'}"
        )
    if zone and find_zone(zone) != zone:
        raise SourceError(f"{clean(zone)}: unknown time zone; write one like Europe/Berlin")


def check_update(before: Conference, after: Conference) -> None:
    """Raise SourceError if a new version is cut short, or is another conference."""
    from confui.schedule.versions import compare_versions  # not needed to add a conference

    cut = next((problem for problem in after.problems if problem.code == CUT_SHORT), None)
    if cut is not None and all(problem.code != CUT_SHORT for problem in before.problems):
        raise SourceError(f"{after.source}: {cut.message}")
    renamed = before.title != after.title
    if renamed and len(compare_versions(before, after).cancelled) == len(before.visible):
        raise SourceError(
            f"{after.source}: another conference is there now, {after.title}; "
            "add it under another name"
        )


def is_same_content(before: Conference, after: Conference) -> bool:
    """Return whether two versions have the same content, perhaps on other lines of the file."""
    return _without_places(before) == _without_places(after)


def _without_places(conference: Conference) -> Conference:
    sessions = tuple(session._replace(line=0) for session in conference.sessions)
    return conference._replace(id="", source="", problems=(), links=(), sessions=sessions)


def describe_losses(before: Conference, after: Conference) -> str:
    """Return in words what a new version loses, if that is so much that it may be a mistake.

    That is more than a third of the visible sessions, a day, or a room. A day or room that only has
    another name now is not lost: all its sessions must still have a day or room.
    """
    from confui.schedule.versions import compare_versions  # not needed to add a conference

    differences = compare_versions(before, after)
    cancelled = {session.id for session in differences.cancelled}
    unscheduled = {each.before.id for each in differences.changed if each.after.day is None}
    roomless = {
        each.before.id
        for each in differences.changed
        if not each.after.rooms and not each.after.whole_venue
    }
    losses = []
    total = len(before.visible)
    if len(cancelled) * 3 > total:
        losses.append(f"{len(cancelled)} of {wording.count_of(total, 'session')}")
    days, rooms = {s.day for s in after.visible}, {room for s in after.visible for room in s.rooms}
    lost_days = sorted(
        {
            session.day
            for session in before.visible
            if session.day and session.day not in days and session.id in cancelled | unscheduled
        }
    )
    lost_rooms = {
        room: None
        for session in before.visible
        if session.id in cancelled | roomless
        for room in session.rooms
        if room not in rooms
    }
    if lost_days:
        losses.append(f"all of {_listed([wording.short_day(day) for day in lost_days])}")
    if lost_rooms:
        losses.append(f"the room{'s' * (len(lost_rooms) > 1)} {_listed(list(lost_rooms))}")
    return ", ".join(losses)


def _listed(names: Sequence[str]) -> str:
    """Return the first names, and how many more there are."""
    shown = list(names[:_MAX_LISTED])
    more = [f"{len(names) - _MAX_LISTED} more"] if len(names) > _MAX_LISTED else []
    *first, last = shown + more
    return f"{', '.join(first)} and {last}" if first else last
