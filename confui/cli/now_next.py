"""`confui now` and `confui next`: what is on, and what comes next."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence

from confui.cli.lookup import find_conference, open_bookmarks, print_notice, wall_time
from confui.cli.output import OK, PROBLEMS, print_error, terminal_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from confui.schedule.bookmark import Bookmark
    from confui.schedule.models import Conference, Session

    Show = Callable[[Sequence[Session], Mapping[str, Bookmark], datetime, int | None], str]


def now(options: Namespace) -> int:
    """Print what is on; where nothing is, say when it goes on."""
    from confui.export.now_next_table import as_now_table
    from confui.schedule.now_next import current_sessions
    from confui.state import bookmarks_of

    conference = find_conference(options.conference, options.now)
    moment = options.now or wall_time(conference)
    with open_bookmarks() as bookmarks:
        marks = bookmarks_of(bookmarks, conference)
        sessions = current_sessions(conference, marks, moment)
        if not sessions:
            print_error(f"nothing is on; {_outlook(conference, moment)}")
        _print(options.format, as_now_table, sessions, marks, moment)
        return print_notice(bookmarks) or (OK if sessions else PROBLEMS)


def next_up(options: Namespace) -> int:
    """Print what comes next, under a heading where that is on another day."""
    from confui.export.now_next_table import as_next_table
    from confui.schedule.now_next import next_sessions
    from confui.schedule.wording import long_day
    from confui.state import bookmarks_of

    conference = find_conference(options.conference, options.now)
    moment = options.now or wall_time(conference)
    with open_bookmarks() as bookmarks:
        marks = bookmarks_of(bookmarks, conference)
        sessions = next_sessions(conference, marks, moment)
        if not sessions:
            print_error(f"nothing comes next; {_outlook(conference, moment)}")
        elif sessions[0].day != conference.day_of(moment) and options.format == "table":
            print(long_day(sessions[0].day))
        _print(options.format, as_next_table, sessions, marks, moment)
        return print_notice(bookmarks) or (OK if sessions else PROBLEMS)


def _print(
    format: str,
    show: "Show",
    sessions: "Sequence[Session]",
    marks: Mapping[str, "Bookmark"],
    moment: "datetime",
) -> None:
    if format == "tsv":
        from confui.export.now_next_table import as_now_next_tsv

        print(as_now_next_tsv(sessions, marks, moment))
    elif sessions:
        print(show(sessions, marks, moment, terminal_width()))


def _outlook(conference: "Conference", moment: "datetime") -> str:
    from confui.schedule.now_next import next_start_time
    from confui.schedule.wording import clock, long_day

    start = next_start_time(conference, moment)
    if start is not None:
        return f"{conference.title} goes on at {clock(start)} on {long_day(start.date())}"
    if not conference.days:
        return f"{conference.title} has no times"
    return f"{conference.title} ended on {long_day(conference.days[-1])}"
