"""`confui plan`: what the attendee bookmarked, in order, to read and to take along."""

from argparse import Namespace

from confui.cli.arguments import UsageError
from confui.cli.lookup import find_conference, open_bookmarks, print_notice, wall_time
from confui.cli.output import OK, PROBLEMS, print_bytes, print_error, terminal_width
from confui.plan_files import write_plan


def plan(options: Namespace) -> int:
    """Print the plan in the format that was asked for."""
    from confui.schedule.wording import unmatched_bookmarks
    from confui.state import bookmarks_of, questions_of

    if options.reminder is not None and options.format != "ics":
        raise UsageError("--reminder is for calendars; add --format ics")
    conference = find_conference(options.conference, options.now)
    now = options.now or wall_time(conference)
    with open_bookmarks() as bookmarks:
        marks = bookmarks_of(bookmarks, conference)
        width, reminder = terminal_width(), options.reminder
        data = write_plan(options.format, conference, marks, now, width=width, reminder=reminder)
        print_bytes(data)
        starred = [bookmark for bookmark in marks.values() if bookmark.starred]
        some = bool(marks if options.format == "json" else data or starred)
        if options.format == "ics":
            from confui.cli.output import print_untimed

            print_untimed(bookmark.start for bookmark in starred)
        if told := unmatched_bookmarks(len(questions_of(marks, conference))):
            print_error(told)
        if not some and options.format != "json":
            print_error("nothing is starred; `confui star ID` does that, or `b` on the screen")
        return print_notice(bookmarks) or (OK if some else PROBLEMS)
