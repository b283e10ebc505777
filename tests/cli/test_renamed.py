"""Bookmarks after the file of a talk was renamed."""

import json
from pathlib import Path

import pytest

from confui import cli
from tests.cli.conftest import Run, Write

TALK = "---\ntitle: {0}\nroom: Aurora\ndate: 2031-05-17 10:00\n---\n"
BEFORE = "2031-05-17T08:00"


@pytest.fixture
def folder(run: Run, write: Write) -> str:
    """A folder with two talks, one of them starred."""
    name = write({"snow.md": TALK.format("Snow"), "ice.md": TALK.format("Ice")})
    run("star", "snow", "-c", name)
    return name


def rename(folder: str) -> None:
    Path(folder, "snow.md").rename(Path(folder, "flakes.md"))


def uids(run: Run, folder: str) -> list[str]:
    exported = run("plan", "-c", folder, "--format", "ics", "--now", BEFORE).lines
    return [line for line in exported if line.startswith("UID:")]


def test_the_star_follows_the_session(run: Run, folder: str) -> None:
    rename(folder)
    assert [line.split()[-1] for line in run("list", "-c", folder).lines if "★" in line] == [
        "flakes.md"
    ]
    assert run("show", "flakes", "-c", folder).lines[0] == "Snow  ★"
    plan = run("plan", "-c", folder, "--now", BEFORE)
    assert "cancelled" not in plan.out
    assert "★" in plan.out
    assert "★" in run(folder, "--now", BEFORE).out
    assert "★" in run("next", "-c", folder, "--now", BEFORE).out


def test_a_calendar_has_the_same_event_as_before(run: Run, folder: str) -> None:
    before = uids(run, folder)
    rename(folder)
    assert uids(run, folder) == before
    run("star", "ice", "-c", folder)  # which keeps the bookmark under its id of now
    assert set(before) < set(uids(run, folder))


def test_an_older_export_brings_back_neither_a_duplicate_nor_a_removed_star(
    run: Run, folder: str, tmp_path: Path
) -> None:
    export = tmp_path / "plan.json"
    export.write_text(run("plan", "-c", folder, "--format", "json").out, encoding="utf-8")
    rename(folder)
    run("import", str(export), "-c", folder)
    document = json.loads(run("plan", "-c", folder, "--format", "json").out)
    assert [row["session"] for row in document["bookmarks"]] == ["flakes.md"]
    assert run("unstar", "flakes", "-c", folder).lines == ["  Snow"]
    run("import", str(export), "-c", folder)
    assert run("plan", "-c", folder).status == cli.PROBLEMS
