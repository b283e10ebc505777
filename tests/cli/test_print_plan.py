"""`confui plan` in every format, and what it prints about bookmarks that lost their session."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from icalendar import Calendar

from confui import cli
from confui.userdata.bookmarks import Bookmarks
from tests.cli.conftest import Run, Write

BEFORE, AFTER = "2031-05-01T09:00", "2031-06-01T09:00"
FORMATS = ["table", "markdown", "json", "ics"]


def note(share: Path, session_id: str, text: str) -> None:
    """Write a note, as the screen does."""
    from confui.schedule.models import Session

    with Bookmarks(share / "confui" / "bookmarks.db") as bookmarks:
        bookmarks.annotate("pynorth-2031", Session(session_id, "Snow"), text)


def test_the_plan_is_printed_by_day_with_overlaps_and_free_time(run: Run, pynorth: str) -> None:
    run("star", "small-maps", "paths-that", "-c", pynorth)
    run("star", "--maybe", "reading-list", "-c", pynorth)
    outcome = run("plan", "-c", pynorth, "--now", BEFORE)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.lines[:7] == [
        "Saturday, 17 May 2031",
        "★  10:30 – 11:15   [/nope] and Other Paths That Go Nowhere     Birch Room",
        "      overlaps 25 min with Small Maps for Big Forests (10:50)",
        "☆  10:30 – ~11:15  Reading list[int] and dict[str, int] Aloud  Aurora Hall",
        "      backup for [/nope] and Other Paths That Go Nowhere",
        "★  10:50 – 11:35   Small Maps for Big Forests                  Birch Room",
        "      overlaps 25 min with [/nope] and Other Paths That Go Nowhere (10:30)",
    ]
    assert "Sunday, 18 May 2031" in outcome.lines
    assert outcome.lines[-1].startswith("   nothing starred · ")


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_plan_is_reported_on_standard_error(run: Run, pynorth: str, format: str) -> None:
    outcome = run("plan", "-c", pynorth, "--format", format)
    assert outcome.status == cli.PROBLEMS
    if format == "json":
        assert json.loads(outcome.out)["bookmarks"] == []
    else:
        assert "no starred sessions" in outcome.refusal


def test_markdown_is_the_plan_and_after_the_conference_a_recap(run: Run, pynorth: str) -> None:
    run("star", "small-maps", "-c", pynorth)
    outcomes = [
        run("plan", "-c", pynorth, "--format", "markdown", "--now", now) for now in (BEFORE, AFTER)
    ]
    assert [outcome.lines[0] for outcome in outcomes] == [
        "# PyNorth 2031: my plan",
        "# PyNorth 2031: what I saw",
    ]


def test_a_session_with_only_a_note_is_in_the_recap_and_in_json(
    run: Run, pynorth: str, share: Path
) -> None:
    note(share, "talks/bees-and-asyncio.md", "Twelve *hives*.")
    recap = run("plan", "-c", pynorth, "--format", "markdown", "--now", AFTER)
    assert recap.lines[-1] == "> Twelve *hives*."
    assert recap.status == 0
    assert run("plan", "-c", pynorth, "--now", AFTER).status == cli.PROBLEMS
    (kept,) = json.loads(run("plan", "-c", pynorth, "--format", "json").out)["bookmarks"]
    assert (kept["mark"], kept["note"]) == (None, "Twelve *hives*.")


def test_a_calendar_has_the_starred_sessions_and_reports_those_without_a_time(
    run: Run, pynorth: str
) -> None:
    run("star", "small-maps", "weather-station", "-c", pynorth)
    outcome = run("plan", "-c", pynorth, "--format", "ics", "--reminder", "10")
    assert outcome.status == 0
    assert outcome.err == "confui: 1 session has no time and is left out of the calendar\n"
    (event,) = Calendar.from_ical(outcome.out).walk("VEVENT")
    assert event["SUMMARY"] == "Small Maps for Big Forests"
    assert len(event.subcomponents) == 1


def test_a_calendar_is_the_same_each_time_and_has_crlf_line_ends(
    run: Run, pynorth: str, share: Path
) -> None:
    run("star", "small-maps", "-c", pynorth)
    first, second = (
        subprocess.run(
            [sys.executable, "-m", "confui", "plan", "-c", pynorth, "--format", "ics"],
            env={**os.environ, "XDG_DATA_HOME": str(share), "PYTHONIOENCODING": "ascii"},
            capture_output=True,
            check=True,
        ).stdout
        for _ in range(2)
    )
    assert first == second
    assert first.count(b"\r\n") == first.count(b"\n") > 20
    assert b"\r\r" not in first


def test_list_prints_a_calendar_too(run: Run, pynorth: str) -> None:
    outcome = run("list", "kind:lightning", "-c", pynorth, "--format", "ics")
    (event,) = Calendar.from_ical(outcome.out).walk("VEVENT")
    assert (outcome.status, event["SUMMARY"]) == (0, "Lightning Talks")


def test_a_calendar_without_matches_is_empty(run: Run, pynorth: str) -> None:
    outcome = run("list", "nonsense-of-all-sorts", "-c", pynorth, "--format", "ics")
    assert (outcome.status, outcome.out) == (1, "")


@pytest.mark.parametrize("minutes", ["-1", "ten", "1.5", "99999999999", "", "²"])
def test_a_reminder_is_a_number_of_minutes(run: Run, minutes: str) -> None:
    outcome = run("plan", "--format", "ics", f"--reminder={minutes}")
    assert outcome.status == cli.WRONG_USE
    assert "is not a number of minutes; write 10" in outcome.refusal


@pytest.mark.parametrize("format", ["table", "markdown", "json"])
def test_a_reminder_needs_a_calendar(run: Run, format: str) -> None:
    outcome = run("plan", "--format", format, "--reminder", "10")
    assert outcome.status == cli.WRONG_USE
    assert outcome.refusal == "--reminder is for calendars; add --format ics"


def test_a_cancelled_session_stays_in_the_plan_and_can_be_shown_and_unstarred(
    run: Run, write: Write
) -> None:
    talk = "---\ntitle: {0}\nroom: Aurora\ndate: 2031-05-17 10:00\n---\n"
    folder = write({"snow.md": talk.format("Snow"), "ice.md": talk.format("Ice")})
    run("star", "snow", "-c", folder)
    Path(folder, "snow.md").unlink()
    plan = run("plan", "-c", folder, "--now", BEFORE)
    assert "      cancelled" in plan.lines
    assert "change  cancelled" in run("show", "snow", "-c", folder).lines
    assert run("unstar", "snow", "-c", folder).lines == ["  Snow"]
    assert run("plan", "-c", folder).status == cli.PROBLEMS


def test_a_moved_session_is_reported_in_the_plan_and_by_show(run: Run, write: Write) -> None:
    talk = "---\ntitle: Snow\nroom: Aurora\ndate: 2031-05-17 10:00\n---\n"
    folder = write({"snow.md": talk})
    run("star", "snow", "-c", folder)
    Path(folder, "snow.md").write_text(talk.replace("10:00", "11:30"), encoding="utf-8")
    assert "      moved 10:00 → 11:30" in run("plan", "-c", folder, "--now", BEFORE).lines
    assert "change  moved 10:00 → 11:30" in run("show", "snow", "-c", folder).lines


def test_show_prints_the_note(run: Run, pynorth: str, share: Path) -> None:
    note(share, "talks/bees-and-asyncio.md", "Twelve *hives*.")
    lines = run("show", "bees", "-c", pynorth).lines
    assert "note    Twelve *hives*." in lines
    assert not any(line.startswith("mark") for line in lines)


def test_sessions_that_fit_are_listed_by_free_time_with_the_best_first(
    run: Run, pynorth: str
) -> None:
    run("star", "garbage", "rivers", "-c", pynorth)
    run("star", "--maybe", "bees", "-c", pynorth)
    document = run("list", "is:fits", "-c", pynorth, "--format", "tsv", "--now", BEFORE)
    ids = [line.split("\t")[0] for line in document.lines[1:]]
    assert ids[0] == "talks/small-maps-for-big-forests.md"  # of the level of what is starred
    assert "talks/tests-for-the-weather.md" not in ids


@pytest.mark.parametrize("format", FORMATS)
def test_a_damaged_bookmark_file_is_reported_with_the_plan(
    run: Run, pynorth: str, share: Path, format: str
) -> None:
    (share / "confui").mkdir(parents=True)
    (share / "confui" / "bookmarks.db").write_bytes(b"garbage" * 1000)
    outcome = run("plan", "-c", pynorth, "--format", format)
    assert outcome.status == cli.PROBLEMS
    assert "Bookmark file damaged" in outcome.err
