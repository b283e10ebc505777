"""`confui check`: the doctor of a schedule."""

from argparse import Namespace

from confui.cli.lookup import find_conference
from confui.cli.output import OK, PROBLEMS


def check(options: Namespace) -> int:
    """Print every problem of a schedule, which is always read anew."""
    from confui.export.problem_report import as_json_problem_report, as_problem_report
    from confui.schedule.checks import check_sessions
    from confui.schedule.models import Severity

    conference = find_conference(options.conference, options.now, cached=False)
    found = (*conference.problems, *check_sessions(conference))
    problems = sorted(found, key=lambda problem: (problem.file, problem.line))
    write = as_json_problem_report if options.format == "json" else as_problem_report
    print(write(conference, problems))
    failed = options.strict or any(problem.severity is Severity.ERROR for problem in problems)
    return PROBLEMS if problems and failed else OK
