from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from confui.cli.dispatch import main

PYNORTH = str(Path(__file__).parents[1] / "conferences" / "pynorth-2031")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def refusal(self) -> str:
        """The one line in which a command says why it did nothing."""
        (line,) = self.err.splitlines()
        assert self.out == ""
        assert line.startswith("confui: ")
        return line.removeprefix("confui: ")


Run = Callable[..., Outcome]
Write = Callable[[Mapping[str, str | bytes]], str]


@pytest.fixture
def pynorth() -> str:
    return PYNORTH


@pytest.fixture(autouse=True)
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An attendee's own data directory, without any bookmark yet."""
    folder = tmp_path / "share"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run confui with arguments, its output going nowhere near a terminal."""

    def outcome(*arguments: str) -> Outcome:
        capsys.readouterr()
        try:
            status = main(arguments)
        except SystemExit as exit:  # `--help` and `--version` end here
            status = exit.code if isinstance(exit.code, int) else 0
        return Outcome(status, *capsys.readouterr())

    return outcome


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files by their relative path into a folder and return its path."""

    def written(files: Mapping[str, str | bytes]) -> str:
        folder = tmp_path / "pywest-2030"
        folder.mkdir()
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(folder)

    return written
