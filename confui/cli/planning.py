"""`confui plan`: what the attendee bookmarked, in order, to read and to take along."""

from argparse import Namespace

from confui.arguments import UsageError
from confui.cli.lookup import bookmark_file, conference_named, tell_notice, wall_time
from confui.cli.output import OK, PROBLEMS, complain, print_bytes, terminal_width
from confui.exchange import as_plan


def plan(options: Namespace) -> int:
    """Print the plan in the format that was asked for."""
    from confui.notebook import bookmarks_of, questions_of
    from confui.schedule.wording import lost_bookmarks

    if options.reminder is not None and options.format != "ics":
        raise UsageError("--reminder is for calendars; add --format ics")
    conference = conference_named(options.conference, options.now)
    now = options.now or wall_time(conference)
    with bookmark_file() as bookmarks:
        marks = bookmarks_of(bookmarks, conference)
        width, reminder = terminal_width(), options.reminder
        data = as_plan(options.format, conference, marks, now, width=width, reminder=reminder)
        print_bytes(data)
        starred = [bookmark for bookmark in marks.values() if bookmark.starred]
        some = bool(marks if options.format == "json" else data or starred)
        if options.format == "ics":
            from confui.cli.calendar import tell_untimed

            tell_untimed(bookmark.start for bookmark in starred)
        if told := lost_bookmarks(len(questions_of(marks, conference))):
            complain(told)
        if not some and options.format != "json":
            complain("nothing is starred; `confui star ID` does that, or `b` on the screen")
        return tell_notice(bookmarks) or (OK if some else PROBLEMS)
