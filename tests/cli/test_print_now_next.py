"""`confui now` and `confui next`, to read and for a status line."""

import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from confui import cli
from confui.schedule import display_zone
from tests.cli.conftest import Run


def test_now_prints_what_is_on_with_bookmarked_sessions_first(run: Run, pynorth: str) -> None:
    run("star", "small-maps", "-c", pynorth)
    outcome = run("now", "-c", pynorth, "--now", "2031-05-17T11:00")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.lines == [
        "★  Birch Room   35 min left      Small Maps for Big Forests                  "
        "Jonas Vik, Petra Lund",
        "   Aurora Hall  ~15 min left     Reading list[int] and dict[str, int] Aloud  "
        "Ilmari Koskela",
        "   Birch Room   15 min left      [/nope] and Other Paths That Go Nowhere     "
        "Amina Berglund",
        "   Cedar Room   6 h 30 min left  Quiet room",
    ]


@pytest.mark.parametrize(
    ("now", "outlook"),
    [
        (
            "2031-05-17T23:00",
            "the next session of PyNorth 2031 starts at 01:30 on Sunday, 18 May 2031",
        ),
        (
            "2031-05-01T09:00",
            "the next session of PyNorth 2031 starts at 08:30 on Saturday, 17 May 2031",
        ),
        ("2031-06-01T09:00", "PyNorth 2031 ended on Sunday, 18 May 2031"),
    ],
)
def test_when_nothing_is_on_now_says_when_the_next_session_starts(
    run: Run, pynorth: str, now: str, outlook: str
) -> None:
    outcome = run("now", "-c", pynorth, "--now", now)
    assert outcome.status == cli.PROBLEMS
    assert outcome.refusal == f"nothing is on; {outlook}"


def test_next_prints_no_heading_for_the_same_day(run: Run, pynorth: str) -> None:
    outcome = run("next", "-c", pynorth, "--now", "2031-05-17T12:50")
    assert outcome.status == 0
    assert outcome.lines[0].startswith(
        "   Aurora Hall  starts in 10 min  13:00  Watching the Garbage"
    )


def test_next_prints_a_heading_for_another_day(run: Run, pynorth: str) -> None:
    outcome = run("next", "-c", pynorth, "--now", "2031-05-18T02:00")
    assert outcome.lines[0] == "Sunday, 18 May 2031"
    assert outcome.lines[1].startswith("   Aurora Hall  in 7 h 30 min  09:30  Bees and asyncio")


def test_after_the_conference_nothing_comes_next(run: Run, pynorth: str) -> None:
    outcome = run("next", "-c", pynorth, "--now", "2031-06-01T09:00")
    assert outcome.status == cli.PROBLEMS
    assert outcome.refusal == "nothing comes next; PyNorth 2031 ended on Sunday, 18 May 2031"


@pytest.mark.parametrize("command", ["now", "next"])
def test_tsv_has_a_row_of_column_names_and_no_heading(run: Run, pynorth: str, command: str) -> None:
    outcome = run(command, "-c", pynorth, "--format", "tsv", "--now", "2031-05-18T02:00")
    assert outcome.lines[0].split("\t")[:3] == ["mark", "minutes", "start"]
    assert outcome.lines[1].split("\t")[1] == {"now": "60", "next": "450"}[command]


def test_a_query_narrows_what_is_on_and_what_comes_next(run: Run, pynorth: str) -> None:
    at = ("-c", pynorth, "--now", "2031-05-17T11:00")
    assert [line.split()[0] for line in run("now", "room:birch", *at).lines] == ["Birch", "Birch"]
    assert [line.split()[0] for line in run("next", "collector", *at).lines] == ["Aurora"]
    outcome = run("now", "snowshoes", *at)
    assert outcome.status == cli.PROBLEMS
    assert outcome.refusal == "nothing is on that matches snowshoes; none comes any more"
    outcome = run("now", "collector", *at)
    assert outcome.refusal == (
        "nothing is on that matches collector; "
        "the next one starts at 13:00 on Saturday, 17 May 2031"
    )


@pytest.mark.parametrize("command", ["now", "next", "list", "plan"])
def test_times_can_be_those_of_the_attendee(
    run: Run, pynorth: str, command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = shutil.copytree(pynorth, tmp_path / "here")
    settings = folder / "conference.yaml"
    settings.write_text(f"timezone: Europe/Oslo\n{settings.read_text()}")
    monkeypatch.setattr(display_zone, "find_local_zone", lambda: ZoneInfo("Asia/Tokyo"))
    run("star", "night-owls", "-c", str(folder))
    at = ("-c", str(folder), "--now", "2031-05-17T17:50", "--my-time")
    outcome = run(command, *at)
    assert outcome.err == ""
    assert "times as in Tokyo" in outcome.lines[0]
    if command != "now":
        assert "08:30+1" in outcome.out, "it begins at half past one in the night after Saturday"
    else:
        assert "1 h 40 min left" in outcome.out


def test_a_schedule_without_a_zone_says_why_times_cannot_be_converted(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: Snow\ndate: 2031-05-17 09:00\n---\n")
    outcome = run("list", "-c", str(tmp_path), "--my-time")
    assert outcome.status == cli.WRONG_USE
    assert "does not say its time zone" in outcome.refusal
