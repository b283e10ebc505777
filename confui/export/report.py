"""Problems as plain text, in the form that compilers use and editors understand."""

from collections.abc import Iterable

from confui.schedule.models import Problem


def as_report(problems: Iterable[Problem]) -> str:
    """Return each problem with file and line, and under it what to do."""
    return "\n".join(_entry(problem) for problem in problems)


def _entry(problem: Problem) -> str:
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    return (
        f"{place}: {problem.severity}: {problem.message} [{problem.code}]\n    fix: {problem.fix}"
    )
