"""What the commands work on: a conference, a session, the bookmarks, the time at the venue."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path

from confui import paths
from confui.cli.arguments import UsageError
from confui.cli.output import OK, PROBLEMS, error_width, print_error
from confui.library import Library
from confui.regular_file import read_regular_file
from confui.schedule import display_zone, wording
from confui.schedule.bookmark import Bookmark, session_from_bookmark
from confui.schedule.display_zone import EVENT_TIME, DisplayZone
from confui.schedule.models import Conference, Session
from confui.sources import SourceError
from confui.text import clean
from confui.userdata import Bookmarks

_ATTENDEE_FIELDS = ("is", "has")
"""The fields of queries that ask for bookmarks."""
_MOST_READ = 64 * 1024
"""Bytes of the config file in which names are looked for."""
_MOST_CANDIDATES = 10
"""How many sessions are listed that a word may mean."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.library import Directory
    from confui.schedule.query import Query
    from confui.schedule.search import Corpus
    from confui.userdata import Config, Remembered


def find_conference(
    name: str, now: datetime | None = None, *, language: str = "", cached: bool = True
) -> Conference:
    """Return a conference.

    Args:
        name: A name from the library, a path, a URL, or the name of a shipped conference; empty
            for the one that is on or comes next, `-` for a schedule on standard input.
        now: The wall time that `--now` pretends; `None` for the present.
        language: The language of translated talk files; empty for the usual one.
        cached: Whether a schedule may come from the cache.

    Raises:
        UsageError: There is no such conference, or it cannot be read.
    """
    library = open_library(language, cached=cached)
    try:
        if name == "-":
            return _read_standard_input()
        name = library.full_name(name) or library.default_name(now.date() if now else date.today())
        return library.load(name)
    except SourceError as error:
        raise UsageError(str(error)) from None


