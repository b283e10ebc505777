import json
from pathlib import Path

import pytest

from confui import cli
from tests.cli.conftest import Run, Write

CONFERENCES = Path(__file__).parents[2].parent / "shared" / "conferences"

TALK = """\
---
title: {title}
room: {room}
date: 2031-05-17 {start}
end_date: 2031-05-17 {end}
---
"""
SNOW = TALK.format(title="Snow", room="Aurora", start="10:00", end="10:45")
MAPS = TALK.format(title="Maps", room="Aurora", start="10:20", end="11:05")
ENDLESS = TALK.format(title="Endless", room="Birch", start="15:00", end="14:00")
WIZARD = SNOW.replace("title", "difficulty: wizard\ntitle")
NAMELESS = TALK.format(title="", room="Birch", start="12:00", end="12:30")


def test_only_check_reports_what_only_organisers_care_for(run: Run, write: Write) -> None:
    folder = write({"snow.md": SNOW, "maps.md": MAPS})
    outcome = run("check", folder)
    assert outcome.status == cli.OK
    assert outcome.lines == [
        "maps.md:4: warning: “Maps” overlaps “Snow” (snow.md:4) for 25 min, "
        "in “Aurora” on Sat 17, 10:20 [room-overlap]",
        "    fix: Correct one of the times or the room.",
        "Pywest 2030: 2 sessions, 1 warning",
    ]
    assert json.loads(run("list", "--format", "json", "-c", folder).out)["problems"] == []


def test_problems_are_in_the_order_of_files_and_lines(run: Run, write: Write) -> None:
    wizard = ENDLESS.replace("title", "difficulty: wizard\ntitle")
    outcome = run("check", write({"snow.md": SNOW, "maps.md": MAPS, "a.md": wizard}))
    places = [line.partition(": ")[0] for line in outcome.lines[:-1:2]]
    assert places == ["a.md:2", "a.md:6", "maps.md:4"]


@pytest.mark.parametrize(
    ("files", "arguments", "status"),
    [
        ({"a.md": SNOW}, [], cli.OK),
        ({"a.md": SNOW}, ["--strict"], cli.OK),
        ({"a.md": WIZARD}, [], cli.OK),
        ({"a.md": WIZARD}, ["--strict"], cli.PROBLEMS),
        ({"a.md": ENDLESS}, [], cli.PROBLEMS),
        ({"a.md": SNOW, "b.md": MAPS}, ["--strict"], cli.PROBLEMS),
        ({"a.md": NAMELESS}, [], cli.PROBLEMS),
        ({"a.md": NAMELESS}, ["--strict"], cli.PROBLEMS),
    ],
)
def test_the_exit_status_lets_ci_fail_on_errors_or_on_anything(
    run: Run, write: Write, files: dict[str, str], arguments: list[str], status: int
) -> None:
    folder = write(files)
    assert run("check", folder, *arguments).status == status
    assert run("check", folder, *arguments, "--format", "json").status == status


def test_json_has_what_the_text_has(run: Run, write: Write) -> None:
    folder = write({"a.md": NAMELESS, "b.md": SNOW, "c.md": MAPS})
    outcome = run("check", folder, "--format", "json")
    assert outcome.status == cli.PROBLEMS
    document = json.loads(outcome.out)
    assert document["conference"] == {
        "id": "pywest-2030",
        "title": "Pywest 2030",
        "source": folder,
        "sessions": 3,
    }
    lines = [
        f"{each['file']}:{each['line']}: {each['severity']}: {each['message']} [{each['code']}]"
        for each in document["problems"]
    ]
    assert lines == run("check", folder).lines[:-1:2]
    assert [each["code"] for each in document["problems"]] == ["no-title", "room-overlap"]


def test_a_schedule_without_problems_is_an_empty_list(run: Run, write: Write) -> None:
    outcome = run("check", write({"a.md": SNOW}), "--format", "json")
    assert json.loads(outcome.out)["problems"] == []


@pytest.mark.parametrize("arguments", [[], ["--format", "json"], ["--strict"]], ids=" ".join)
def test_an_unreadable_schedule_is_refused_in_one_line(
    run: Run, write: Write, arguments: list[str]
) -> None:
    outcome = run("check", write({"s.xml": "<schedule>\n<day"}), *arguments)
    assert outcome.status == cli.WRONG_USE
    assert "s.xml: " in outcome.refusal


XML = """\
<schedule><conference><title>PyWest</title><time_zone_name>Europe/Oslo</time_zone_name></conference>
<day date="2031-05-17" index="1"><room name="Aurora">
<event guid="1"><title>Snow</title><start>10:00</start><duration>00:45</duration></event>
<event guid="2"><title>Maps</title><start>10:20</start><duration>00:45</duration></event>
<event guid="2"><title>Tea</title><date>2031-05-17T15:00:00-05:00</date><duration>00:20</duration>
</event></room></day></schedule>
"""


def test_problems_in_a_schedule_file_have_line_numbers(run: Run, write: Write) -> None:
    outcome = run("check", write({"s.xml": XML}))
    places = [(line.split(": ")[0], line.split(" [")[1]) for line in outcome.lines[:-1:2]]
    assert places == [("s.xml:4", "room-overlap]"), ("s.xml:5", "repeated-id]")]


def test_the_conference_that_ships_is_free_of_problems(run: Run) -> None:
    assert run("check", "--strict").status == cli.OK


@pytest.mark.skipif(not CONFERENCES.exists(), reason="needs the shared conferences")
@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("djangocon-us-2017", ["repeated-key"]),
        ("djangocon-us-2024", ["room-overlap"]),
        ("fosdem-2025", ["speaker-overlap"]),
        ("pycon-au-2023", []),
        ("rc3-channels-2020", []),
    ],
)
def test_published_schedules_are_nearly_free_of_problems(
    run: Run, name: str, codes: list[str]
) -> None:
    outcome = run("check", str(CONFERENCES / name), "--format", "json")
    assert [each["code"] for each in json.loads(outcome.out)["problems"]] == codes
