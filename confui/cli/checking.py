"""`confui check`: the doctor of a schedule."""

from argparse import Namespace

from confui.cli.lookup import conference_named
from confui.cli.output import OK, PROBLEMS


def check(options: Namespace) -> int:
    """Print every problem of a schedule, which is always read anew."""
    from confui.export.report import as_json_report, as_report
    from confui.schedule.checkup import checkup
    from confui.schedule.models import Severity

    conference = conference_named(options.conference, options.now, cached=False)
    found = (*conference.problems, *checkup(conference))
    problems = sorted(found, key=lambda problem: (problem.file, problem.line))
    write = as_json_report if options.format == "json" else as_report
    print(write(conference, problems))
    failed = options.strict or any(problem.severity is Severity.ERROR for problem in problems)
    return PROBLEMS if problems and failed else OK
