"""The problems of a schedule, as text in the format of compiler messages, and as JSON."""

import json
from collections.abc import Iterable, Iterator

from confui.schedule.models import Conference, Problem, Severity
from confui.schedule.wording import count_of


def as_problem_report(conference: Conference, problems: Iterable[Problem]) -> str:
    """Return two lines for each problem, `file:line: …` and its fix, and a line with the counts."""
    return "\n".join(_lines(conference, list(problems)))


def as_json_problem_report(conference: Conference, problems: Iterable[Problem]) -> str:
    """Return the problems as indented JSON; the line of a problem without one is null."""
    document = {
        "conference": {
            "id": conference.id,
            "title": conference.title,
            "source": conference.source,
            "sessions": len(conference.sessions),
        },
        "problems": [problem._asdict() | {"line": problem.line or None} for problem in problems],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _lines(conference: Conference, problems: list[Problem]) -> Iterator[str]:
    for problem in problems:
        place = f"{problem.file}:{problem.line}" if problem.line else problem.file
        yield f"{place}: {problem.severity}: {problem.message} [{problem.code}]"
        yield f"    fix: {problem.fix}"
    yield f"{conference.title}: {_counts(conference, problems)}"


def _counts(conference: Conference, problems: list[Problem]) -> str:
    """Return counts such as `12 sessions, 1 error, 2 warnings`."""
    counts = [count_of(len(conference.sessions), "session")]
    for severity in Severity:
        count = sum(problem.severity is severity for problem in problems)
        if count:
            counts.append(count_of(count, severity))
    return ", ".join(counts if problems else [*counts, "no problems"])
