"""`confui check`: the doctor of a schedule."""

from argparse import Namespace

from confui.cli.lookup import conference_named
from confui.cli.output import OK, PROBLEMS


def check(options: Namespace) -> int:
    """Print every problem of a schedule, which is always read anew."""
    from confui.export.report import as_report
    from confui.schedule.models import Severity
    from confui.schedule.wording import number

    conference = conference_named(options.conference, cached=False)
    problems = conference.problems
    if problems:
        print(as_report(problems))
    sessions, found = number(len(conference.sessions), "session"), number(len(problems), "problem")
    print(f"{conference.title}: {sessions}, {found}")
    return PROBLEMS if any(p.severity is Severity.ERROR for p in problems) else OK
