import json

from confui.export.problem_report import as_json_problem_report, as_problem_report
from confui.export.sessions_json import as_json
from confui.schedule.models import Conference, Problem, Session, Severity

PROBLEMS = (
    Problem(Severity.ERROR, "bad-date", "talks/a.md", 3, "No “date”", "Write one."),
    Problem(Severity.WARNING, "too-many-files", ".", 0, "Many", "Fewer."),
    Problem(Severity.WARNING, "room-overlap", "talks/b.md", 4, "Both", "One."),
)
PYWEST = Conference(
    "pywest-2031",
    "PyWest 2031",
    sessions=(Session("a", "A"), Session("b", "B", visible=False)),
    problems=PROBLEMS[:2],
    source="talks/pywest",
)


def test_a_problem_looks_like_a_compiler_message_with_the_fix_below() -> None:
    assert as_problem_report(PYWEST, PROBLEMS).splitlines() == [
        "talks/a.md:3: error: No “date” [bad-date]",
        "    fix: Write one.",
        ".: warning: Many [too-many-files]",
        "    fix: Fewer.",
        "talks/b.md:4: warning: Both [room-overlap]",
        "    fix: One.",
        "PyWest 2031: 2 sessions, 1 error, 2 warnings",
    ]


def test_a_severity_without_problems_is_not_counted() -> None:
    assert as_problem_report(PYWEST, PROBLEMS[1:2]).endswith("PyWest 2031: 2 sessions, 1 warning")


def test_without_problems_the_report_says_so() -> None:
    assert as_problem_report(PYWEST, []) == "PyWest 2031: 2 sessions, no problems"


def test_json_has_the_conference_and_the_problems_that_were_found() -> None:
    document = json.loads(as_json_problem_report(PYWEST, PROBLEMS))
    assert document["conference"] == {
        "id": "pywest-2031",
        "title": "PyWest 2031",
        "source": "talks/pywest",
        "sessions": 2,
    }
    assert [problem["line"] for problem in document["problems"]] == [3, None, 4]
    assert document["problems"][0]["message"] == "No “date”"


def test_json_has_the_same_keys_as_the_problems_in_the_list_of_sessions() -> None:
    listed = json.loads(as_json(PYWEST, (), {}))["problems"]
    assert json.loads(as_json_problem_report(PYWEST, PYWEST.problems))["problems"] == listed
    assert list(listed[0]) == ["severity", "code", "file", "line", "message", "fix"]
