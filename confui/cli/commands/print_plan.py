"""`confui plan`: the attendee's bookmarks in time order, to read or to export."""

from argparse import Namespace

from confui.cli.arguments import UsageError
from confui.cli.lookup import (
    choose_zone,
    current_wall_time,
    find_conference,
    open_bookmarks,
    print_notice,
    read_settings,
)
from confui.cli.output import OK, PROBLEMS, painter, print_bytes, print_error, terminal_width
from confui.plan_files import write_plan
from confui.schedule.rooms import with_default_walk
from confui.schedule.wording import unmatched_bookmarks
from confui.state import bookmarks_of, questions_of


def print_plan(options: Namespace) -> int:
    """Print the plan in the chosen format."""
    if options.reminder is not None and options.format != "ics":
        raise UsageError("--reminder is for calendars; add --format ics")
    conference = find_conference(options.conference, options.now, language=options.language)
    settings = read_settings("walk_minutes", "reminder_minutes")
    conference = with_default_walk(conference, settings.walk_minutes if settings else 0)
    zone = choose_zone(conference, mine=options.my_time)
    now = options.now or current_wall_time(conference)
    with open_bookmarks() as bookmarks:
        marks = bookmarks_of(bookmarks, conference)
        if bookmarks.unreadable:
            return print_notice(bookmarks)  # an empty plan would not be true
        width, reminder = terminal_width(), options.reminder
        if settings is not None and options.format == "ics" and reminder is None:
            reminder = settings.reminder_minutes
        data = write_plan(
            *(options.format, conference, marks, now),
            width=width,
            reminder=reminder,
            zone=zone,
            paint=painter(options.color),
        )
        print_bytes(data)
        starred = [bookmark for bookmark in marks.values() if bookmark.starred]
        has_content = bool(marks if options.format == "json" else data or starred)
        if options.format == "ics":
            from confui.export.ics import untimed_notice  # icalendar is slow to import

            if notice := untimed_notice(bookmark.start for bookmark in starred):
                print_error(notice)
        if notice := unmatched_bookmarks(len(questions_of(marks, conference))):
            print_error(notice)
        if not has_content and options.format != "json":
            print_error("no starred sessions; star one with `confui star ID` or with b in the app")
        return print_notice(bookmarks) or (OK if has_content else PROBLEMS)
