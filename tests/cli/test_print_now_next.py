"""`confui now` and `confui next`, to read and for a status line."""

import pytest

from confui import cli
from tests.cli.conftest import Run


def test_now_prints_what_is_on_with_bookmarked_sessions_first(run: Run, pynorth: str) -> None:
    run("star", "small-maps", "-c", pynorth)
    outcome = run("now", "-c", pynorth, "--now", "2031-05-17T11:00")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.lines == [
        "★  35 min left      Birch Room   Small Maps for Big Forests                  "
        "Jonas Vik, Petra Lund",
        "   ~15 min left     Aurora Hall  Reading list[int] and dict[str, int] Aloud  "
        "Ilmari Koskela",
        "   15 min left      Birch Room   [/nope] and Other Paths That Go Nowhere     "
        "Amina Berglund",
        "   6 h 30 min left  Cedar Room   Quiet room",
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
    assert outcome.lines[0].startswith("   in 10 min      13:00  Aurora Hall  Watching the Garbage")


def test_next_prints_a_heading_for_another_day(run: Run, pynorth: str) -> None:
    outcome = run("next", "-c", pynorth, "--now", "2031-05-18T02:00")
    assert outcome.lines[0] == "Sunday, 18 May 2031"
    assert outcome.lines[1].startswith("   in 7 h 30 min  09:30  Aurora Hall  Bees and asyncio")


def test_after_the_conference_nothing_comes_next(run: Run, pynorth: str) -> None:
    outcome = run("next", "-c", pynorth, "--now", "2031-06-01T09:00")
    assert outcome.status == cli.PROBLEMS
    assert outcome.refusal == "nothing comes next; PyNorth 2031 ended on Sunday, 18 May 2031"


@pytest.mark.parametrize("command", ["now", "next"])
def test_tsv_has_a_row_of_column_names_and_no_heading(run: Run, pynorth: str, command: str) -> None:
    outcome = run(command, "-c", pynorth, "--format", "tsv", "--now", "2031-05-18T02:00")
    assert outcome.lines[0].split("\t")[:3] == ["mark", "minutes", "start"]
    assert outcome.lines[1].split("\t")[1] == {"now": "60", "next": "450"}[command]
