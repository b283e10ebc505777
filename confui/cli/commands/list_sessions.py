"""`confui list`: the sessions that match a query."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
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
from confui.cli.output import (
    OK,
    PROBLEMS,
    painter,
    print_bytes,
    print_error,
    terminal_width,
)
from confui.export.sessions_table import as_fitted_table, as_table
from confui.schedule.bookmark import Bookmark, session_from_bookmark
from confui.schedule.display_zone import DisplayZone
from confui.schedule.models import Conference, Session, Severity
from confui.state import bookmarks_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.schedule.query import Query


def list_sessions(options: Namespace) -> int:
    """Print the sessions that match, in the chosen format."""
    conference = find_conference(options.conference, options.now, language=options.language)
    sessions = conference.sessions if options.hidden else conference.visible
    zone = choose_zone(conference, mine=options.my_time)
    with open_bookmarks() as bookmarks:
        marks = bookmarks_of(bookmarks, conference)
        known = None if bookmarks.unreadable else marks
        found = _find_matches(options, conference, sessions, known) if options.query else sessions
        if found is None:
            return print_notice(bookmarks)  # which sessions match is unknown
        matches = found
        if options.format == "ics":
            _print_calendar(conference, matches, marks)
        elif text := _as_text(options, conference, matches, known, zone):
            print(text)
        if not matches and options.format != "json" and not bookmarks.unreadable:
            text = " ".join(options.query)
            print_error(f"no session matches {text}" if text else _describe_empty(conference))
        return print_notice(bookmarks) or (OK if matches else PROBLEMS)


def _describe_empty(conference: Conference) -> str:
    """Return that there are no sessions, with the first error: it may be why."""
    told = "the schedule has no sessions"
    errors = (each for each in conference.problems if each.severity is Severity.ERROR)
    if error := next(errors, None):
        told += f"; {error.file}: {error.message}; {error.fix[:1].lower()}{error.fix[1:]}"
    return told


def _find_matches(
    options: Namespace,
    conference: Conference,
    sessions: Sequence[Session],
    marks: Mapping[str, Bookmark] | None,
) -> Sequence[Session] | None:
    """Return the sessions that match the query; print what is wrong with parts of it.

    Args:
        options: The options of the command.
        conference: The schedule.
        sessions: Those to choose from.
        marks: The bookmarks; `None` if they cannot be read.

    Returns:
        The sessions; `None` if the query is about bookmarks that cannot be read.

    Raises:
        UsageError: No part of the query can be used.
    """
    corpus, query = read_query(conference, sessions, options.query)
    if marks is None and asks_for_bookmarks(query):
        return None
    marks = marks or {}
    now = options.now or current_wall_time(conference)
    from confui.schedule.layout import put_titles_first  # only where something is searched
    from confui.schedule.search import Attendee, Corpus

    attendee = Attendee(marks, now)
    if _chooses(query, "changed") and (cancelled := _list_cancelled(conference, sessions, marks)):
        sessions = sorted((*sessions, *cancelled), key=lambda each: each.start or datetime.max)
        corpus = Corpus(conference, sessions)
    if options.sort == "match":
        return corpus.ranked(query, attendee)
    found = corpus.find(query, attendee)
    matches = [session for session in sessions if session.id in found.matching]
    if _chooses(query, "fits"):
        return _sort_by_fit(matches, conference, marks, now)
    return put_titles_first(matches, found.in_title)


def _chooses(query: "Query", value: str) -> bool:
    """Whether a query has a term such as `is:changed`."""
    return any(term.chooses("is") and value in term.values for term in query.unfolded)


def _list_cancelled(
    conference: Conference, sessions: Sequence[Session], marks: Mapping[str, Bookmark]
) -> list[Session]:
    """Return stand-ins for the starred sessions that are gone, which the attendee has not seen."""
    known = {session.id for session in sessions}
    stand_ins = (
        session_from_bookmark(bookmark)
        for bookmark in marks.values()
        if bookmark.starred and not bookmark.gone and bookmark.session not in known
    )
    return [
        each._replace(day=conference.day_of(each.start)) if each.start else each
        for each in stand_ins
    ]


def _sort_by_fit(
    sessions: Sequence[Session],
    conference: Conference,
    marks: Mapping[str, Bookmark],
    now: datetime,
) -> Sequence[Session]:
    """Return sessions in the order of the free time that they fit into, the best fits first."""
    from confui.schedule.plan import make_plan  # only for `is:fits`

    fits = (fit for gap in make_plan(conference, marks, now).gaps for fit in gap.fits)
    ranks = {fit.session.id: rank for rank, fit in enumerate(fits)}
    return sorted(sessions, key=lambda session: ranks.get(session.id, len(ranks)))


def _as_text(
    options: Namespace,
    conference: Conference,
    sessions: Sequence[Session],
    bookmarks: Mapping[str, Bookmark] | None,
    zone: DisplayZone,
) -> str:
    """Return sessions as `json`, `tsv`, `markdown` or `table`; bookmarks may be unknown.

    Without sessions, JSON still has the conference and TSV its column names; the others are empty.
    """
    # Only the chosen format is imported: each of them costs every list 1 %, markdown-it doubles it.
    if options.format == "json":
        from confui.export.sessions_json import as_json

        return as_json(conference, sessions, bookmarks)
    if options.format == "tsv":
        from confui.export.sessions_tsv import as_tsv

        return as_tsv(sessions, bookmarks)
    bookmarks = bookmarks or {}
    if options.format == "markdown":
        from confui.export.sessions_markdown import as_markdown

        return as_markdown(conference.title, sessions, bookmarks)
    sessions = _name_cancelled(conference, sessions)
    width, paint = terminal_width(), painter(options.color)
    if width is None:
        return as_table(sessions, bookmarks, paint, zone)
    from confui.schedule.session_names import short_names

    names = short_names(dict.fromkeys((*conference.sessions, *sessions)))
    return as_fitted_table(sessions, bookmarks, width, names, paint, zone)


def _name_cancelled(conference: Conference, sessions: Sequence[Session]) -> Sequence[Session]:
    """Return the sessions with titles that say which of them are gone."""
    gone = {each.id for each in sessions}.difference(each.id for each in conference.sessions)
    if not gone:
        return sessions
    from confui.schedule.plan import CANCELLED  # seldom needed

    return [
        each._replace(title=f"{each.title} ({CANCELLED})") if each.id in gone else each
        for each in sessions
    ]


def _print_calendar(
    conference: Conference, sessions: Sequence[Session], marks: Mapping[str, Bookmark]
) -> None:
    # icalendar takes longer to import than everything else.
    from confui.export.ics import CalendarEntry, as_calendar, untimed_notice

    entries = [CalendarEntry(session, marks.get(session.id)) for session in sessions]
    print_bytes(as_calendar(conference, entries))
    if notice := untimed_notice(session.start for session in sessions):
        print_error(notice)
