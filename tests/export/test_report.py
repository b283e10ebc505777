from confui.export.report import as_report
from confui.schedule.models import Problem, Severity


def test_a_problem_is_told_as_compilers_do_with_the_fix_below() -> None:
    problems = [
        Problem(Severity.ERROR, "bad-date", "talks/a.md", 3, "No date", "Write one."),
        Problem(Severity.WARNING, "too-many-files", ".", 0, "Many", "Fewer."),
    ]
    assert as_report(problems).splitlines() == [
        "talks/a.md:3: error: No date [bad-date]",
        "    fix: Write one.",
        ".: warning: Many [too-many-files]",
        "    fix: Fewer.",
    ]


def test_without_problems_there_is_nothing_to_report() -> None:
    assert as_report([]) == ""
