"""`confui now` and `confui next`: what is on, and what comes next."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from confui.cli.lookup import (
    asks_for_bookmarks,
    choose_zone,
    current_wall_time,
    find_conference,
    open_bookmarks,
    print_notice,
    read_query,
)
from confui.cli.output import OK, PROBLEMS, painter, print_error, terminal_width
from confui.export.now_next_table import as_next_table, as_now_next_tsv, as_now_table
from confui.export.text_columns import cut
from confui.schedule.bookmark import Bookmark
from confui.schedule.models import Conference, Session
from confui.schedule.now_next import current_sessions, next_sessions, next_start_time
from confui.schedule.wording import clock, long_day, zone_name
from confui.state import bookmarks_of

_Find = Callable[[Conference, Mapping[str, Bookmark], datetime], Sequence[Session]]


def print_now(options: Namespace) -> int:
    """Print what is on now; if nothing is, print when the next session starts."""
    return _print(options, current_sessions, "nothing is on")


def print_next(options: Namespace) -> int:
    """Print what comes next, with a heading if that is on another day."""
    return _print(options, next_sessions, "nothing comes next")


def _print(options: Namespace, find: _Find, nothing: str) -> int:
    conference = find_conference(options.conference, options.now, language=options.language)
    now = options.now or current_wall_time(conference)
    zone = choose_zone(conference, mine=options.my_time)
    with open_bookmarks() as bookmarks:
        marks = bookmarks_of(bookmarks, conference)
        if options.query:
            known = None if bookmarks.unreadable else marks
            narrowed = _narrow(conference, options.query, known, now)
            if narrowed is None:
                return print_notice(bookmarks)  # which sessions match is unknown
            conference = narrowed
        sessions = find(conference, marks, now)
        if not sessions:
            what = f"{nothing} that matches {' '.join(options.query)}" if options.query else nothing
            print_error(f"{what}; {_outlook(conference, now, narrowed=bool(options.query))}")
        if options.format == "tsv":
            print(as_now_next_tsv(sessions, marks, now))
        elif options.format == "json":
            from confui.export.sessions_json import as_json  # loads json

            print(as_json(conference, sessions, None if bookmarks.unreadable else marks))
        elif sessions:
            width, paint = terminal_width(), painter(options.color)
            heading = [long_day(sessions[0].day)] * (sessions[0].day != conference.day_of(now))
            heading += [f"times as in {zone_name(zone.name)}"] * zone.is_mine
            if heading and (find is next_sessions or zone.is_mine):
                print(paint(cut(" · ".join(heading), width), "heading"))
            table = as_now_table if find is current_sessions else as_next_table
            print(table(sessions, marks, now, width, zone, paint))
        return print_notice(bookmarks) or (OK if sessions else PROBLEMS)


def _narrow(
    conference: Conference,
    words: Sequence[str],
    marks: Mapping[str, Bookmark] | None,
    now: datetime,
) -> Conference | None:
    """Return the conference with only the sessions that match a query.

    `None` if the query is about bookmarks, and these cannot be read. Raises UsageError if no part
    of the query can be used.
    """
    corpus, query = read_query(conference, conference.visible, words)
    if marks is None and asks_for_bookmarks(query):
        return None
    from confui.schedule.search import Attendee  # only where something is searched

    matching = corpus.search(query, Attendee(marks or {}, now))
    matches = (session for session in conference.sessions if session.id in matching)
    return conference._replace(sessions=tuple(matches))


def _outlook(conference: Conference, now: datetime, *, narrowed: bool) -> str:
    start = next_start_time(conference, now)
    if start is not None:
        when = f"{clock(start)} on {long_day(start.date())}"
        which = "one" if narrowed else f"session of {conference.title}"
        return f"the next {which} starts at {when}"
    if narrowed:
        return "none comes any more"
    if not conference.days:
        return f"the sessions of {conference.title} have no times"
    return f"{conference.title} ended on {long_day(conference.days[-1])}"
