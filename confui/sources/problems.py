"""Mistakes in a file: collected while it is read, or raised if it cannot be read further."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from confui.schedule.models import Problem, Severity
from confui.text import clean

UNKNOWN_LEVEL = "unknown-level"
"""The code of the warning about a level that confui does not know."""

CUT_SHORT = "cut-short"
"""The code of the error that a file ends, or is broken, before its end."""

MAX_SESSIONS = 25_000
"""How many sessions of a source are read; the rest is a problem."""

OPEN_LESS = "Open one day, or a smaller export."
"""What an attendee can do about a source that is too large."""

ASK_AGAIN = "Download the file again, or ask for it in another format."
"""What an attendee can do about a file that is damaged, or like no schedule."""

_MAX_NAMED = 3
"""How many values a message about several names."""
_MAX_QUOTED = 60
"""How many characters of a value a message quotes."""


class BrokenFileError(Exception):
    """A file does not have the format that it should have. Other files are not affected.

    The message and the fix may quote untrusted text; they are cleaned.
    """

    def __init__(
        self, code: str, message: str, fix: str, line: int = 0, *, folders: tuple[str, ...] = ()
    ) -> None:
        super().__init__(clean(message))
        self.code = code
        self.message = clean(message)
        self.fix = clean(fix)
        self.line = line
        self.folders = folders
        """Where the source holds several conferences, their folders within it."""

    def problem(self, file: str) -> Problem:
        """Return this error as a problem of `file`, a path relative to the source."""
        return Problem(Severity.ERROR, self.code, file, self.line, self.message, self.fix)


class ProblemCollector:
    """Collects the problems of one file, in the order in which they are found."""

    def __init__(
        self, file: str, lines: Mapping[str, int], *, first_line: int = 0, subject: str = ""
    ) -> None:
        """Start without problems.

        Args:
            file: The path, relative to the source.
            lines: The line of each top-level key, from 1.
            first_line: The line for problems of keys that are not in the file; 0 for none.
            subject: The start of each message, to tell apart the sessions of one file.
        """
        self.file = file
        self.problems: list[Problem] = []
        self._lines = lines
        self._first_line = first_line
        self._subject = f"{subject}: " if subject else ""

    def line(self, key: str) -> int:
        """Return the line of a top-level key; `first_line` if the file does not have it."""
        return self._lines.get(key, self._first_line)

    def error(self, code: str, key: str, message: str, fix: str) -> None:
        """Add an error: a part of the session could not be used."""
        self._note(Severity.ERROR, code, self.line(key), message, fix)

    def warning(self, code: str, key: str, message: str, fix: str, *, line: int = 0) -> None:
        """Add a warning, at the line of `key` unless `line` is given."""
        self._note(Severity.WARNING, code, line or self.line(key), message, fix)

    def repeated(self, keys: Iterable[tuple[str, int]]) -> None:
        """Add a warning about repeated keys of a mapping, each with the line of its repetition."""
        lines: dict[str, int] = {}
        for key, line in keys:
            lines.setdefault(key, line)
        if lines:
            names = ", ".join(in_quotes(key) for key in lines)
            self.warning(
                "repeated-key",
                "",
                f"Written twice: {names}; the last value counts",
                "Delete the one that is wrong.",
                line=min(lines.values()),
            )

    def _note(self, severity: Severity, code: str, line: int, message: str, fix: str) -> None:
        message = clean(self._subject + message)
        self.problems.append(Problem(severity, code, self.file, line, message, clean(fix)))


def describe_unknown(noun: str, references: Sequence[str]) -> tuple[str, str, str]:
    """Return code, message and fix of the problem that a file refers to what it does not have.

    Args:
        noun: What is missing, in the singular: `session`, `room`, `slot` or `speaker`.
        references: The references, at least one.
    """
    some = ", ".join(map(in_quotes, references[:_MAX_NAMED]))
    more = ", …" if len(references) > _MAX_NAMED else ""
    nouns = f"a {noun} that is" if len(references) == 1 else f"{len(references):,} {noun}s that are"
    return (
        f"unknown-{noun}",
        f"The schedule refers to {nouns} not there: {some}{more}",
        f"Correct the reference, or add the {noun}; if it is in another file, open the folder.",
    )


def keep_first(problems: Iterable[Problem], code: str) -> Iterator[Problem]:
    """Yield the problems, with only the first of those with this code."""
    found = False
    for problem in problems:
        if problem.code != code or not found:
            yield problem
        found = found or problem.code == code


def in_quotes(value: object) -> str:
    """Return a value from a file for a message: in quotes, safe to show, at most 60 characters."""
    text = clean(value if isinstance(value, str) else str(value))
    return f"“{text if len(text) <= _MAX_QUOTED else text[: _MAX_QUOTED - 1] + '…'}”"
