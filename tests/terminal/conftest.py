import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal, attendee_environment

PYNORTH = Path(__file__).parents[1] / "conferences" / "pynorth-2031"
NOW = "2031-05-17T10:30"

Start = Callable[..., Terminal]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The attendee's home folder."""
    return tmp_path / "home"


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Return a function that runs confui in a terminal, by default with PyNorth."""
    with ExitStack() as terminals:

        def started(
            conference: Path = PYNORTH, *, columns: int = 120, rows: int = 36, **environment: str
        ) -> Terminal:
            command = [sys.executable, "-m", "confui", str(conference), "--now", NOW]
            return terminals.enter_context(
                Terminal(
                    command,
                    attendee_environment(home, **environment),
                    columns=columns,
                    rows=rows,
                )
            )

        yield started
