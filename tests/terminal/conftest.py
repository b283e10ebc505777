import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.terminal import FRAME_END, KEYS, Terminal, attendee_environment

PYNORTH = Path(__file__).parents[1] / "conferences" / "pynorth-2031"
NOW = "2031-05-17T10:30"

HANGING = 50.0
"""Seconds after which a program that was to do something, on however slow a machine, hangs."""


class Attendee(Terminal):
    """A terminal whose owner has patience."""

    def wait_for(self, *texts: str, after: int = 0, timeout: float = HANGING) -> str:
        return super().wait_for(*texts, after=after, timeout=timeout)

    def wait(self, timeout: float = HANGING) -> int:
        return super().wait(timeout)

    def painted(self, key: str) -> bytes:
        """Press a key that changes the screen and return what came, to the end of all frames."""
        start = len(self.output)
        self.write(KEYS.get(key) or key.encode())
        while FRAME_END not in self.output[start:]:
            assert self.read(HANGING), f"no frame for {key}"
        self.settle()
        return self.output[start:]


Start = Callable[..., Attendee]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The attendee's home folder."""
    return tmp_path / "home"


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Return a function that runs confui in a terminal, by default with PyNorth."""
    with ExitStack() as terminals:

        def started(
            conference: Path | str = PYNORTH,
            *,
            columns: int = 120,
            rows: int = 36,
            **environment: str,
        ) -> Attendee:
            command = [sys.executable, "-m", "confui", str(conference), "--now", NOW]
            return terminals.enter_context(
                Attendee(
                    command,
                    attendee_environment(home, **environment),
                    columns=columns,
                    rows=rows,
                )
            )

        yield started
