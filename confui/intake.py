"""How a conference comes into the library, and a newer version of it: looked at, and then kept.

To look may take as long as a server does and changes nothing; to keep takes no time.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from confui.schedule.models import Conference
from confui.schedule.wording import age
from confui.sources import SourceError, is_address
from confui.sources.findings import CUT_SHORT
from confui.sources.sighting import Place, Sighting, look
from confui.text import clean
from confui.userdata.shelf import Entry, Shelf, free_name


class Arrival(NamedTuple):
    """What a source has, not kept yet."""

    entry: Entry
    before: Conference | None
    """What it had before; None where it is new, or where that cannot be read any more."""
    found: Sighting | None
    """None where it has nothing new."""


class Read(NamedTuple):
    """A conference as it was and as it is."""

    name: str
    """By which the library knows it, else its path."""
    before: Conference | None
    after: Conference


class Intake:
    """Looks at sources, and keeps what they have on a shelf."""

    def __init__(
        self, shelf: Shelf, open: Callable[[Entry], Conference], clock: Callable[[], datetime]
    ) -> None:
        """Take over a shelf; `open` returns what stands there, `clock` the present instant."""
        self._shelf = shelf
        self._open = open
        self._clock = clock

    def look(self, source: str, name: str, zone: str) -> Arrival:
        """Return what a source has that the library does not know. See `Library.look`."""
        folder = not is_address(source) and Path(source).is_dir()
        entry = Entry(name, source, folder, conference="", zone=zone)
        return Arrival(entry, None, self.seen(source, zone))

    def seen(self, source: str, zone: str = "") -> Sighting:
        """Return what a source has, whatever is known of it. Raises SourceError."""
        found = look(Place(source, zone))
        assert found is not None  # no version is known that it could still be
        return found

    def look_again(self, entry: Entry) -> Arrival:
        """Return what is new where a conference came from. See `Library.look_again`."""
        try:
            before = self._before(entry)
            known = before is not None and bool(self._shelf.content_of(entry))
            version = (entry.etag, entry.modified) if known else ("", "")
            found = look(Place(entry.source, entry.zone, entry.address, *version))
            if found is not None and before is not None:
                _refuse_what_is_less(before, found.conference)
        except SourceError as error:
            reason = str(error).rstrip(".")
            raise SourceError(f"{reason}; the copy stays, taken {self.age_of(entry)}") from error
        return Arrival(entry, before, found)

    def keep(self, arrival: Arrival) -> Read:
        """Keep what was looked at. See `Library.keep`."""
        entry, before, found = arrival
        if found is None:
            assert before is not None  # a server is told a version only where there is a copy
            self._shelf.update(entry._replace(checked_at=self._clock()))
            return Read(entry.name, before, before)
        if entry.conference:
            entry = self._shelf.update(self._described(entry, found), found.copy)
        else:
            entry = self._shelf.add(self._described(self._named(entry, found), found), found.copy)
        return Read(entry.name, before, kept_as(entry, found.conference))

    def remembered(self, entry: Entry) -> Conference | None:
        """Return what a folder was when it was last looked at; None where that is lost."""
        from confui.sources.codec import from_json

        try:
            return kept_as(entry, from_json(self._shelf.content_of(entry).decode()))
        except ValueError:
            return None  # another version of confui wrote it in its own way

    def age_of(self, entry: Entry) -> str:
        """Return when the copy was last known to be the newest, such as `3 days ago`."""
        moment = entry.checked_at or entry.fetched_at
        if moment is None:
            return "at an unknown time"
        return age((self._clock() - moment).total_seconds() / 60)

    def _named(self, entry: Entry, found: Sighting) -> Entry:
        """Return an entry with a name and an id of its own."""
        entries, _ = self._shelf.entries()
        id = found.conference.id
        return entry._replace(
            name=entry.name or free_name(id, self._shelf.names()),
            conference=free_name(id, [each.conference for each in entries]),
        )

    def _described(self, entry: Entry, found: Sighting) -> Entry:
        now, days = self._clock(), found.conference.days
        return entry._replace(
            title=found.conference.title,
            first=min(days, default=None),
            last=max(days, default=None),
            address=found.address,
            etag=found.etag,
            modified=found.modified,
            fetched_at=now,
            checked_at=now,
        )

    def _before(self, entry: Entry) -> Conference | None:
        if entry.folder:
            return self.remembered(entry)
        try:
            return self._open(entry)
        except SourceError:
            return None  # the copy is damaged or gone: a new one is what was asked for


def kept_as(entry: Entry, conference: Conference) -> Conference:
    """Return a conference under the id that its bookmarks are kept under."""
    return conference._replace(id=entry.conference)


def _refuse_what_is_less(before: Conference, after: Conference) -> None:
    """Raise SourceError where a new version is a damaged one, or another conference."""
    from confui.schedule.differences import differences

    cut = next((each for each in after.problems if each.code == CUT_SHORT), None)
    if cut is not None and all(each.code != CUT_SHORT for each in before.problems):
        raise SourceError(f"{after.source}: {cut.message}")
    renamed = before.title != after.title
    if renamed and len(differences(before, after).cancelled) == len(before.visible):
        here = f"another conference is there now, {after.title}"
        raise SourceError(f"{after.source}: {here}; add that under a name of its own")


def check(source: str, name: str, zone: str) -> None:
    """Raise SourceError where nothing is named, a name is none, or there is no such time zone."""
    from confui.sources.declared import zone_name
    from confui.sources.people import slug

    if not source.strip():
        raise SourceError("Nothing is named; name a web address, a file or a folder")
    if name and slug(name) != name:
        raise SourceError(f"{clean(name)}: no name; write it like {slug(name) or 'my-conf'}")
    if zone and zone_name(zone) != zone:
        raise SourceError(f"{clean(zone)}: no such time zone; write one like Europe/Berlin")
