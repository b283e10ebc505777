"""The command line: one function a command. Textual is imported only for the screen."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence

from confui import arguments
from confui.arguments import UsageError
from confui.startup import collect, delay_collecting, without_tls

TYPE_CHECKING = False
"""What type checkers take for true; importing it from `typing` would cost as much as argparse."""

if TYPE_CHECKING:
    from datetime import date, datetime

    from confui.schedule.models import Conference, Session
    from confui.store import Store
    from confui.userdata.bookmarks import Bookmark, Bookmarks

OK, PROBLEMS, WRONG_USE = 0, 1, 2
_INTERRUPTED = 130
"""What shells expect of a program that was stopped by Ctrl+C."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run confui and return its exit status: 0 fine, 1 problems found, 2 wrong use.

    `--help` and `--version` end in the SystemExit of argparse.
    """
    delay_collecting()
    given = sys.argv[1:] if argv is None else list(argv)
    command = given[0] if given and given[0] in _COMMANDS else ""
    parse, run = _COMMANDS[command]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        status = run(parse().parse_args(given[1:] if command else given))
        sys.stdout.flush()
    except UsageError as error:
        _complain(str(error))
        return WRONG_USE
    except BrokenPipeError:
        _drop_output()
        return OK  # whoever read the output has seen enough
    except OSError as error:
        _drop_output()
        _complain(str(error))
        return PROBLEMS
    except KeyboardInterrupt:
        return _INTERRUPTED
    finally:
        collect()  # the process may end now; to search all that it holds would take a while
    return status


def _complain(message: str) -> None:
    """Say in one line what went wrong; it may quote what somebody typed."""
    from confui.text import clean

    print(f"confui: {clean(message)}", file=sys.stderr)


def _drop_output() -> None:
    """Let what could not be written go, or Python would try once more at exit, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open(options: Namespace) -> int:
    conference = _conference(options.conference)
    now = options.now or _wall_time(conference)
    if not sys.stdout.isatty() or not sys.stdin.isatty():
        return _print_day(conference, now)
    with without_tls():
        from confui.app import ConfuiApp
    from confui.store import Store

    greeting = (
        ""
        if options.conference
        else "This conference ships with confui; open your own with: confui FOLDER"
    )
    clock: Callable[[], datetime] = (lambda: now) if options.now else lambda: _wall_time(conference)
    with _bookmarks() as bookmarks:
        app = ConfuiApp(Store(conference, bookmarks, now), clock, greeting)
        app.run()
    return app.return_code or OK


def _print_day(conference: "Conference", now: "datetime") -> int:
    """Print the present day, else the first: there is no terminal to show more on."""
    from confui.export.table import as_table

    day: date | None = conference.day_of(now)
    if day not in conference.days:
        day = next(iter(conference.days), None)  # without a day, the sessions without a time
    with _bookmarks() as bookmarks:
        stars = bookmarks.of(conference.id)
        print(conference.title)
        print(as_table([s for s in conference.visible if s.day == day], stars))
        return _tell_notice(bookmarks)


def _list(options: Namespace) -> int:
    from confui.export.listing import as_listing

    conference = _conference(options.conference)
    sessions = conference.sessions if options.hidden else conference.visible
    with _bookmarks() as bookmarks:
        stars = bookmarks.of(conference.id)
        matching = _matching(options, conference, sessions, stars) if options.query else sessions
        if text := as_listing(options.format, conference, matching, stars, _width()):
            print(text)
        if not matching and options.format != "json":
            query = " ".join(options.query)
            _complain(f"no session matches {query}" if query else "there is no session to list")
        return _tell_notice(bookmarks) or (OK if matching else PROBLEMS)


def _matching(
    options: Namespace,
    conference: "Conference",
    sessions: "Sequence[Session]",
    stars: Mapping[str, "Bookmark"],
) -> "Sequence[Session]":
    """Return the sessions that the query words match; what is wrong with a word is told.

    Raises:
        UsageError: No word of the query means anything.
    """
    from confui.schedule.attendee import Attendee
    from confui.schedule.matching import Corpus
    from confui.schedule.parsing import from_arguments, parse

    corpus = Corpus(conference, sessions)
    parsed = parse(from_arguments(options.query), corpus.catalogue)
    mistakes = [mistake.message for mistake in parsed.mistakes]
    if mistakes and not parsed.query:
        raise UsageError("; ".join(mistakes))
    for mistake in mistakes:
        _complain(mistake)
    now = options.now or _wall_time(conference)
    found = corpus.matching(parsed.query, Attendee(stars, now))
    return [session for session in sessions if session.id in found]


