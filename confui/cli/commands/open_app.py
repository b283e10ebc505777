"""`confui [CONFERENCE]` without a command: open the app, or print a day if there is no terminal."""

import os
import re
import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from confui.cli.arguments import UsageError
from confui.cli.lookup import (
    current_wall_time,
    find_conference,
    open_bookmarks,
    open_library,
    open_remembered,
    print_notice,
    read_settings,
)
from confui.cli.output import HUNG_UP, OK, print_error, terminal_is_gone
from confui.export.sessions_table import as_table
from confui.library import Library, LibraryError
from confui.schedule.models import Conference, Session
from confui.sources import SourceError, is_url
from confui.startup import without_tls
from confui.state import Store, bookmarks_of
from confui.text import clean

_WELCOME = """\
Welcome! ↑ ↓ ← → move, b stars a session, ? shows all keys.
This conference ships with confui; c adds your own."""


def open_app(options: Namespace) -> int:
    """Open a conference in the app; without a terminal, print one day of it."""
    library = open_library(options.language)
    name = options.conference or library.default_name(
        options.now.date() if options.now else date.today()
    )
    name, talk = _find_name(library, name), None
    try:
        conference = library.load(name, check_later=_is_terminal())
    except SourceError as error:
        if error.talk_in:
            name, talk = str(error.talk_in), Path(name).absolute()
        elif error.folders and _is_terminal():
            name = str(Path(name) / _ask_which(error.folders))
        else:
            raise UsageError(str(error)) from None
        conference = find_conference(name, language=options.language)
    now = options.now or current_wall_time(conference)
    first = _find_talk(conference, Path(name), talk) if talk else None
    if not _is_terminal():
        if sys.stdout.isatty():
            print_error("this terminal cannot show the screen, so here is a day; see confui help")
        return _print_day(conference, first.start or now if first else now)
    library.remember(name)
    greeting = _WELCOME if name == library.shipped and not options.conference else ""
    try:
        return _run_app(library, conference, name, options.now, greeting, first)
    finally:
        # Textual ends by itself if it reads or writes while the terminal closes; Python would
        # then exit with 120, because it cannot flush what is left for the terminal.
        if terminal_is_gone():
            os._exit(HUNG_UP)


def _find_talk(conference: Conference, folder: Path, talk: Path) -> Session:
    """Return the session of a talk file in the folder of its conference.

    Raises UsageError if the file is no talk that attendees see.
    """
    id = talk.relative_to(folder).as_posix()
    found = next((each for each in conference.visible if each.id == id), None)
    if found is None:
        raise UsageError(f"{clean(str(talk))}: no talk of {conference.title}")
    return found


def _is_terminal() -> bool:
    """Whether there is a terminal that can show the screen."""
    can_show = os.environ.get("TERM", "") != "dumb"
    return can_show and sys.stdout.isatty() and sys.stdin.isatty()


def _ask_which(folders: Sequence[str]) -> str:
    """Ask which of several conferences in a folder to open; the one of the latest year is first.

    Raises UsageError if the answer is none of them.
    """
    latest_first = sorted(folders, key=lambda name: re.findall(r"\d{4}", name)[-1:], reverse=True)
    for number, name in enumerate(latest_first, 1):
        print(f"{number:>3}  {clean(name)}")
    try:
        answer = input(f"which conference? [1 to {len(folders)}, Enter for 1] ").strip() or "1"
    except EOFError:
        raise UsageError("no conference was chosen") from None
    if answer in latest_first:
        return answer
    if not answer.isascii() or not answer.isdecimal() or not 0 < int(answer[:9]) <= len(folders):
        raise UsageError(f"“{clean(answer)}” is none of them")
    return latest_first[int(answer) - 1]


def _run_app(
    library: Library,
    conference: Conference,
    name: str,
    fixed: datetime | None,
    greeting: str,
    first: Session | None,
) -> int:
    """Run the app until the attendee leaves it.

    Args:
        library: The attendee's library.
        conference: The conference.
        name: The name by which the library knows it.
        fixed: The time that `--now` pretends.
        greeting: A message for newcomers; empty for none.
        first: The session that the cursor is on at first; `None` for the one that is on.
    """
    with without_tls():
        from confui.app import ConfuiApp  # Textual: only where there is a terminal

    def clock(conference: Conference) -> datetime:
        return fixed or current_wall_time(conference)

    with open_bookmarks() as bookmarks:
        store = Store(conference, bookmarks, clock(conference), open_remembered())
        if first is not None:
            store.select(first.id)
        app = ConfuiApp(store, library, name, clock, greeting, settings=read_settings())
        app.run_watched()
    if app.last_words:
        print(app.last_words, file=sys.stderr)
    return app.return_code or OK


def _find_name(library: Library, name: str) -> str:
    """Return the name by which the library knows a conference; a new URL is added first."""
    if is_url(name) and library.find(name) is None:
        try:
            return library.add(name).name
        except (SourceError, LibraryError) as error:
            raise UsageError(str(error)) from None
    return library.canonical_name(library.full_name(name))


def _print_day(conference: Conference, now: datetime) -> int:
    """Print the sessions of the current day; outside the conference, those of its first day."""
    day: date | None = conference.day_of(now)
    if day not in conference.days:
        day = next(iter(conference.days), None)  # without days: the sessions without a time
    with open_bookmarks() as bookmarks:
        marks = bookmarks_of(bookmarks, conference)
        print(conference.title)
        print(as_table([s for s in conference.visible if s.day == day], marks))
        return print_notice(bookmarks)
