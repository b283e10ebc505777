"""`config.toml`: a mistake is a warning with its line, and costs only its own setting."""

import os
from pathlib import Path

import pytest

from confui.text import is_clean
from confui.userdata.config import MAX_CONFIG_BYTES, Config, read_config
from tests.torture.payloads import PAYLOADS


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_without_a_file_everything_is_as_by_default(path: Path) -> None:
    assert read_config(path) == Config()
    path.write_text("# nothing yet\n")
    assert read_config(path) == Config()


def test_directories_are_urls_and_paths(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/kari")
    path.write_text('directories = ["https://a.example/m.json", "lists", "/b", "~/c", " "]\n')
    assert read_config(path) == Config(
        ("https://a.example/m.json", str(path.parent / "lists"), "/b", "/home/kari/c")
    )
    path.write_text("directories = []\n")
    assert read_config(path) == Config(())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('directoris = ["https://a.example"]', "unknown setting “directoris”"),
        ("[shortcuts]\nx = 1", "unknown setting “shortcuts”; the settings are: theme, clock"),
        ("'a b'.c = 1", "unknown setting “a b”"),
        ('directories = "https://a.example"', "directories must be a list of texts"),
        ("directories = [1]", "directories must be a list of texts"),
        ("theme = 3", "theme must be a text"),
        ('clock = "his"', "clock must be one of event, mine"),
        ("column_width = 900", "column_width must be a number from 0 to 200"),
        ("walk_minutes = true", "walk_minutes must be a number from 0 to 240"),
        ('keys = "b"', "keys must be a table"),
        ('[keys]\n"session.star" = ""', "“session.star” must be a key, or a list of keys"),
        ('[keys]\na.b = "x"\nc = ["y", "x"]', "gives “x” to a.b and to c; no key changes"),
    ],
)
def test_a_wrong_setting_is_a_warning_with_its_line(path: Path, line: str, reason: str) -> None:
    path.write_text(f"# Mine\n\n{line}\n")
    config = read_config(path)
    (warning,) = config.warnings
    assert warning.startswith(f"{path}, line 3: " if "a b" not in line else f"{path}: ")
    assert reason in warning
    assert config.directories is None


def test_keys_are_listed_by_action_however_the_table_is_written(path: Path) -> None:
    path.write_text('[keys]\n"session.star" = "b"\nfilter.hide = ["F", "f6"]\n')
    assert read_config(path).keys == {"session.star": "b", "filter.hide": "F,f6"}


def test_a_wrong_setting_does_not_cost_the_others(path: Path) -> None:
    path.write_text('colour = "red"\ndirectories = ["/a"]\n[nothing]\n')
    config = read_config(path)
    assert config.directories == ("/a",)
    assert [warning.partition("line ")[2][0] for warning in config.warnings] == ["1", "3"]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"# x\ndirectories = [\n", ", line 2: "),
        (b"# x\n= 1\n", ", line 2: "),
        (b"a = 1\na = 2\n", ", line 2: "),
        (b"\xff", ": cannot be read (it is not UTF-8)"),
        (b"#" * (MAX_CONFIG_BYTES + 1), ": cannot be read (larger than 64 KiB)"),
        (b"a = " + b"[" * 30_000, ""),
        (b"a = " + b"9" * 5_000, ": cannot be read ("),
    ],
)
def test_a_file_that_cannot_be_read_is_one_warning(path: Path, content: bytes, place: str) -> None:
    path.write_bytes(content)
    config = read_config(path)
    (warning,) = config.warnings
    assert warning.startswith(f"{path}{place}")
    assert config._replace(warnings=()) == Config()


def test_a_pipe_or_folder_in_its_place_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        (warning,) = read_config(path).warnings
        assert "cannot be read" in warning


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_warning_acts_on_a_terminal(path: Path, payload: str) -> None:
    text = "".join(f"\\U{ord(character):08x}" for character in PAYLOADS[payload])
    path.write_text(f'"a{text}" = 1\n')
    assert all(map(is_clean, read_config(path).warnings))
