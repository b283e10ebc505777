"""`confui check`: every problem of a schedule."""

from argparse import Namespace

from confui.cli.lookup import find_conference
from confui.cli.output import OK, PROBLEMS
from confui.export.problem_report import as_json_problem_report, as_problem_report
from confui.schedule.checks import check_sessions
from confui.schedule.models import Severity


def check_schedule(options: Namespace) -> int:
    """Print every problem of a schedule; the cache is not used."""
    conference = find_conference(
        options.conference, options.now, language=options.language, cached=False
    )
    problems = sorted(
        (*conference.problems, *check_sessions(conference)),
        key=lambda problem: (problem.file, problem.line),
    )
    report = as_json_problem_report if options.format == "json" else as_problem_report
    print(report(conference, problems))
    failed = options.strict or any(problem.severity is Severity.ERROR for problem in problems)
    return PROBLEMS if problems and failed else OK