def _read_standard_input() -> Conference:
    """Return the conference in the schedule file that standard input has.

    Raises SourceError, and UsageError if it cannot be read or is too large.
    """
    from confui.sources import MAX_SCHEDULE_BYTES, read_schedule

    shown = "standard input"
    try:
        content = sys.stdin.buffer.read(MAX_SCHEDULE_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{shown}: {error.strerror or error}") from None
    if len(content) > MAX_SCHEDULE_BYTES:
        size = MAX_SCHEDULE_BYTES // 1024**2
        raise UsageError(f"{shown}: more than {size} MiB; give one day, or a smaller export")
    return read_schedule(content, "standard-input", shown=shown)


_uses_cache = ContextVar("uses_cache", default=True)


@contextmanager
def without_cache() -> Iterator[None]:
    """Read every schedule anew within the `with` block, and leave nothing in the cache."""
    token = _uses_cache.set(False)
    try:
        yield
    finally:
        _uses_cache.reset(token)


def open_library(language: str = "", *, cached: bool = True) -> Library:
    """Return the attendee's library; it does not read the disk before its first use."""
    cache = paths.cache_folder() if cached and _uses_cache.get() else None
    return Library(
        paths.data_folder(),
        paths.SHIPPED_CONFERENCE,
        cache=cache,
        open_directory=_open_directory,
        language=language,
    )


def _open_directory() -> "Directory":
    """Return the directory that the config names, else the public one."""
    from confui.library import PUBLIC_DIRECTORY, Directory  # loads what downloads
    from confui.userdata import read_config  # loads tomllib

    config = read_config(paths.config_file())
    sources = (PUBLIC_DIRECTORY,) if config.directories is None else config.directories
    return Directory(paths.directories_folder(), sources, notices=config.warnings)


def find_session(conference: Conference, id: str, bookmarks: Mapping[str, Bookmark]) -> Session:
    """Return the session that is meant: by its id, code, a part of these, or words of its title.

    Bookmarked sessions that left the schedule are considered last.

    Raises:
        UsageError: No session matches, or several do. Those are printed.
    """
    from confui.schedule.session_names import find_named  # most commands name no session

    text = id.removeprefix("…")  # it may be copied from where it was cut
    matches: Sequence[Session] = find_named(conference.visible, text)
    matches = matches or find_named(_lost_sessions(conference, bookmarks), text)
    if len(matches) == 1:
        return matches[0]
    quoted = f"“{clean(id)}”"
    if not matches:
        raise UsageError(f"no session is called {quoted}; `confui list` prints what each is called")
    _print_candidates(conference, matches)
    raise UsageError(f"{quoted} may be any of {len(matches)} sessions; use a name from the left")


def _print_candidates(conference: Conference, matches: Sequence[Session]) -> None:
    """Print on standard error what tells some sessions apart, and how to name each."""
    from confui.export.text_columns import line, widths_of
    from confui.schedule.session_names import short_names

    names = short_names((*conference.visible, *matches))
    shown = matches[:_MOST_CANDIDATES]
    rows = [
        (names[each.id], wording.day_and_time(each), wording.room_names(each), each.title)
        for each in shown
    ]
    widths = widths_of(rows, (2, 3), error_width())
    for row in rows:
        print(line(("", *row), (0, *widths)), file=sys.stderr)
    if len(matches) > len(shown):
        print(f"  and {len(matches) - len(shown)} more", file=sys.stderr)


def _lost_sessions(conference: Conference, bookmarks: Mapping[str, Bookmark]) -> list[Session]:
    visible = {session.id for session in conference.visible}
    return [
        session_from_bookmark(bookmark) for id, bookmark in bookmarks.items() if id not in visible
    ]


def open_bookmarks() -> Bookmarks:
    """Return the attendee's bookmarks; they are not read from disk before their first use."""
    return Bookmarks(paths.bookmarks_database())


def read_query(
    conference: Conference, sessions: Sequence[Session], words: Sequence[str]
) -> "tuple[Corpus, Query]":
    """Return a query from the command line, and what finds the sessions that it matches.

    What is wrong with parts of it is printed. Raises UsageError if no part of it can be used.
    """
    # They would take a quarter of the time of a command without a query.
    from confui.schedule.query import SAVED, join_arguments, parse
    from confui.schedule.search import Corpus
    from confui.state import SavedFilters

    corpus = Corpus(conference, sessions)
    text = join_arguments(words)
    saved: Mapping[str, str] = {}
    if SAVED in text:
        remembered = open_remembered()
        saved = SavedFilters(remembered).texts
        if remembered.notice:
            print_error(remembered.notice)
    parsed = parse(text, corpus.fields, saved)
    mistakes = [mistake.message for mistake in parsed.mistakes]
    if mistakes and not parsed.query:
        raise UsageError("; ".join(mistakes))
    for mistake in mistakes:
        print_error(mistake)
    return corpus, parsed.query


def asks_for_bookmarks(query: "Query") -> bool:
    """Whether a query has values such as `starred` and `note`, which ask for bookmarks."""
    return query.uses(_ATTENDEE_FIELDS)


def choose_zone(conference: Conference, *, mine: bool) -> DisplayZone:
    """Return the zone in which to print times: the attendee's own one, or that of the conference.

    Raises UsageError if the conference does not say its time zone.
    """
    if not mine:
        return EVENT_TIME
    if not conference.timezone:
        raise UsageError(
            "this schedule does not say its time zone, so its times cannot be converted; "
            "`confui add --zone` tells it"
        )
    return display_zone.find_zone(conference.timezone, display_zone.find_local_zone())


def read_settings(*names: str) -> "Config | None":
    """Return the settings of the config file; `None` without that file.

    Its mistakes are printed. With names, the result is also `None` if the file has none of these.
    """
    path = paths.config_file()
    if not path.exists() or (names and not _mentions(path, names)):
        return None
    from confui.userdata import read_config  # loads tomllib, 4 ms

    config = read_config(path)
    for warning in config.warnings:
        print_error(warning)
    return config


def _mentions(path: Path, names: Sequence[str]) -> bool:
    """Whether a config file may have one of some names; if it cannot be read, it may."""
    try:
        content = read_regular_file(path, _MOST_READ)
    except OSError:
        return True
    # A backslash may spell a name in another way.
    return b"\\" in content or any(name.encode() in content for name in names)


def open_remembered() -> "Remembered":
    """Return what confui remembers by itself; it is read from disk at once."""
    from confui.userdata import Remembered  # most commands need nothing of it

    return Remembered(paths.remembered_file())


def print_notice(bookmarks: Bookmarks) -> int:
    """Print what is wrong with the bookmark database, if anything, and return the exit status."""
    if not bookmarks.notice:
        return OK
    print_error(bookmarks.notice)
    return PROBLEMS


def current_wall_time(conference: Conference) -> datetime:
    """Return the current wall time at the venue, to the minute.

    Without a declared time zone this is the local time of this machine.
    """
    zone = None
    if conference.timezone:
        from zoneinfo import ZoneInfo  # 2 ms; many schedules have no time zone

        zone = ZoneInfo(conference.timezone)
    return datetime.now(zone).replace(second=0, microsecond=0, tzinfo=None)
