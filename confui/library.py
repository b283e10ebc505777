"""The attendee's library: conferences that are here offline, and are brought up to date on demand.

Of a web address or a file the library has a copy. A folder of talk files is read where it lies; its
copy is what it was when last looked at, for comparison, and for when the folder is gone.
"""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from confui.schedule.models import Conference, Problem, Severity
from confui.sources import SourceError, is_address, open_conference
from confui.text import clean
from confui.userdata.files import read_line, write_line
from confui.userdata.shelf import Entry, Shelf, coming, free_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    # At run time only once something is added or refreshed.
    from confui.sources.sighting import Place, Sighting


class Read(NamedTuple):
    """A conference as it was and as it is."""

    name: str
    """By which the library knows it, else its path."""
    before: Conference | None
    """None where it is new, or where what it was cannot be read any more."""
    after: Conference


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Library:
    """Finds, opens, adds, refreshes and removes conferences.

    What cannot be read is a `SourceError`, what cannot be kept a `NotKeptError`: one line each.
    """

    def __init__(
        self,
        share: Path,
        shipped: Path,
        *,
        cache: Path | None = None,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        """Touch nothing yet.

        Args:
            share: The folder of all that is the attendee's own; it need not exist.
            shipped: The conference that opens when there is no other; beside it lie more.
            cache: As for `open_conference`; None reads everything anew.
            clock: Returns the present instant.
        """
        self._shelf = Shelf(share / "conferences")
        self._last = share / "last"
        self._shipped = shipped
        self._cache = cache
        self._clock = clock

    @property
    def shipped(self) -> str:
        """The name of what opens when there is nothing else."""
        return self._shipped.name

    def entries(self) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
        """Return all conferences by name, and a line for each that cannot be read."""
        return self._shelf.entries()

    def find(self, named: str) -> Entry | None:
        """Return the conference of the library with that name, or from that source."""
        entries, _ = self.entries()
        places = {named, _absolute(named)}
        by_name = (each for each in entries if each.name == named)
        by_source = (each for each in entries if places & {each.source, each.address} - {""})
        return next(by_name, next(by_source, None))

    def usual(self, today: date) -> str:
        """Return the name of what opens when nobody names a conference.

        That is what is running or comes next of the library, else what was opened last, else what
        ships.
        """
        entries, _ = self.entries()
        if entry := coming(entries, today):
            return entry.name
        last = read_line(self._last)
        known = {self._shipped.name, *(each.name for each in entries)}
        return last if last in known or (last and Path(last).exists()) else self._shipped.name

    def remember(self, name: str) -> None:
        """Take a conference for the one that was opened last, by the name of `known_as`."""
        write_line(self._last, name)

    def known_as(self, name: str) -> str:
        """Return by which name a conference is known wherever confui is started: else its path."""
        entry = self.find(name)
        if entry and (entry.name == name or entry.folder or is_address(name)):
            return entry.name
        return _absolute(name) if self._on_disk(name) else name

    def conference(self, name: str) -> Conference:
        """Return the conference at a path or web address, or of a name: from here, if it is here.

        A name of the library comes before a file that is called so too, which `./` can tell apart.
        Raises SourceError.
        """
        entry = self.find(name)
        if entry and (entry.name == name or is_address(name)):
            return self.open(entry)
        if not entry and self._ships(name):
            return open_conference(self._shipped.with_name(name), cache=self._cache)
        if is_address(name):
            return self._seen(Entry("", name, folder=False, conference="")).conference
        zone = entry.zone if entry else ""
        try:
            found = open_conference(name, cache=self._cache, zone=zone)
        except SourceError as error:
            if "/" in name or not name.strip():
                raise
            raise SourceError(f"{error}; `confui conferences` lists your library") from None
        return _kept_as(entry, found) if entry else found

    def open(self, entry: Entry) -> Conference:
        """Return a conference of the library without asking the network. Raises SourceError."""
        if not entry.folder:
            copy = self._shelf.copy_of(entry)
            try:
                found = open_conference(
                    copy, cache=self._cache, shown=entry.source, zone=entry.zone
                )
            except SourceError as error:
                again = f"to have it again: confui refresh {entry.name}"
                raise SourceError(f"{str(error).rstrip('.')}; {again}") from error
            return _kept_as(entry, found)
        try:
            found = open_conference(entry.source, cache=self._cache, zone=entry.zone)
        except SourceError as error:
            remembered = self._remembered(entry)
            if remembered is None:
                raise
            found = _with_problem(remembered, f"{error}; this is what it was", self.age_of(entry))
        return _kept_as(entry, found)

    def add(self, source: str, name: str = "", zone: str = "") -> Read:
        """Put a conference into the library; one that is there already is refreshed.

        Args:
            source: A web address, a folder or a file.
            name: What to call it; else it is named after the conference.
            zone: The IANA zone of the venue, where the source does not know it.

        Raises:
            SourceError: There is no conference with a session, or no such zone.
            NotKeptError: The name is taken, or the disk cannot be written.
        """
        _check(name, zone)
        known = self.find(source)
        if known is not None and name in ("", known.name):
            return self.refresh(known._replace(zone=zone or known.zone))
        place = source if is_address(source) else _absolute(source)
        entry = Entry(name, place, not is_address(place) and Path(place).is_dir(), "", zone=zone)
        found = self._seen(entry)
        entries, _ = self.entries()
        id = found.conference.id
        entry = entry._replace(
            name=name or free_name(id, [each.name for each in entries]),
            conference=free_name(id, [each.conference for each in entries]),
        )
        entry = self._shelf.add(self._described(entry, found), found.copy)
        return Read(entry.name, None, _kept_as(entry, found.conference))

    def refresh(self, entry: Entry) -> Read:
        """Look whether the source has something new, and keep that.

        Raises:
            SourceError: The source cannot be read, or has no session any more. The copy stays; the
                message says how old it is.
            NotKeptError: The disk cannot be written.
        """
        from confui.sources.sighting import look

        try:
            before = self._before(entry)
            known = before is not None and bool(self._shelf.content_of(entry))
            found = look(_place(entry, known=known))
        except SourceError as error:
            reason = str(error).rstrip(".")
            raise SourceError(f"{reason}; the copy stays, taken {self.age_of(entry)}") from error
        if found is None:
            assert before is not None  # a server is told a version only where there is a copy
            self._shelf.update(entry._replace(checked_at=self._clock()))
            return Read(entry.name, before, before)
        entry = self._shelf.update(self._described(entry, found), found.copy)
        return Read(entry.name, before, _kept_as(entry, found.conference))

    def renew(self, name: str, before: Conference) -> Read:
        """Return what became of an open conference, from the library or from elsewhere.

        Raises as `refresh` does.
        """
        entry = self.find(name)
        if entry is not None and entry.name == name:
            return self.refresh(entry)._replace(before=before)
        return Read(name, before, self.conference(name))

    def remove(self, entry: Entry) -> None:
        """Take a conference out of the library; the bookmarks stay. Raises NotKeptError."""
        self._shelf.remove(entry)

    def age_of(self, entry: Entry) -> str:
        """Return when the copy was last known to be the newest, such as `3 days ago`."""
        from confui.schedule.wording import age

        moment = entry.checked_at or entry.fetched_at
        if moment is None:
            return "at an unknown time"
        return age((self._clock() - moment).total_seconds() / 60)

    def _ships(self, name: str) -> bool:
        plain = bool(name) and "/" not in name and not self._on_disk(name)
        return plain and self._shipped.with_name(name).is_dir()

    def _on_disk(self, name: str) -> bool:
        return not is_address(name) and os.path.lexists(name)

    def _seen(self, entry: Entry) -> "Sighting":
        from confui.sources.sighting import look

        found = look(_place(entry, known=False))
        assert found is not None  # no version is known that it could still be
        return found

    def _described(self, entry: Entry, found: "Sighting") -> Entry:
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
            return self._remembered(entry)
        try:
            return self.open(entry)
        except SourceError:
            return None  # the copy is damaged or gone: a new one is what was asked for

    def _remembered(self, entry: Entry) -> Conference | None:
        """Return what a folder was when it was last looked at."""
        from confui.sources.codec import from_json

        try:
            return _kept_as(entry, from_json(self._shelf.content_of(entry).decode()))
        except ValueError:
            return None  # another version of confui wrote it in its own way


def _place(entry: Entry, *, known: bool) -> "Place":
    from confui.sources.sighting import Place

    version = (entry.etag, entry.modified) if known else ("", "")
    return Place(entry.source, entry.zone, entry.address, *version)


def _kept_as(entry: Entry, conference: Conference) -> Conference:
    return conference._replace(id=entry.conference)


def _with_problem(conference: Conference, reason: str, age: str) -> Conference:
    fix = "Put the folder back, or add it anew from where it is."
    problem = Problem(Severity.WARNING, "source-gone", ".", 0, f"{reason} {age}", fix)
    return conference._replace(problems=(problem, *conference.problems))


def _check(name: str, zone: str) -> None:
    from confui.sources.declared import zone_name
    from confui.sources.people import slug

    if name and slug(name) != name:
        raise SourceError(f"{clean(name)}: no name; write it like {slug(name) or 'my-conf'}")
    if zone and zone_name(zone) != zone:
        raise SourceError(f"{clean(zone)}: no such time zone; write one like Europe/Berlin")


def _absolute(path: str) -> str:
    # Not resolved: a link may lead to another folder next year.
    return os.path.abspath(path)  # noqa: PTH100
