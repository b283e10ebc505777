"""`confui now` and `confui next`: what is on, and what comes next."""

from argparse import Namespace
from datetime import datetime

from confui.cli.lookup import current_wall_time, find_conference, open_bookmarks, print_notice
from confui.cli.output import OK, PROBLEMS, print_error, terminal_width
from confui.export.now_next_table import as_next_table, as_now_next_tsv, as_now_table
from confui.schedule.models import Conference
from confui.schedule.now_next import current_sessions, next_sessions, next_start_time
from confui.schedule.wording import clock, long_day
from confui.state import bookmarks_of


def print_now(options: Namespace) -> int:
    """Print what is on now; if nothing is, print when the next session starts."""
    conference = find_conference(options.conference, options.now, language=options.language)
    now = options.now or current_wall_time(conference)
    with open_bookmarks() as bookmarks:
        marks = bookmarks_of(bookmarks, conference)
        sessions = current_sessions(conference, marks, now)
        if not sessions:
            print_error(f"nothing is on; {_outlook(conference, now)}")
        if options.format == "tsv":
            print(as_now_next_tsv(sessions, marks, now))
        elif sessions:
            print(as_now_table(sessions, marks, now, terminal_width()))
        return print_notice(bookmarks) or (OK if sessions else PROBLEMS)


def print_next(options: Namespace) -> int:
    """Print what comes next, with a heading if that is on another day."""
    conference = find_conference(options.conference, options.now, language=options.language)
    now = options.now or current_wall_time(conference)
    with open_bookmarks() as bookmarks:
        marks = bookmarks_of(bookmarks, conference)
        sessions = next_sessions(conference, marks, now)
        if not sessions:
            print_error(f"nothing comes next; {_outlook(conference, now)}")
        if options.format == "tsv":
            print(as_now_next_tsv(sessions, marks, now))
        elif sessions:
            if sessions[0].day != conference.day_of(now):
                print(long_day(sessions[0].day))
            print(as_next_table(sessions, marks, now, terminal_width()))
        return print_notice(bookmarks) or (OK if sessions else PROBLEMS)


def _outlook(conference: Conference, now: datetime) -> str:
    start = next_start_time(conference, now)
    if start is not None:
        when = f"{clock(start)} on {long_day(start.date())}"
        return f"the next session of {conference.title} starts at {when}"
    if not conference.days:
        return f"the sessions of {conference.title} have no times"
    return f"{conference.title} ended on {long_day(conference.days[-1])}"
