"""Folders with pipes, loops, huge files and names that are not valid text."""

import inspect
import os
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from confui.schedule.models import Conference, Problem, Severity
from confui.sources.opening import SourceError, open_conference
from confui.sources.syntax import files
from confui.sources.syntax.files import printable_path

Load = Callable[[Mapping[str, str | bytes]], Conference]
GOOD = "---\ntitle: Snow\nroom: Aurora\ndate: 2031-05-17 10:00\n---\n\nBody.\n"


def test_reading_does_not_block_on_a_pipe(load: Load, folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")
    assert [problem.code for problem in load({"a.md": GOOD}).problems] == ["not-a-file"]


def test_a_socket_is_a_problem(load: Load, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)  # a socket's path is short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s.md")
        assert [problem.file for problem in load({"a.md": GOOD}).problems] == ["s.md"]


def test_an_endless_device_is_not_read(load: Load, folder: Path) -> None:
    (folder / "zero.md").symlink_to("/dev/zero")
    assert [problem.code for problem in load({"a.md": GOOD}).problems] == ["not-a-file"]


def test_a_file_of_many_gigabytes_is_not_read(load: Load, folder: Path) -> None:
    with (folder / "sparse.md").open("wb") as file:
        file.truncate(8 * 1024**3)
    assert [problem.code for problem in load({"a.md": GOOD}).problems] == ["too-large"]


def test_links_to_files_are_read_and_broken_links_are_problems(load: Load, folder: Path) -> None:
    (folder / "linked.md").symlink_to("a.md")
    (folder / "itself.md").symlink_to("itself.md")
    (folder / "gone.md").symlink_to("missing.md")
    conference = load({"a.md": GOOD})
    assert [session.id for session in conference.sessions] == ["a.md", "linked.md"]
    assert [(problem.code, problem.file) for problem in conference.problems] == [
        ("unreadable", "gone.md"),
        ("unreadable", "itself.md"),
    ]


def test_links_to_folders_are_not_followed(load: Load, folder: Path) -> None:
    (folder / "deeper").mkdir()
    (folder / "deeper" / "loop").symlink_to(folder)
    (folder / "folder.md").symlink_to(folder)
    conference = load({"a.md": GOOD})
    assert [session.id for session in conference.sessions] == ["a.md"]
    assert [problem.file for problem in conference.problems] == ["folder.md"]


def test_a_folder_named_like_a_file_is_a_folder(load: Load) -> None:
    assert [session.id for session in load({"talk.md/a.md": GOOD}).sessions] == ["talk.md/a.md"]


@pytest.mark.parametrize("name", [".git", ".hidden", "node_modules", "_posts", "_site"])
def test_folders_of_tools_are_not_searched(load: Load, name: str) -> None:
    conference = load({"a.md": GOOD, f"{name}/b.md": GOOD, f"x/{name}/c.md": "---\n"})
    assert [session.id for session in conference.sessions] == ["a.md"]
    assert conference.problems == ()


def test_files_with_other_suffixes_are_ignored(load: Load) -> None:
    conference = load({"a.md": GOOD, "b.MD": GOOD, "c.txt": GOOD, "d.md~": GOOD, ".e.md": GOOD})
    assert [session.id for session in conference.sessions] == ["a.md", "b.MD"]


def test_very_deep_folders_are_searched_without_recursion(load: Load, folder: Path) -> None:
    deep = "d/" * 200 + "a.md"
    load({deep: GOOD})
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 100)
    try:
        assert list(files.source_files(folder, [])) == [deep]
    finally:
        sys.setrecursionlimit(usual)


def test_unprintable_names_are_escaped_and_stay_different(load: Load, folder: Path) -> None:
    for name in (b"a\xff.md", b"a\\udcff.md", b"a\nb.md", b"a\x1b[2J.md", "ä.md".encode()):
        (folder / os.fsdecode(name)).write_text(GOOD)
    ids = [session.id for session in load({}).sessions]
    assert ids == sorted([r"a\udcff.md", r"a\\udcff.md", r"a\nb.md", r"a\x1b[2J.md", "ä.md"])


@pytest.mark.parametrize("path", ["talks/snow.md", "talks/schnee und eis.md", "雪.md"])
def test_a_printable_path_is_shown_as_it_is(path: str) -> None:
    assert printable_path(path) == path


def test_a_file_or_folder_that_may_not_be_read_is_a_problem(
    load: Load, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_open, real_scandir = os.open, os.scandir

    def refuse_open(path: Path, flags: int) -> int:
        if str(path).endswith("locked.md"):
            raise PermissionError(13, "Permission denied")
        return real_open(path, flags)

    def refuse_scandir(path: Path) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return real_scandir(path)

    monkeypatch.setattr(os, "open", refuse_open)
    monkeypatch.setattr(os, "scandir", refuse_scandir)
    conference = load({"a.md": GOOD, "locked.md": GOOD, "shut/b.md": GOOD})
    assert [session.id for session in conference.sessions] == ["a.md"]
    assert conference.problems == (
        Problem(
            Severity.ERROR,
            "unreadable",
            "locked.md",
            0,
            "Cannot be read: Permission denied",
            "Check the permissions.",
        ),
        Problem(
            Severity.ERROR,
            "unreadable",
            "shut",
            0,
            "Cannot be read: Permission denied",
            "Check the permissions.",
        ),
    )


def test_a_source_that_may_not_be_listed_is_no_conference(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(SourceError, match="Permission denied"):
        open_conference(folder)


def test_too_many_files_are_cut_off_with_a_notice(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_FILES", 3)
    conference = load({f"{number}.md": GOOD for number in range(5)})
    assert len(conference.sessions) == 3
    assert [problem.code for problem in conference.problems] == ["too-many-files"]
