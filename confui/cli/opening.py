"""No command: open a conference. Only this imports Textual, and only where there is a terminal."""

import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date, datetime

from confui.cli.lookup import bookmark_file, conference_named, tell_notice, wall_time
from confui.cli.output import OK
from confui.startup import without_tls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.schedule.models import Conference


def open_screen(options: Namespace) -> int:
    """Open a conference on the terminal, or print its present day where there is none."""
    conference = conference_named(options.conference)
    now = options.now or wall_time(conference)
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
    clock: Callable[[], datetime] = (lambda: now) if options.now else lambda: wall_time(conference)
    with bookmark_file() as bookmarks:
        app = ConfuiApp(Store(conference, bookmarks, now), clock, greeting)
        app.run()
    return app.return_code or OK


def _print_day(conference: "Conference", now: datetime) -> int:
    """Print the present day, else the first: there is no terminal to show more on."""
    from confui.export.table import as_table

    day: date | None = conference.day_of(now)
    if day not in conference.days:
        day = next(iter(conference.days), None)  # without a day, the sessions without a time
    with bookmark_file() as bookmarks:
        marks = bookmarks.of(conference.id)
        print(conference.title)
        print(as_table([s for s in conference.visible if s.day == day], marks))
        return tell_notice(bookmarks)
