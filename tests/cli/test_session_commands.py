"""`confui star` and `confui unstar`."""

import json
from pathlib import Path

import pytest

from confui import cli
from confui.cli.lookup import open_bookmarks
from confui.sources.opening import open_conference
from tests.cli.conftest import Run

MAPS = "talks/small-maps-for-big-forests.md"


def starred(run: Run, conference: str) -> list[str]:
    document = json.loads(run("list", "-c", conference, "--format", "json").out)
    return [session["id"] for session in document["sessions"] if session["starred"]]


def test_a_star_is_printed_and_saved(run: Run, pynorth: str) -> None:
    outcome = run("star", "small-maps", "-c", pynorth)
    assert (outcome.status, outcome.out) == (0, "★ Small Maps for Big Forests\n")
    assert starred(run, pynorth) == [MAPS]
    assert run("show", "small-maps", "-c", pynorth).lines[0] == "Small Maps for Big Forests  ★"


def test_a_star_is_shown_in_the_table_and_in_the_day(run: Run, pynorth: str) -> None:
    run("star", "small-maps", "-c", pynorth)
    for outcome in (run("list", "-c", pynorth), run(pynorth, "--now", "2031-05-17T09:00")):
        assert [line.endswith(MAPS) for line in outcome.lines if line.startswith("★")] == [True]


def test_a_star_has_its_grade_in_json(run: Run, pynorth: str) -> None:
    run("star", "small-maps", "-c", pynorth)
    document = json.loads(run("list", "-c", pynorth, "--format", "json").out)
    (session,) = [session for session in document["sessions"] if session["starred"]]
    assert (session["grade"], session["note"]) == ("must", None)


def test_a_maybe_has_its_own_symbol_and_grade(run: Run, pynorth: str) -> None:
    outcome = run("star", "--maybe", "small-maps", "-c", pynorth)
    assert (outcome.status, outcome.out) == (0, "☆ Small Maps for Big Forests\n")
    document = json.loads(run("list", "is:maybe", "-c", pynorth, "--format", "json").out)
    assert [session["grade"] for session in document["sessions"]] == ["maybe"]
    run("star", "small-maps", "-c", pynorth)
    assert run("show", "small-maps", "-c", pynorth).lines[0] == "Small Maps for Big Forests  ★"


def test_several_sessions_are_starred_at_once(run: Run, pynorth: str) -> None:
    assert run("star", "small-maps", "bees", "-c", pynorth).status == 0
    assert starred(run, pynorth) == [MAPS, "talks/bees-and-asyncio.md"]


def test_an_overlap_with_another_star_is_printed_with_its_minutes(run: Run, pynorth: str) -> None:
    outcome = run("star", "small-maps", "paths-that", "-c", pynorth)
    assert outcome.lines == [
        "★ Small Maps for Big Forests",
        "★ [/nope] and Other Paths That Go Nowhere",
        "  overlaps 25 min with Small Maps for Big Forests (10:50)",
    ]


def test_unstar_removes_a_star(run: Run, pynorth: str) -> None:
    run("star", "small-maps", "bees", "-c", pynorth)
    outcome = run("unstar", "small-maps", "-c", pynorth)
    assert (outcome.status, outcome.lines) == (0, ["  Small Maps for Big Forests"])
    assert starred(run, pynorth) == ["talks/bees-and-asyncio.md"]


def test_unstarring_a_session_without_a_star_is_no_error(run: Run, pynorth: str) -> None:
    assert run("unstar", "bees", "-c", pynorth).status == 0
    assert starred(run, pynorth) == []


def test_stars_belong_to_their_conference(run: Run, pynorth: str) -> None:
    run("star", "small-maps", "-c", pynorth)
    assert starred(run, "djangocon-us-2017") == []


@pytest.mark.parametrize("command", ["star", "unstar"])
def test_an_unknown_id_changes_nothing(run: Run, pynorth: str, command: str) -> None:
    run("star", "bees", "-c", pynorth)
    outcome = run(command, "small-maps", "bees", "blizzard", "-c", pynorth)
    assert outcome.status == cli.WRONG_USE
    assert "blizzard" in outcome.refusal
    assert starred(run, pynorth) == ["talks/bees-and-asyncio.md"]


