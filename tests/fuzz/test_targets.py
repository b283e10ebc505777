"""Every reader has a target, and says how to get atheris where it is missing."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.torture.readers import READERS

fuzz: Any = import_module("tests.fuzz.__main__")


class FakeAtheris(ModuleType):
    """Calls the target once with each file of the corpus."""

    def __init__(self) -> None:
        super().__init__("atheris")
        self.command: list[str] = []
        self.read = 0

    @contextmanager
    def instrument_imports(self, include: list[str]) -> Iterator[None]:
        assert include == ["confui"]
        yield

    def Setup(self, command: list[str], target: Callable[[bytes], None]) -> None:
        self.command, self._target = command, target

    def Fuzz(self) -> None:
        for path in Path(self.command[-1]).iterdir():
            self._target(path.read_bytes())
            self.read += 1


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_is_a_target(
    reader: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    atheris = FakeAtheris()
    monkeypatch.setitem(sys.modules, "atheris", atheris)
    monkeypatch.setattr(fuzz, "_FOLDER", tmp_path)
    assert fuzz.main([fuzz.slug(reader), "-runs=3"]) == 0
    assert atheris.read == 1
    assert "-runs=3" in atheris.command


def test_an_unknown_reader_lists_the_known_ones(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "atheris", FakeAtheris())
    for arguments in ([], ["pdf"]):
        assert fuzz.main(arguments) == 2
        assert "frab-xml, frab-json" in capsys.readouterr().err


def test_without_atheris_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "atheris", None)
    assert fuzz.main(["frab-xml"]) == 2
    assert "pip install atheris" in capsys.readouterr().err
