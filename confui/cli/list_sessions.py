"""`confui list`: the sessions that a query matches."""

from argparse import Namespace
from collections.abc import Mapping, Sequence

from confui.cli.arguments import UsageError
from confui.cli.lookup import find_conference, open_bookmarks, print_notice, wall_time
from confui.cli.output import OK, PROBLEMS, print_bytes, print_error, terminal_width
from confui.schedule.models import Conference, Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from confui.schedule.bookmark import Bookmark
    from confui.schedule.models import Conference, Session


def list_sessions(options: Namespace) -> int:
    """Print the sessions that match, in the format that was asked for."""
    from confui.state import bookmarks_of

    conference = find_conference(options.conference, options.now)
    sessions = conference.sessions if options.hidden else conference.visible
    with open_bookmarks() as bookmarks:
        marks = bookmarks_of(bookmarks, conference)
        matching = _matching(options, conference, sessions, marks) if options.query else sessions
        _print(options.format, conference, matching, marks)
        if not matching and options.format != "json":
            query = " ".join(options.query)
            print_error(f"no session matches {query}" if query else "there is no session to list")
        return print_notice(bookmarks) or (OK if matching else PROBLEMS)


def _print(
    format: str,
    conference: "Conference",
    sessions: "Sequence[Session]",
    marks: Mapping[str, "Bookmark"],
) -> None:
    if format == "ics":
        from confui.cli.output import print_untimed
        from confui.export.ics import CalendarEntry, as_calendar

        appointments = [CalendarEntry(each, marks.get(each.id)) for each in sessions]
        print_bytes(as_calendar(conference, appointments))
        return print_untimed(session.start for session in sessions)

    if text := _as_text(format, conference, sessions, marks, terminal_width()):
        print(text)
    return None


def _matching(
    options: Namespace,
    conference: "Conference",
    sessions: "Sequence[Session]",
    marks: Mapping[str, "Bookmark"],
) -> "Sequence[Session]":
    """Return the sessions that the query words match; what is wrong with a word is told.

    Raises:
        UsageError: No word of the query means anything.
    """
    from confui.schedule.query import join_arguments, parse
    from confui.schedule.search import Attendee, Corpus

    corpus = Corpus(conference, sessions)
    parsed = parse(join_arguments(options.query), corpus.fields)
    mistakes = [mistake.message for mistake in parsed.mistakes]
    if mistakes and not parsed.query:
        raise UsageError("; ".join(mistakes))
    for mistake in mistakes:
        print_error(mistake)
    now = options.now or wall_time(conference)
    found = corpus.matching(parsed.query, Attendee(marks, now))
    matching = [session for session in sessions if session.id in found]
    if "fits" in parsed.query.values("is"):
        return _best_first(matching, conference, marks, now)
    return matching


def _best_first(
    sessions: "Sequence[Session]",
    conference: "Conference",
    marks: Mapping[str, "Bookmark"],
    now: "datetime",
) -> "Sequence[Session]":
    """Return sessions by the free time that they fit into, the best of each first."""
    from confui.schedule.plan import make_plan

    fits = (fit for gap in make_plan(conference, marks, now).gaps for fit in gap.fits)
    places = {fit.session.id: place for place, fit in enumerate(fits)}
    return sorted(sessions, key=lambda session: places.get(session.id, len(places)))


TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.schedule.bookmark import Bookmark


def _as_text(
    format: str,
    conference: Conference,
    sessions: Sequence[Session],
    bookmarks: "Mapping[str, Bookmark]",
    width: int | None = None,
) -> str:
    """Return sessions as `json`, `tsv`, `markdown`, or else a table.

    Without sessions the JSON still tells of the conference and the TSV its columns; the others are
    empty. Only a table keeps to the `width`.
    """
    if format == "json":
        from confui.export.sessions_json import as_json

        return as_json(conference, sessions, bookmarks)
    if format == "tsv":
        from confui.export.sessions_tsv import as_tsv

        return as_tsv(sessions, bookmarks)
    if format == "markdown":
        from confui.export.sessions_markdown import as_markdown

        return as_markdown(conference.title, sessions, bookmarks)
    from confui.export.sessions_table import as_table

    return as_table(sessions, bookmarks, width)