def test_reading_creates_no_file(run: Run, pynorth: str, share: Path) -> None:
    run("list", "-c", pynorth)
    run("show", "bees", "-c", pynorth)
    run("unstar", "bees", "-c", pynorth)
    assert not share.exists()


def test_a_star_that_cannot_be_saved_is_one_line_and_status_1(
    run: Run, pynorth: str, share: Path
) -> None:
    share.write_text("a file in the place of the folder")
    outcome = run("star", "bees", "-c", pynorth)
    assert outcome.status == cli.PROBLEMS
    assert "was not saved: not a directory" in outcome.refusal
    assert str(share) in outcome.refusal


@pytest.mark.parametrize("command", [["list"], ["show", "bees"], []])
def test_a_damaged_bookmark_file_is_reported_and_the_schedule_is_printed(
    run: Run, pynorth: str, share: Path, command: list[str]
) -> None:
    (share / "confui").mkdir(parents=True)
    (share / "confui" / "bookmarks.db").write_bytes(b"garbage" * 1000)
    conference = ["-c", pynorth] if command else [pynorth, "--now", "2031-05-18T09:00"]
    outcome = run(*command, *conference)
    assert outcome.status == cli.PROBLEMS
    assert "Bees and asyncio" in outcome.out
    (line,) = outcome.err.splitlines()
    assert line.startswith("confui: Bookmark file damaged")
    assert (share / "confui" / "bookmarks.db").read_bytes() == b"garbage" * 1000


def test_undo_takes_back_the_last_change_from_the_command_line(run: Run, pynorth: str) -> None:
    assert run("undo").refusal == "there is no change from the command line to take back"
    run("star", "small-maps", "-c", pynorth)
    run("star", "--maybe", "small-maps", "night-owls", "-c", pynorth)
    outcome = run("undo")
    assert outcome.status == cli.OK
    assert sorted(outcome.lines) == ["  Night owls' sprint", "★ Small Maps for Big Forests"]
    listed = run("list", "is:must", "-c", pynorth, "--format", "tsv").lines
    assert len(listed) == 2 and "Small Maps" in listed[1]
    assert run("list", "is:maybe", "-c", pynorth).status == cli.PROBLEMS
    assert run("undo").status == cli.PROBLEMS, "it was taken back"
    run("unstar", "small-maps", "-c", pynorth)
    assert run("undo").lines == ["★ Small Maps for Big Forests"]


def test_undo_leaves_alone_what_was_changed_since(run: Run, pynorth: str) -> None:
    run("star", "small-maps", "night-owls", "-c", pynorth)
    with open_bookmarks() as bookmarks:
        conference = open_conference(Path(pynorth))
        session = next(s for s in conference.sessions if "Small" in s.title)
        bookmarks.annotate(conference.id, session, "Bring a map.")
    outcome = run("undo")
    assert outcome.status == cli.PROBLEMS
    assert outcome.err.strip() == (
        "confui: Small Maps for Big Forests was changed since then and stays as it is"
    )
    assert outcome.lines == ["  Night owls' sprint"]


def test_an_import_can_be_taken_back(run: Run, pynorth: str, tmp_path: Path) -> None:
    run("star", "small-maps", "-c", pynorth)
    mine = tmp_path / "mine.json"
    mine.write_text(run("plan", "--json", "-c", pynorth).out)
    run("undo")
    assert run("import", str(mine), "-c", pynorth).status == cli.OK
    assert run("undo").lines == ["  Small Maps for Big Forests"]
    assert run("plan", "-c", pynorth).status == cli.PROBLEMS


def test_starring_what_is_over_says_so(run: Run, pynorth: str) -> None:
    outcome = run("star", "small-maps", "-c", pynorth, "--now", "2031-05-17T13:00")
    assert outcome.lines == ["★ Small Maps for Big Forests  (over)"]
