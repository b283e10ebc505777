"""The attendee's library: conferences that are here offline, and are brought up to date on demand.

Of a web address or a file the library has a copy. A folder of talk files is read where it lies; its
copy is what it was when last looked at, for comparison, and for when the folder is gone.
"""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from confui.library.storage import LibraryEntry, LibraryStorage, running_or_next
from confui.schedule.models import Conference, Problem, Severity
from confui.sources import SourceError, is_url, open_conference
from confui.userdata import read_line, write_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    # At run time only once something is added or refreshed.
    from confui.library.updates import PendingUpdate, UpdateResult, Updates


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
        self._storage = LibraryStorage(share / "conferences")
        self._last = share / "last"
        self._shipped = shipped
        self._cache = cache
        self._clock = clock

    @property
    def shipped(self) -> str:
        """The name of what opens when there is nothing else."""
        return self._shipped.name

    def entries(self) -> tuple[tuple[LibraryEntry, ...], tuple[str, ...]]:
        """Return all conferences by name, and a line for each that cannot be read."""
        return self._storage.entries()

    def find(self, named: str) -> LibraryEntry | None:
        """Return the conference of the library with that name, or from that source."""
        if entry := self._storage.entry(named):
            return entry
        entries, _ = self.entries()
        places = {named, _absolute(named)}
        by_source = (each for each in entries if places & {each.source, each.address} - {""})
        return next(by_source, None)

    def usual(self, today: date) -> str:
        """Return the name of what opens when nobody names a conference.

        That is what is running or comes next of the library, else what was opened last, else the
        latest of the library, else what ships.
        """
        entries, _ = self.entries()
        if entry := running_or_next(entries, today):
            return entry.name
        last = read_line(self._last)
        known = {self.shipped, *(each.name for each in entries)}
        if last in known or (last and Path(last).exists()):
            return last
        latest = max(entries, key=lambda each: each.last or date.min, default=None)
        return latest.name if latest else self.shipped

    def remember(self, name: str) -> None:
        """Take a conference for the one that was opened last, by the name of `known_as`."""
        write_line(self._last, name)

    def known_as(self, name: str) -> str:
        """Return by which name a conference is known wherever confui is started: else its path."""
        entry = self.find(name)
        if entry and (entry.name == name or entry.folder or is_url(name)):
            return entry.name
        return _absolute(name) if self._on_disk(name) else name

    def conference(self, name: str) -> Conference:
        """Return the conference at a path or web address, or of a name: from here, if it is here.

        A name of the library comes before a file that is called so too, which `./` can tell apart.
        Raises SourceError.
        """
        entry = self.find(name)
        if entry and (entry.name == name or is_url(name)):
            return self.open(entry)
        if not entry and self._ships(name):
            return open_conference(self._shipped.with_name(name), cache=self._cache)
        if is_url(name):
            return self._intake.seen(name).conference
        zone = entry.zone if entry else ""
        try:
            found = open_conference(name, cache=self._cache, zone=zone)
        except SourceError as error:
            if "/" in name or not name.strip():
                raise
            raise SourceError(f"{error}; {self._perhaps(name)}") from None
        return found._replace(id=entry.conference) if entry else found

    def open(self, entry: LibraryEntry) -> Conference:
        """Return a conference of the library without asking the network. Raises SourceError."""
        if not entry.folder:
            copy = self._storage.copy_of(entry)
            try:
                found = open_conference(
                    copy, cache=self._cache, shown=entry.source, zone=entry.zone
                )
            except SourceError as error:
                lost = f"the kept copy of {entry.title} is damaged or gone"
                raise SourceError(
                    f"{lost}; to have it again: confui refresh {entry.name}"
                ) from error
            return found._replace(id=entry.conference)
        try:
            found = open_conference(entry.source, cache=self._cache, zone=entry.zone)
        except SourceError as error:
            remembered = self._intake.remembered(entry)
            if remembered is None:
                raise
            found = _with_problem(remembered, f"{error}; this is what it was", self.age_of(entry))
        return found._replace(id=entry.conference)

    def look(self, source: str, name: str = "", zone: str = "") -> "PendingUpdate":
        """Return what a source has, to be kept under a name; where it is known, what is new.

        Args:
            source: A web address, a folder or a file.
            name: What to call it; else it is named after the conference.
            zone: The IANA zone of the venue, where the source does not know it.

        Raises:
            SourceError: There is no conference with a session, or no such zone.
        """
        from confui.library.updates import check_request

        check_request(source, name, zone)
        known = self.find(source)
        if known is not None and name in ("", known.name):
            return self._intake.look_again(known._replace(zone=zone or known.zone))
        return self._intake.look(source if is_url(source) else _absolute(source), name, zone)

    def look_again(self, entry: LibraryEntry) -> "PendingUpdate":
        """Return what is new where a conference came from.

        Raises:
            SourceError: It cannot be read, breaks off, has no session, or is another conference by
                now. The copy stays; the message says how old it is.
        """
        return self._intake.look_again(entry)

    def keep(self, arrival: "PendingUpdate") -> "UpdateResult":
        """Put what was looked at into the library.

        Raises:
            NotKeptError: The name is taken, or the disk cannot be written.
        """
        return self._intake.keep(arrival)

    def add(self, source: str, name: str = "", zone: str = "") -> "UpdateResult":
        """Look at a source, and keep what it has. Raises as `look` and `keep` do."""
        return self.keep(self.look(source, name, zone))

    def refresh(self, entry: LibraryEntry) -> "UpdateResult":
        """Look at a conference's source again, and keep what is new. Raises as these do."""
        return self.keep(self.look_again(entry))

    def renew(self, name: str, before: Conference) -> "UpdateResult":
        """Return what became of an open conference, from the library or from elsewhere.

        Raises as `refresh` does.
        """
        entry = self.find(name)
        if entry is not None and entry.name == name:
            return self.refresh(entry)._replace(before=before)
        from confui.library.updates import UpdateResult

        return UpdateResult(name, before, self.conference(name))

    def has(self, name: str) -> bool:
        """Whether the name is taken, even if what has it cannot be read."""
        return name in self._storage.names()

    def remove(self, name: str) -> None:
        """Take a conference out of the library; the bookmarks stay. Raises NotKeptError."""
        self._storage.remove(name)

    def age_of(self, entry: LibraryEntry) -> str:
        """Return when the copy was last known to be the newest, such as `3 days ago`."""
        return self._intake.age_of(entry)

    def _perhaps(self, name: str) -> str:
        """Return what an unknown name may have been meant for."""
        from difflib import get_close_matches

        names = sorted(self._storage.names())
        begin = [each for each in names if each.startswith(name.lower())]
        near = [*begin, *get_close_matches(name.lower(), names, n=1)]
        return f"did you mean {near[0]}?" if near else "`confui conferences` lists your library"

    @cached_property
    def _intake(self) -> "Updates":
        from confui.library.updates import Updates

        return Updates(self._storage, self.open, self._clock)

    def _ships(self, name: str) -> bool:
        plain = bool(name) and "/" not in name and not self._on_disk(name)
        return plain and self._shipped.with_name(name).is_dir()

    def _on_disk(self, name: str) -> bool:
        return not is_url(name) and os.path.lexists(name)


def _with_problem(conference: Conference, reason: str, age: str) -> Conference:
    fix = "Put the folder back, or add it anew from where it is."
    problem = Problem(Severity.WARNING, "source-gone", ".", 0, f"{reason} {age}", fix)
    return conference._replace(problems=(problem, *conference.problems))


def _absolute(path: str) -> str:
    # Not resolved: a link may lead to another folder next year.
    return os.path.abspath(path)  # noqa: PTH100
