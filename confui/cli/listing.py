"""`confui list`: the sessions that a query matches."""

from argparse import Namespace
from collections.abc import Mapping, Sequence

from confui.arguments import UsageError
from confui.cli.lookup import bookmark_file, conference_named, tell_notice, wall_time
from confui.cli.output import OK, PROBLEMS, complain, print_bytes, terminal_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from confui.schedule.bookmark import Bookmark
    from confui.schedule.models import Conference, Session


def list_sessions(options: Namespace) -> int:
    """Print the sessions that match, in the format that was asked for."""
    from confui.notebook import bookmarks_of

    conference = conference_named(options.conference, options.now)
    sessions = conference.sessions if options.hidden else conference.visible
    with bookmark_file() as bookmarks:
        marks = bookmarks_of(bookmarks, conference)
        matching = _matching(options, conference, sessions, marks) if options.query else sessions
        _print(options.format, conference, matching, marks)
        if not matching and options.format != "json":
            query = " ".join(options.query)
            complain(f"no session matches {query}" if query else "there is no session to list")
        return tell_notice(bookmarks) or (OK if matching else PROBLEMS)


def _print(
    format: str,
    conference: "Conference",
    sessions: "Sequence[Session]",
    marks: Mapping[str, "Bookmark"],
) -> None:
    if format == "ics":
        from confui.cli.calendar import tell_untimed
        from confui.export.ics import Appointment, as_calendar

        appointments = [Appointment(each, marks.get(each.id)) for each in sessions]
        print_bytes(as_calendar(conference, appointments))
        return tell_untimed(session.start for session in sessions)
    from confui.export.listing import as_listing

    if text := as_listing(format, conference, sessions, marks, terminal_width()):
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
    from confui.schedule.attendee import Attendee
    from confui.schedule.matching import Corpus
    from confui.schedule.parsing import from_arguments, parse

    corpus = Corpus(conference, sessions)
    parsed = parse(from_arguments(options.query), corpus.catalogue)
    mistakes = [mistake.message for mistake in parsed.mistakes]
    if mistakes and not parsed.query:
        raise UsageError("; ".join(mistakes))
    for mistake in mistakes:
        complain(mistake)
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
    from confui.schedule.plan import plan_of

    fits = (fit for gap in plan_of(conference, marks, now).gaps for fit in gap.fits)
    places = {fit.session.id: place for place, fit in enumerate(fits)}
    return sorted(sessions, key=lambda session: places.get(session.id, len(places)))
