"""The attendee's library: conferences that are available offline and refreshed on request.

The library has a copy of each schedule that comes from a URL or a file. A folder of talk files is
read in place; its copy is the version of the last refresh, for comparison, and for the case that
the folder is gone.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from confui.atomic_write import make_folder, write_atomically
from confui.library.storage import (
    LibraryEntry,
    LibraryError,
    LibraryStorage,
    describe_age,
    free_name,
    running_or_next,
)
from confui.regular_file import read_regular_file
from confui.schedule.models import Conference, Problem, Severity
from confui.sources import (
    SourceError,
    is_path_or_url,
    is_url,
    open_conference,
    report_progress,
)
from confui.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    # At run time only to find, add or refresh a conference: they load what downloads.
    from confui.library.directory import Directory
    from confui.library.updates import PendingUpdate, UpdateResult
    from confui.sources import DirectoryEntry


_MAX_LAST_BYTES = 64 * 1024


class LoadedConference(NamedTuple):
    """A conference to show."""

    name: str
    """Its name in the library, or its path."""
    conference: Conference
    session: str = ""
    """The id of the session to show first; empty for the one that is on."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Library:
    """Finds, loads, adds, refreshes and removes conferences.

    Methods raise SourceError for what cannot be read and LibraryError for what cannot be saved; the
    message is one line.
    """

    def __init__(
        self,
        data_folder: Path,
        shipped: Path,
        *,
        cache: Path | None = None,
        clock: Callable[[], datetime] = _utc_now,
        open_directory: "Callable[[], Directory] | None" = None,
        language: str = "",
    ) -> None:
        """Create the object without touching the disk.

        Args:
            data_folder: The folder of the attendee's own data; it need not exist.
            shipped: The conference that opens when there is no other; others may lie beside it.
            cache: As for `open_conference`; None reads everything anew.
            clock: Returns the present instant.
            open_directory: Returns the directory; None to have none.
            language: In which language to show translated talk files; empty for the one that was
                chosen when a conference was added, else as it says itself.
        """
        self.data_folder = data_folder
        """The folder of the attendee's own data."""
        self.shipped_path = shipped
        """The folder of the conference that opens when there is no other."""
        self.cache = cache
        """The folder of the cache; None without one."""
        self._storage = LibraryStorage(data_folder / "conferences")
        self._last_opened = data_folder / "last"
        self._clock = clock
        self._open_directory = open_directory
        self._language = language
        self._directory: Directory | None = None

    @property
    def shipped(self) -> str:
        """The name of the conference that opens when there is no other."""
        return self.shipped_path.name

    def entries(self) -> tuple[tuple[LibraryEntry, ...], tuple[str, ...]]:
        """Return all conferences sorted by name, and a line for each that cannot be read."""
        return self._storage.entries()

    def names_by_source(self) -> dict[str, str]:
        """Return the names of all conferences by the URLs and paths that they come from."""
        return {
            source: entry.name
            for entry in self.entries()[0]
            for source in (entry.address, entry.source)
            if source
        }

    def find(self, name: str) -> LibraryEntry | None:
        """Return the conference that has this name in the library, or comes from this source."""
        if entry := self._storage.entry(name):
            return entry
        sources = {name, _absolute(name)}
        for entry in self.entries()[0]:
            if entry.source in sources or (entry.address and entry.address in sources):
                return entry
        return None

    def full_name(self, name: str) -> str:
        """Return the only name in the library that begins with a part of one, else the part itself.

        Case does not matter. A name that is known as it stands, a path or a URL stays as it is.
        """
        if is_path_or_url(name) or self.find(name) or self._is_shipped(name):
            return name
        names = [each for each in self._storage.names() if each.startswith(name.lower())]
        return names[0] if len(names) == 1 else name

    def default_name(self, today: date) -> str:
        """Return the name of the conference to open when the attendee names none.

        That is the one in the library that is on today or comes next, else the one opened last,
        else the latest in the library, else the shipped one.
        """
        entries, _ = self.entries()
        if entry := running_or_next(entries, today):
            return entry.name
        last = ""
        with suppress(OSError, ValueError):
            last = read_regular_file(self._last_opened, _MAX_LAST_BYTES).decode().strip()
        known = {self.shipped, *(entry.name for entry in entries)}
        if last in known or (last and Path(last).exists()):
            return last
        latest = max(entries, key=lambda entry: entry.last or date.min, default=None)
        return latest.name if latest else self.shipped

    def remember(self, name: str) -> None:
        """Remember which conference was opened last, by its `canonical_name`, if possible."""
        with suppress(OSError, ValueError):  # it only saves a word the next time
            make_folder(self._last_opened.parent)
            write_atomically(self._last_opened, f"{name}\n".encode(), durable=False)

    def canonical_name(self, name: str) -> str:
        """Return a name that means the same conference in every folder: a path becomes absolute."""
        entry = self.find(name)
        if entry and (entry.name == name or entry.folder or is_url(name)):
            return entry.name
        return _absolute(name) if self._on_disk(name) else name

    def load(self, name: str, *, quickly: bool = False) -> Conference:
        """Return a conference; only a URL that is not in the library is downloaded.

        Args:
            name: A name in the library, a path, a URL, or the name of a shipped conference. A name
                in the library wins over a file in the current folder; `./name` is the file.
            quickly: As for `open_conference`.

        Raises:
            SourceError: There is no such conference, or it cannot be read.
            SlowSourceError: As for `open_conference`.
        """
        entry = self.find(name)
        if entry and (entry.name == name or is_url(name)):
            return self.load_entry(entry, quickly=quickly)
        if not entry and self._is_shipped(name):
            shipped = self.shipped_path.with_name(name)
            return open_conference(
                shipped, cache=self.cache, language=self._language, quickly=quickly
            )
        if is_url(name):
            from confui.sources import KnownSource, fetch_latest  # loads what downloads

            latest = fetch_latest(KnownSource(name))
            assert latest is not None  # "not changed" answers only a known version
            return latest.conference
        zone = entry.zone if entry else ""
        language = self._language or (entry.language if entry else "")
        try:
            conference = open_conference(
                name, cache=self.cache, zone=zone, language=language, quickly=quickly
            )
        except SourceError as error:
            if "/" in name or not name.strip():
                raise
            if damage := self._storage.error(name):
                raise SourceError(damage) from None
            raise SourceError(f"{error}; {self._suggest(name)}") from None
        return _as_kept(conference, entry) if entry else conference

    def load_or_add(self, name: str, session: str = "") -> LoadedConference:
        """Return a conference to show; a URL that is not in the library is added.

        Args:
            name: As for `load`.
            session: See `LoadedConference`.

        Raises:
            SourceError, LibraryError: As `load` and `add` do.
        """
        if is_url(name) and self.find(name) is None:
            update = self.fetch(name)
            report_progress("sessions", 0)  # nothing is saved for who does not wait any more
            name = self.save(update).name
        return LoadedConference(name, self.load(name), session)

    def load_entry(self, entry: LibraryEntry, *, quickly: bool = False) -> Conference:
        """Return a conference of the library, without using the network. Raises SourceError."""
        if not entry.folder:
            copy = self._storage.copy_path(entry)
            try:
                conference = open_conference(
                    copy,
                    cache=self.cache,
                    shown=entry.source,
                    zone=entry.zone,
                    digest=entry.digest,
                    quickly=quickly,
                )
            except SourceError as error:
                content = self._storage.read_copy(entry)
                if not content:
                    raise SourceError(
                        f"the copy of {entry.title} is damaged or gone; "
                        f"to restore it: confui refresh {entry.name}"
                    ) from error
                # An update was interrupted: the copy is not in its usual place.
                from confui.sources import read_schedule

                conference = read_schedule(
                    content, entry.name, shown=entry.source, zone=entry.zone
                )._replace(source=entry.source)
            return _as_kept(conference, entry)
        try:
            language = self._language or entry.language
            conference = open_conference(
                entry.source,
                cache=self.cache,
                zone=entry.zone,
                language=language,
                quickly=quickly,
            )
        except SourceError as error:
            copied = self._load_folder_copy(entry)
            if copied is None:
                raise
            reason = f"{error}; this is the copy, last checked {self.describe_age(entry)}"
            fix = "Put the folder back, or add it from its new place."
            problem = Problem(Severity.WARNING, "source-gone", ".", 0, reason, fix)
            conference = copied._replace(problems=(problem, *copied.problems))
        return _as_kept(conference, entry)

    @property
    def directory(self) -> "Directory":
        """Where conferences can be found that are not in the library yet."""
        from confui.library.directory import Directory

        if self._directory is None:
            open_directory = self._open_directory or (lambda: Directory(Path(), ()))
            self._directory = open_directory()
        return self._directory

    def fetch(
        self, source: str, name: str = "", zone: str = "", title: str = "", language: str = ""
    ) -> "PendingUpdate":
        """Fetch a conference to be saved; one that is in the library already is refreshed.

        This may take as long as a server does, and changes nothing.

        Args:
            source: A URL, a folder or a file.
            name: The name for the library; empty to take the conference's own id.
            zone: The IANA time zone of the venue, if the source does not know it.
            title: The title to show; empty to take the one in the schedule.
            language: The language of translated talk files, such as `fr`; empty for the usual one.

        Raises:
            SourceError: There is no conference with sessions, the name is invalid or there is no
                such zone.
        """
        asked = LibraryEntry(name, source, False, conference="", zone=zone, language=language)
        return self._fetch(asked._replace(given_title=clean(title)))

    def fetch_listed(
        self, listed: "DirectoryEntry", name: str = "", zone: str = "", title: str = ""
    ) -> "PendingUpdate":
        """Fetch a conference of a directory, as `fetch` does; its title and links are kept with it.

        So is its time zone, if neither the attendee nor the schedule names one. Raises SourceError
        as `fetch` does.
        """
        entry = LibraryEntry(
            name,
            listed.source,
            False,
            conference="",
            given_title=clean(title) or listed.title,
            zone=zone,
            links=listed.links,
            places=listed.places,
        )
        return self._fetch(entry, listed.zone)

    def _fetch(self, entry: LibraryEntry, listed_zone: str = "") -> "PendingUpdate":
        """Fetch a conference that may be in the library already, to be saved.

        Args:
            entry: What the attendee and the directory say about it.
            listed_zone: The time zone in the directory; ignored if there is no such zone.
        """
        from confui.library.updates import PendingUpdate, check_request
        from confui.sources import KnownSource, fetch_latest, find_zone

        check_request(entry.source, entry.name, entry.zone)
        known = self.find(entry.source)
        if known is not None and entry.name in ("", known.name):
            known = known._replace(
                zone=entry.zone or known.zone,
                given_title=entry.given_title or known.given_title,
                language=entry.language or known.language,
                links=entry.links or known.links,
                places=entry.places or known.places,
            )
            return self.fetch_update(known)
        if not is_url(entry.source):
            source = _absolute(entry.source)
            entry = entry._replace(source=source, folder=Path(source).is_dir())
        listed_zone = find_zone(listed_zone) if listed_zone else ""
        latest = fetch_latest(
            KnownSource(
                entry.source,
                entry.zone,
                title=entry.given_title,
                fallback_zone=listed_zone,
                language=entry.language,
            )
        )
        assert latest is not None  # "not changed" answers only a known version
        latest = latest._replace(conference=_as_kept(latest.conference, entry))
        if listed_zone and latest.conference.timezone == listed_zone:
            entry = entry._replace(zone=listed_zone)
        return PendingUpdate(entry, None, latest)

    def fetch_update(self, entry: LibraryEntry) -> "PendingUpdate":
        """Fetch the newest version of a conference, to be saved.

        This may take as long as a server does, and changes nothing.

        Raises:
            SourceError: The source cannot be read, is cut short, has no sessions, or is another
                conference by now. The message says how old the copy is.
        """
        from confui.library.updates import PendingUpdate, check_update, describe_losses
        from confui.sources import KnownSource, Validators, fetch_latest

        before = self._load_copy(entry)
        validators = Validators()
        if before is not None and self._storage.read_copy(entry):
            validators = Validators(entry.etag, entry.modified)
        known = KnownSource(entry.source, entry.zone, entry.address, validators)
        try:
            latest = fetch_latest(known._replace(title=entry.given_title, language=entry.language))
            if latest is not None:
                latest = latest._replace(conference=_as_kept(latest.conference, entry))
            if latest is not None and before is not None:
                check_update(before, latest.conference)
        except SourceError as error:
            reason = str(error).rstrip(".")
            age = self.describe_age(entry)
            copy = f"the copy stays, last checked {age}" if before else "and the copy is damaged"
            raise SourceError(f"{reason}; {copy}") from error
        losses = describe_losses(before, latest.conference) if before and latest else ""
        return PendingUpdate(entry, before, latest, losses)

    def save(self, update: "PendingUpdate", *, accept_losses: bool = False) -> "UpdateResult":
        """Save what was fetched to the library; `undo` brings back the version that it replaces.

        Args:
            update: What was fetched.
            accept_losses: Whether the attendee agrees to lose much of the schedule.

        Raises:
            LosesSessionsError: It would, and the attendee has not agreed.
            LibraryError: The name is taken, or the disk cannot be written.
        """
        from confui.library.updates import LosesSessionsError, UpdateResult, is_same_content

        entry, before, latest, losses = update
        if losses and not accept_losses:
            raise LosesSessionsError(update)
        now = self._clock()
        if latest is None:
            assert before is not None  # "not changed" answers only a known version
            self._storage.update(entry._replace(checked_at=now))
            return UpdateResult(entry.name, before, before)
        conference = latest.conference
        etag, modified = latest.validators
        entry = entry._replace(
            title=conference.title,
            first=min(conference.days, default=None),
            last=max(conference.days, default=None),
            address=latest.url,
            etag=etag,
            modified=modified,
            fetched_at=now,
            checked_at=now,
        )
        if entry.conference:
            # The copy stays if only its bytes would change, and with it the version before.
            if before is not None and is_same_content(before, conference):
                entry = self._storage.update(entry._replace(fetched_at=update.entry.fetched_at))
            else:
                entry = self._storage.update(entry, latest.copy)
        else:
            ids = [entry.conference for entry in self.entries()[0]]
            entry = entry._replace(
                name=entry.name or free_name(conference.id, self._storage.names()),
                conference=free_name(conference.id, ids),
            )
            entry = self._storage.add(entry, latest.copy)
        return UpdateResult(entry.name, before, _as_kept(conference, entry))

    def add(
        self, source: str, name: str = "", zone: str = "", *, accept_losses: bool = False
    ) -> "UpdateResult":
        """Fetch a conference and save it. Arguments and errors are those of `fetch` and `save`."""
        return self.save(self.fetch(source, name, zone), accept_losses=accept_losses)

    def refresh(self, entry: LibraryEntry, *, accept_losses: bool = False) -> "UpdateResult":
        """Fetch the newest version of a conference and save it, as `fetch_update` and `save` do."""
        return self.save(self.fetch_update(entry), accept_losses=accept_losses)

    def can_undo(self, name: str) -> bool:
        """Whether the version of a conference that the last refresh replaced is still there."""
        entry = self.find(name)
        if entry is None or entry.name != name or entry.folder:
            return False
        return self._storage.previous(entry) is not None

    def undo(self, entry: LibraryEntry) -> "UpdateResult":
        """Bring back the version that the last refresh replaced; a second time, the newer one.

        Raises:
            LibraryError: There is none, or the disk cannot be written.
            SourceError: It cannot be read.
        """
        from confui.library.updates import UpdateResult

        if entry.folder:
            raise LibraryError(f"it is read from a folder; bring back the files in {entry.source}")
        before = self._load_copy(entry)
        restored = self._storage.restore_previous(entry)
        return UpdateResult(entry.name, before, self.load_entry(restored))

    def reload(self, name: str, before: Conference) -> "UpdateResult":
        """Return the newest version of an open conference, whether or not it is in the library.

        Args:
            name: Its name, path or URL.
            before: The version that is open.

        Raises:
            SourceError, LibraryError: As `refresh` does.
        """
        entry = self.find(name)
        if entry is not None and entry.name == name:
            return self.refresh(entry)._replace(before=before)
        from confui.library.updates import UpdateResult

        return UpdateResult(name, before, self.load(name))

    def is_taken(self, name: str) -> bool:
        """Whether the library has a conference of that name, even one that cannot be read."""
        return bool(self._storage.folder_name(name))

    def damage(self, name: str) -> str:
        """Return why the conference of that name cannot be read; empty if there is none or it can.

        The message is one line that says what to do.
        """
        return self._storage.error(name)

    def remove(self, name: str) -> None:
        """Remove a conference from the library; its bookmarks stay. Raises LibraryError."""
        self._storage.remove(name)

    def describe_age(self, entry: LibraryEntry) -> str:
        """Return when the copy was last known to be the newest version, such as `3 days ago`."""
        return describe_age(entry.checked_at or entry.fetched_at, self._clock())

    def describe_copy(self, entry: LibraryEntry) -> str:
        """Return the age of the copy as `describe_age` does, or `damaged`. This reads the copy."""
        return "damaged" if self.is_damaged(entry) else self.describe_age(entry)

    def is_damaged(self, entry: LibraryEntry) -> bool:
        """Return whether the copy is gone or not the one that was saved. This reads the copy."""
        return not self._storage.read_copy(entry)

    def _load_copy(self, entry: LibraryEntry) -> Conference | None:
        """Return the version in the library; None if it cannot be read and is to be replaced."""
        if entry.folder:
            return self._load_folder_copy(entry)
        try:
            return self.load_entry(entry)
        except SourceError:
            return None

    def _load_folder_copy(self, entry: LibraryEntry) -> Conference | None:
        """Return the version of a folder at the last refresh; None if it cannot be read."""
        from confui.sources import from_json, has_usable_values  # loads json

        try:
            copy = from_json(self._storage.read_copy(entry).decode())
        except ValueError:
            return None  # damaged, or another version of confui wrote it
        if not has_usable_values(copy):
            return None
        return _as_kept(copy, entry)

    def _suggest(self, name: str) -> str:
        """Return a hint about an unknown name."""
        from difflib import get_close_matches  # 4 ms, and only needed after a mistake

        names = sorted(self._storage.names())
        matches = [each for each in names if each.startswith(name.lower())]
        matches += get_close_matches(name.lower(), names, n=1)
        if matches:
            return f"did you mean {matches[0]}?"
        return "list your library: confui conferences; search the directory: confui find"

    def _is_shipped(self, name: str) -> bool:
        plain = bool(name) and "/" not in name and not self._on_disk(name)
        return plain and self.shipped_path.with_name(name).is_dir()

    def _on_disk(self, name: str) -> bool:
        return not is_url(name) and os.path.lexists(name)


def _as_kept(conference: Conference, entry: LibraryEntry) -> Conference:
    """Return a conference with what the library knows about it: its id, title, links and places."""
    if entry.places:
        from confui.schedule.rooms import with_places  # few conferences need it

        conference = with_places(conference, entry.places)
    return conference._replace(
        id=entry.conference or conference.id,
        title=entry.given_title or conference.title,
        links=conference.links or entry.links,
    )


def _absolute(path: str) -> str:
    # Not resolved: a link may lead to another folder next year.
    return os.path.abspath(path)  # noqa: PTH100
