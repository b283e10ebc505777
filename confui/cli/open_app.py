"""No command: open a conference. Only this imports Textual, and only where there is a terminal."""

import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date, datetime

from confui.cli.arguments import UsageError
from confui.cli.lookup import find_conference, open_bookmarks, open_library, print_notice, wall_time
from confui.cli.output import OK
from confui.startup import without_tls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.library import Library
    from confui.schedule.models import Conference

    Clock = Callable[[Conference], datetime]

_WELCOME = "This conference ships with confui; c adds your own, from the web or a folder"


def open_app(options: Namespace) -> int:
    """Open a conference on the terminal, or print its present day where there is none."""
    library = open_library()
    name = options.conference or library.usual(options.now.date() if options.now else date.today())
    name = _in_library(library, name)
    conference = find_conference(name)
    now = options.now or wall_time(conference)
    if not sys.stdout.isatty() or not sys.stdin.isatty():
        return _print_day(conference, now)
    with without_tls():
        from confui.app import ConfuiApp
    from confui.state import Store

    greeting = _WELCOME if name == library.shipped and not options.conference else ""
    library.remember(name)
    clock: Clock = (lambda _: now) if options.now else wall_time
    with open_bookmarks() as bookmarks:
        store = Store(conference, bookmarks, now)
        app = ConfuiApp(store, library, name, clock, greeting)
        app.run()
    return app.return_code or OK


def _in_library(library: "Library", name: str) -> str:
    """Return by which name the library knows a conference; one on the web is added first."""
    from confui.library import NotKeptError
    from confui.sources import SourceError, is_url

    if is_url(name) and library.find(name) is None:
        try:
            return library.add(name).name
        except (SourceError, NotKeptError) as error:
            raise UsageError(str(error)) from None
    return library.known_as(name)


def _print_day(conference: "Conference", now: datetime) -> int:
    """Print the present day, else the first: there is no terminal to show more on."""
    from confui.export.sessions_table import as_table
    from confui.state import bookmarks_of

    day: date | None = conference.day_of(now)
    if day not in conference.days:
        day = next(iter(conference.days), None)  # without a day, the sessions without a time
    with open_bookmarks() as bookmarks:
        marks = bookmarks_of(bookmarks, conference)
        print(conference.title)
        print(as_table([s for s in conference.visible if s.day == day], marks))
        return print_notice(bookmarks)