def _show(options: Namespace) -> int:
    from confui.export.page import as_page

    conference = _conference(options.conference)
    session = _find(conference, options.id)
    with _bookmarks() as bookmarks:
        print(as_page(session, starred=session.id in bookmarks.of(conference.id)))
        return _tell_notice(bookmarks)


def _star(options: Namespace) -> int:
    def star(store: "Store", session: "Session") -> None:
        overlaps = store.star(session.id)
        print(f"★ {session.title}")
        for overlap in overlaps:
            print(f"  {overlap}")

    return _change_stars(options, star)


def _unstar(options: Namespace) -> int:
    def unstar(store: "Store", session: "Session") -> None:
        store.unstar(session.id)
        print(f"  {session.title}")

    return _change_stars(options, unstar)


def _change_stars(options: Namespace, change: Callable[["Store", "Session"], None]) -> int:
    from confui.store import Store
    from confui.userdata.bookmarks import NotSavedError

    conference = _conference(options.conference)
    sessions = [_find(conference, id) for id in options.ids]
    with _bookmarks() as bookmarks:
        store = Store(conference, bookmarks, options.now)
        try:
            for session in sessions:
                change(store, session)
        except NotSavedError as error:
            _complain(str(error))
            return PROBLEMS
    return OK


def _check(options: Namespace) -> int:
    from confui.export.report import as_report
    from confui.schedule.models import Severity
    from confui.schedule.wording import number

    conference = _conference(options.conference, cached=False)
    problems = conference.problems
    if problems:
        print(as_report(problems))
    sessions, found = number(len(conference.sessions), "session"), number(len(problems), "problem")
    print(f"{conference.title}: {sessions}, {found}")
    return PROBLEMS if any(p.severity is Severity.ERROR for p in problems) else OK


_COMMANDS: dict[str, tuple[Callable[[], ArgumentParser], Callable[[Namespace], int]]] = {
    "": (arguments.parse_open, _open),
    "list": (arguments.parse_list, _list),
    "show": (arguments.parse_show, _show),
    "star": (arguments.parse_star, _star),
    "unstar": (arguments.parse_unstar, _unstar),
    "check": (arguments.parse_check, _check),
}


def _conference(name: str, *, cached: bool = True) -> "Conference":
    """Return the conference at a path, or that ships under a name; without a name the usual one."""
    from confui.paths import SHIPPED, SHIPPED_CONFERENCE, conference_cache
    from confui.sources import SourceError, open_conference

    source = name or str(SHIPPED_CONFERENCE)
    if name and "/" not in name and not os.path.lexists(name) and (SHIPPED / name).is_dir():
        source = str(SHIPPED / name)
    try:
        return open_conference(source, cache=conference_cache() if cached else None)
    except SourceError as error:
        raise UsageError(str(error) + _perhaps_a_command(name)) from None


def _perhaps_a_command(name: str) -> str:
    """Return the hint that `name` looks like a mistyped command; empty where it does not."""
    from difflib import get_close_matches

    near = get_close_matches(name, [command for command in _COMMANDS if command], n=1)
    return f" (or is it the command `confui {near[0]}`?)" if near else ""


def _find(conference: "Conference", wanted: str) -> "Session":
    """Return the session that an id, or a part of one, names."""
    from confui.text import clean

    exact = [session for session in conference.visible if session.id == wanted]
    part = wanted.removeprefix("…")  # how a narrow table begins an id that it cut
    found = exact or [session for session in conference.visible if part in session.id]
    if len(found) == 1:
        return found[0]
    shown = clean(wanted)
    if not found:
        raise UsageError(f"no session has “{shown}” in its id; `confui list` prints the ids")
    some = ", ".join(session.id for session in found[:3])
    more = f", and {len(found) - 3} more" if len(found) > 3 else ""
    raise UsageError(f"“{shown}” is part of {len(found)} ids: {some}{more}")


def _bookmarks() -> "Bookmarks":
    from confui.paths import bookmarks_database
    from confui.userdata.bookmarks import Bookmarks

    return Bookmarks(bookmarks_database())


def _tell_notice(bookmarks: "Bookmarks") -> int:
    if not bookmarks.notice:
        return OK
    _complain(bookmarks.notice)
    return PROBLEMS


def _wall_time(conference: "Conference") -> "datetime":
    """Return the present minute at the venue; without a declared zone, on this machine's clock."""
    from datetime import datetime

    zone = None
    if conference.timezone:
        from zoneinfo import ZoneInfo

        zone = ZoneInfo(conference.timezone)
    return datetime.now(zone).replace(second=0, microsecond=0, tzinfo=None)


def _width() -> int | None:
    """Return the width of the terminal; `None` where the output goes elsewhere."""
    return os.get_terminal_size().columns if sys.stdout.isatty() else None
