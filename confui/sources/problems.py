"""What is odd in a file: collected while the file is read, or raised where reading ends."""

from collections.abc import Iterable, Mapping

from confui.schedule.models import Problem, Severity
from confui.text import clean

UNKNOWN_LEVEL = "unknown-level"
"""The code of a warning that one label makes for many sessions alike."""

_SHOWN = 60
"""How many characters of a strange value a message quotes."""


CUT_SHORT = "cut-short"
"""The code where a file ends, or breaks, before all of it could be read."""


class BrokenFileError(Exception):
    """A file that cannot be read as what it should be; the other files are not concerned."""

    def __init__(self, code: str, message: str, fix: str, line: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.fix = fix
        self.line = line

    def problem(self, file: str) -> Problem:
        """Return what to tell the owner of `file`, a path within the source."""
        return Problem(Severity.ERROR, self.code, file, self.line, self.message, self.fix)


class ProblemCollector:
    """The problems of one file, in the order in which they were found."""

    def __init__(
        self, file: str, lines: Mapping[str, int], *, first_line: int = 0, subject: str = ""
    ) -> None:
        """Begin with no problem.

        Args:
            file: The path within the source.
            lines: Where each top-level key stands.
            first_line: Where a problem is that has no key in the file; 0 for the file as a whole.
            subject: What a message begins with, where one file holds many sessions.
        """
        self.file = file
        self.problems: list[Problem] = []
        self._lines = lines
        self._first_line = first_line
        self._subject = f"{subject}: " if subject else ""

    def line(self, key: str) -> int:
        """Return the line of a top-level key; the first line where the file does not have it."""
        return self._lines.get(key, self._first_line)

    def error(self, code: str, key: str, message: str, fix: str) -> None:
        """Note that something of the session is lost."""
        self._note(Severity.ERROR, code, self.line(key), message, fix)

    def warning(self, code: str, key: str, message: str, fix: str, *, line: int = 0) -> None:
        """Note what looks odd, at the line of `key` unless another one is given."""
        self._note(Severity.WARNING, code, line or self.line(key), message, fix)

    def repeated(self, keys: Iterable[tuple[str, int]]) -> None:
        """Note keys that occur twice in one mapping; each comes with the line of the later one."""
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
        self.problems.append(Problem(severity, code, self.file, line, self._subject + message, fix))


def in_quotes(value: object) -> str:
    """Return a value from a file as a message may show it: in quotes, safe, and not too long."""
    text = clean(value if isinstance(value, str) else str(value))
    return f"“{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + '…'}”"
