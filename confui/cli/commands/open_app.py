"""`confui [CONFERENCE]` without a command: open the app, or print a day if there is no terminal."""

import os
import re
import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

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
from confui.library import Library, LibraryError
from confui.schedule import wording
from confui.schedule.models import Conference, Session
from confui.sources import SlowSourceError, SourceError, is_url
from confui.startup import with_modules_later, without_palette, without_tls
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
    asked = _Asked(library.canonical_name(library.full_name(name)))
    greeting = _WELCOME if asked.name == library.shipped and not options.conference else ""
    if not _is_terminal():
        return _print_without_app(library, asked, options)
    while True:
        try:
            conference = _load_quickly(library, asked)
            try:
                return _run_app(library, asked, conference, options.now, greeting)
            finally:
                # Textual ends by itself if it reads or writes while the terminal closes; Python
                # would then exit with 120, because it cannot flush what is left for the terminal.
                if terminal_is_gone():
                    os._exit(HUNG_UP)
        except LibraryError as error:
            raise UsageError(str(error)) from None
        except SourceError as error:
            asked = _ask_again(asked, error)


class _Asked(NamedTuple):
    """What to open."""

    name: str
    """The name by which the library knows it."""
    talk: Path | None = None
    """The talk file to show first."""

    @property
    def talk_id(self) -> str:
        """The id of the session in the talk file; empty without one."""
        return self.talk.relative_to(self.name).as_posix() if self.talk else ""


def _load_quickly(library: Library, asked: _Asked) -> Conference | None:
    """Return a conference; None if that takes long. Raises SourceError and LibraryError."""
    if is_url(asked.name) and library.find(asked.name) is None:
        return None
    try:
        conference = library.load(asked.name, quickly=True)
    except SlowSourceError:
        return None
    if asked.talk:
        _find_talk(conference, asked)
    return conference


def _ask_again(asked: _Asked, error: SourceError) -> _Asked:
    """Return what to open in place of what cannot be opened. Raises UsageError if nothing can."""
    if error.talk_in and not asked.talk:
        return _Asked(str(error.talk_in), Path(asked.name).absolute())
    if error.folders and _is_terminal():
        return _Asked(str(Path(asked.name) / _ask_which(error.folders)))
    raise UsageError(str(error)) from None


def _print_without_app(library: Library, asked: _Asked, options: Namespace) -> int:
    """Print a day of a conference."""
    try:
        conference = library.load_or_add(asked.name).conference
    except LibraryError as error:
        raise UsageError(str(error)) from None
    except SourceError as error:
        asked = _ask_again(asked, error)
        conference = find_conference(asked.name, language=options.language)
    now = options.now or current_wall_time(conference)
    first = _find_talk(conference, asked) if asked.talk else None
    if sys.stdout.isatty():
        print_error("this terminal cannot show the screen, so here is a day; see confui help")
    return _print_day(conference, first.start or now if first else now)


def _find_talk(conference: Conference, asked: _Asked) -> Session:
    """Return the session of a talk file in the folder of its conference.

    Raises UsageError if the file is no talk that attendees see.
    """
    found = next((each for each in conference.visible if each.id == asked.talk_id), None)
    if found is None:
        raise UsageError(f"{clean(str(asked.talk))}: no talk of {conference.title}")
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
    asked: _Asked,
    conference: Conference | None,
    fixed: datetime | None,
    greeting: str,
) -> int:
    """Run the app until the attendee leaves it; return its exit status.

    Args:
        library: The attendee's library.
        asked: What the attendee opens.
        conference: The conference; None to load it while the screen tells how far that is.
        fixed: The time that `--now` pretends.
        greeting: A message for newcomers; empty for none.

    Raises:
        SourceError, LibraryError: The conference cannot be loaded.
    """
    with without_tls(), without_palette(), with_modules_later():
        from confui.app import ConfuiApp  # Textual: only where there is a terminal

    def clock(conference: Conference) -> datetime:
        return fixed or current_wall_time(conference)

    load, shown = None, clean(Path(asked.name).name or asked.name)
    if conference is None:
        load = partial(library.load_or_add, asked.name, asked.talk_id)
    with open_bookmarks() as bookmarks:
        first = conference or Conference(title=shown)
        store = Store(first, bookmarks, clock(first), open_remembered())
        if load is not None:
            store.show_reading(wording.reading_progress(shown))
        else:
            library.remember(asked.name)
            if asked.talk:
                store.select(asked.talk_id)
        app = ConfuiApp(
            *(store, library, asked.name, clock, greeting), settings=read_settings(), load=load
        )
        app.run_watched()
    if app.last_words:
        print(app.last_words, file=sys.stderr)
    if app.refusal is not None:
        raise app.refusal
    return app.return_code or OK


def _print_day(conference: Conference, now: datetime) -> int:
    """Print the sessions of the current day; outside the conference, those of its first day."""
    from confui.export.sessions_table import as_table  # 1 ms that the app does not need

    day: date | None = conference.day_of(now)
    if day not in conference.days:
        day = next(iter(conference.days), None)  # without days: the sessions without a time
    with open_bookmarks() as bookmarks:
        marks = bookmarks_of(bookmarks, conference)
        print(conference.title)
        print(as_table([s for s in conference.visible if s.day == day], marks))
        return print_notice(bookmarks)
