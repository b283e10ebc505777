"""Opens schedules under a limit of memory, in a program that forks for each of them.

A fresh interpreter for each would spend most of its time on imports.
"""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple, Self

from confui.sources.opening import SourceError, open_conference
from tests.ratios import ratio

ROOT = Path(__file__).parents[2]
MEMORY = 400 * 1024 * 1024


class Opened(NamedTuple):
    """What became of a source."""

    cost: float
    """How many times the processor time of a benign source."""
    sessions: int
    problems: int


class Opener:
    """The program, as a context manager. Leaving it ends also a reader that hangs."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()

    def open(self, source: Path, benign: Path, *, enough: float) -> Opened:
        """Open a benign source and then another one, until that costs no more than `enough`."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{source}\t{benign}\t{enough}\n")
        answer = self._process.stdout.readline()
        assert answer.startswith("opened "), answer
        cost, sessions, problems = answer.split()[1:]
        return Opened(float(cost), int(sessions), int(problems))


def _outcome(source: str) -> tuple[int, int]:
    """Return the numbers of sessions and problems of a source; its refusal is one problem."""
    try:
        conference = open_conference(source)
    except SourceError:
        return 0, 1
    return len(conference.sessions), len(conference.problems)


def _answer(source: str, benign: str, enough: str) -> str:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    outcomes = {}

    def opened(path: str) -> None:
        outcomes[path] = _outcome(path)

    cost = ratio(lambda: opened(source), lambda: opened(benign), enough=float(enough))
    sessions, problems = outcomes[benign]
    assert sessions and not problems, f"{benign} has {problems} problems"
    return f"opened {cost} {outcomes[source][0]} {outcomes[source][1]}"


def _serve() -> None:
    """Answer every line of the standard input, each in a process of its own."""
    for line in sys.stdin:
        if child := os.fork():
            _, status = os.waitpid(child, 0)
            if status:
                _say(f"ended with {os.waitstatus_to_exitcode(status)}")
            continue
        _say(_answer(*line.rstrip("\n").split("\t")))
        os._exit(0)


def _say(answer: str) -> None:
    sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _serve()
