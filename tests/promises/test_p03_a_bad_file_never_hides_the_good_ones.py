"""P3: a bad file never hides the good ones, and is a problem with its place and what to do.

Each kind of mistake alone is in `tests/sources/test_broken_files.py`, directories and special files
in `tests/sources/talk_folder/test_folders.py`. The long form, folders of 30,000 files, is
`python -m benchmarks.torture --only broken-folders`.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from confui.sources import open_conference
from tests.examples import short_or_long
from tests.torture.broken_folders import BREAKS, read_broken
from tests.torture.sinks import run

GOOD = "---\ntitle: Snow {0}\ndate: 2031-05-17 10:00\nroom: Aurora\n---\nBring boots.\n"
FRONT = "---\ntitle: Bad\nroom: Aurora\n{}\n---\n"


def _file(content: str | bytes) -> Callable[[Path], None]:
    data = content if isinstance(content, bytes) else content.encode()

    def write(path: Path) -> None:
        path.write_bytes(data)

    return write


BAD: dict[str, Callable[[Path], None]] = {
    "not UTF-8": _file(b"---\ntitle: Caf\xe9\nroom: a\n---\n"),
    "UTF-16": _file(GOOD.encode("utf-16")),
    "unclosed": _file("---\ntitle: Snow\nroom: Aurora\n"),
    "a tab": _file(FRONT.format("presenters: x\n\tname: Amina")),
    "an unquoted colon": _file(FRONT.format("abstract: Python: the good parts")),
    "an open quote": _file(FRONT.format("abstract: 'open")),
    "an alias": _file(FRONT.format("a: &a [*a]")),
    "brackets without end": _file(FRONT.format("a: " + "[" * 60_000)),
    "a control character": _file(FRONT.format("abstract: \x1b[2J")),
    "not a mapping": _file("---\n- a\n- b\n---\n"),
    "too large": _file(b"---\n" + b"a" * (2 * 1024 * 1024)),
    "no time": _file("---\ntitle: Snow\ndate: 2031-02-30 25:00\nroom: Aurora\n---\n"),
    "a pipe": os.mkfifo,
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a link to nothing": lambda path: path.symlink_to("nowhere.md"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "snow-2031"
    path.mkdir()
    for number in range(200):
        (path / f"{number:03}.md").write_text(GOOD.format(number))
    return path


def test_of_200_good_files_and_one_of_each_bad_kind_200_are_shown(
    folder: Path, attendee: Path
) -> None:
    for number, write in enumerate(BAD.values()):
        write(folder / f"bad-{number:02}.md")
    conference = open_conference(folder)
    titles = {session.title for session in conference.visible}
    assert {f"Snow {number}" for number in range(200)} <= titles
    listed = {problem.file: problem for problem in conference.problems}
    for number, kind in enumerate(BAD):
        problem = listed.get(f"bad-{number:02}.md")
        assert problem is not None, kind
        assert problem.message and problem.fix, kind
    status, output, errors = run("list", "-c", str(folder))
    assert (status, errors) == (0, "")
    assert output.count("Snow ") >= 200
    status, output, _ = run("check", str(folder))
    assert status == 1
    assert all(f"bad-{number:02}.md" in output for number in range(len(BAD)))


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_file_of_each_kind_leaves_the_good_one(bad: str, tmp_path: Path) -> None:
    folder = tmp_path / "snow-2031"
    folder.mkdir()
    (folder / "good.md").write_text(GOOD.format("fall"))
    BAD[bad](folder / "bad.md")
    conference = open_conference(folder)
    assert "Snow fall" in {session.title for session in conference.visible}
    assert [problem.file for problem in conference.problems if problem.file == "bad.md"]


@pytest.mark.usefixtures("attendee")
def test_of_a_folder_whose_files_are_broken_every_other_one_the_good_half_is_shown(
    tmp_path: Path,
) -> None:
    count = short_or_long(400, 2_000)
    assert read_broken(tmp_path, count, seed=3) == (count, [])


@pytest.mark.usefixtures("attendee")
def test_a_broken_file_that_is_not_told_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BREAKS, "garbage", lambda content, _: content.replace(b"date", b"when"))
    _, faults = read_broken(tmp_path, 40, seed=3)
    assert any("garbage, is not told" in fault for fault in faults)
