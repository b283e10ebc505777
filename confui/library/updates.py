"""How a conference comes into the library, and a newer version of it: looked at, and then kept.

To look may take as long as a server does and changes nothing; to keep takes no time.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from confui.library.storage import LibraryEntry, LibraryStorage, free_name
from confui.schedule.models import Conference
from confui.schedule.wording import time_ago
from confui.sources import (
    CUT_SHORT,
    FetchedSource,
    KnownSource,
    SourceError,
    Validators,
    fetch_latest,
    is_url,
)
from confui.text import clean


class PendingUpdate(NamedTuple):
    """What a source has, not kept yet."""

    entry: LibraryEntry
    before: Conference | None
    """What it had before; None where it is new, or where that cannot be read any more."""
    found: FetchedSource | None
    """None where it has nothing new."""


class UpdateResult(NamedTuple):
    """A conference as it was and as it is."""

    name: str
    """By which the library knows it, else its path."""
    before: Conference | None
    after: Conference


class Updates:
    """Looks at sources, and keeps what they have on a storage."""

    def __init__(
        self,
        storage: LibraryStorage,
        open: Callable[[LibraryEntry], Conference],
        clock: Callable[[], datetime],
    ) -> None:
        """Take over a storage; `open` returns what stands there, `clock` the present instant."""
        self._storage = storage
        self._open = open
        self._clock = clock

    def look(self, source: str, name: str, zone: str) -> PendingUpdate:
        """Return what a source has that the library does not know. See `Library.look`."""
        folder = not is_url(source) and Path(source).is_dir()
        entry = LibraryEntry(name, source, folder, conference="", zone=zone)
        return PendingUpdate(entry, None, self.seen(source, zone))

    def seen(self, source: str, zone: str = "") -> FetchedSource:
        """Return what a source has, whatever is known of it. Raises SourceError."""
        found = fetch_latest(KnownSource(source, zone))
        assert found is not None  # no version is known that it could still be
        return found

    def look_again(self, entry: LibraryEntry) -> PendingUpdate:
        """Return what is new where a conference came from. See `Library.look_again`."""
        try:
            before = self._before(entry)
            known = before is not None and bool(self._storage.content_of(entry))
            validators = Validators(entry.etag, entry.modified) if known else Validators()
            found = fetch_latest(KnownSource(entry.source, entry.zone, entry.address, validators))
            if found is not None and before is not None:
                _refuse_what_is_less(before, found.conference)
        except SourceError as error:
            reason = str(error).rstrip(".")
            raise SourceError(f"{reason}; the copy stays, taken {self.age_of(entry)}") from error
        return PendingUpdate(entry, before, found)

    def keep(self, arrival: PendingUpdate) -> UpdateResult:
        """Keep what was looked at. See `Library.keep`."""
        entry, before, found = arrival
        if found is None:
            assert before is not None  # a server is told a version only where there is a copy
            self._storage.update(entry._replace(checked_at=self._clock()))
            return UpdateResult(entry.name, before, before)
        if entry.conference:
            entry = self._storage.update(self._described(entry, found), found.copy)
        else:
            entry = self._storage.add(self._described(self._named(entry, found), found), found.copy)
        return UpdateResult(entry.name, before, with_library_id(entry, found.conference))

    def remembered(self, entry: LibraryEntry) -> Conference | None:
        """Return what a folder was when it was last looked at; None where that is lost."""
        from confui.sources import from_json

        try:
            return with_library_id(entry, from_json(self._storage.content_of(entry).decode()))
        except ValueError:
            return None  # another version of confui wrote it in its own way

    def age_of(self, entry: LibraryEntry) -> str:
        """Return when the copy was last known to be the newest, such as `3 days ago`."""
        moment = entry.checked_at or entry.fetched_at
        if moment is None:
            return "at an unknown time"
        return time_ago((self._clock() - moment).total_seconds() / 60)

    def _named(self, entry: LibraryEntry, found: FetchedSource) -> LibraryEntry:
        """Return an entry with a name and an id of its own."""
        entries, _ = self._storage.entries()
        id = found.conference.id
        return entry._replace(
            name=entry.name or free_name(id, self._storage.names()),
            conference=free_name(id, [each.conference for each in entries]),
        )

    def _described(self, entry: LibraryEntry, found: FetchedSource) -> LibraryEntry:
        now, days = self._clock(), found.conference.days
        return entry._replace(
            title=found.conference.title,
            first=min(days, default=None),
            last=max(days, default=None),
            address=found.url,
            etag=found.validators.etag,
            modified=found.validators.modified,
            fetched_at=now,
            checked_at=now,
        )

    def _before(self, entry: LibraryEntry) -> Conference | None:
        if entry.folder:
            return self.remembered(entry)
        try:
            return self._open(entry)
        except SourceError:
            return None  # the copy is damaged or gone: a new one is what was asked for


def with_library_id(entry: LibraryEntry, conference: Conference) -> Conference:
    """Return a conference under the id that its bookmarks are kept under."""
    return conference._replace(id=entry.conference)


def _refuse_what_is_less(before: Conference, after: Conference) -> None:
    """Raise SourceError where a new version is a damaged one, or another conference."""
    from confui.schedule.versions import compare_versions

    cut = next((each for each in after.problems if each.code == CUT_SHORT), None)
    if cut is not None and all(each.code != CUT_SHORT for each in before.problems):
        raise SourceError(f"{after.source}: {cut.message}")
    renamed = before.title != after.title
    if renamed and len(compare_versions(before, after).cancelled) == len(before.visible):
        here = f"another conference is there now, {after.title}"
        raise SourceError(f"{after.source}: {here}; add that under a name of its own")


def check_request(source: str, name: str, zone: str) -> None:
    """Raise SourceError where nothing is named, a name is none, or there is no such time zone."""
    from confui.sources.values.conference_fields import find_zone
    from confui.sources.values.people import make_slug

    if not source.strip():
        raise SourceError("Nothing is named; name a web address, a file or a folder")
    if name and make_slug(name) != name:
        raise SourceError(f"{clean(name)}: no name; write it like {make_slug(name) or 'my-conf'}")
    if zone and find_zone(zone) != zone:
        raise SourceError(f"{clean(zone)}: no such time zone; write one like Europe/Berlin")
