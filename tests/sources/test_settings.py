from collections.abc import Callable, Mapping
from datetime import time

import pytest

from confui.schedule.models import Conference, Severity

Load = Callable[[Mapping[str, str | bytes]], Conference]
TALK = "---\ntitle: Snow\nroom: Cedar\ndate: 2031-05-17 10:00\n---\n"


def codes(conference: Conference) -> list[str]:
    return [problem.code for problem in conference.problems]


def test_conference_yaml_declares_the_conference(load: Load) -> None:
    conference = load(
        {
            "a.md": TALK,
            "conference.yaml": (
                "title: PyWest\ntimezone: Europe/Oslo\nday_change: 5:30\n"
                "url: https://pywest.example.org/\nrooms: [Aurora, Birch]\n"
            ),
        }
    )
    assert (conference.title, conference.timezone) == ("PyWest", "Europe/Oslo")
    assert (conference.day_change, conference.url) == (time(5, 30), "https://pywest.example.org")
    assert conference.rooms == ("Aurora", "Birch", "Cedar")
    assert conference.problems == ()


def test_every_setting_is_optional(load: Load) -> None:
    conference = load({"a.md": TALK, "conference.yaml": "# nothing yet\n"})
    assert (conference.timezone, conference.day_change, conference.url) == ("", time(4), "")
    assert conference.problems == ()


def test_an_unknown_setting_is_a_warning_with_its_line(load: Load) -> None:
    conference = load({"a.md": TALK, "conference.yaml": "title: PyWest\ncolour: red\n"})
    (problem,) = conference.problems
    assert (problem.code, problem.file, problem.line) == ("unknown-setting", "conference.yaml", 2)
    assert problem.severity is Severity.WARNING


@pytest.mark.parametrize(
    "zone", ["Europe/Nowhere", "../../etc/passwd", "/etc/localtime", "a\0b", "CET-1", "Europe", "."]
)
def test_a_time_zone_has_to_exist(load: Load, zone: str) -> None:
    escaped = zone.replace("\0", "\\0")
    conference = load({"a.md": TALK, "conference.yaml": f'timezone: "{escaped}"\n'})
    assert conference.timezone == ""
    assert codes(conference) == ["unknown-timezone"]


@pytest.mark.parametrize("written", ["25:00", "4", "noon", "04:61", "[a]"])
def test_a_bad_day_change_leaves_the_usual_one(load: Load, written: str) -> None:
    conference = load({"a.md": TALK, "conference.yaml": f"day_change: {written}\n"})
    assert conference.day_change == time(4)
    assert len(conference.problems) == 1


def test_a_bad_address_is_a_warning(load: Load) -> None:
    conference = load({"a.md": TALK, "conference.yaml": "url: javascript:alert(1)\n"})
    assert conference.url == ""
    assert codes(conference) == ["bad-link"]


def test_a_broken_conference_yaml_costs_only_itself(load: Load) -> None:
    conference = load({"a.md": TALK, "conference.yaml": "title: [\n"})
    assert len(conference.sessions) == 1
    assert codes(conference) == ["bad-yaml"]


def test_the_title_of_a_site_stands_in_and_its_zone_does_not(load: Load) -> None:
    site = "title: PyWest on the web\ntimezone: America/Chicago\nplugins: [feed]\n"
    conference = load({"a.md": TALK, "_config.yml": site})
    assert (conference.title, conference.timezone) == ("PyWest on the web", "")
    assert conference.problems == ()


def test_conference_yaml_stands_above_the_site(load: Load) -> None:
    files = {"a.md": TALK, "_config.yml": "title: Web\n", "conference.yaml": "title: PyWest\n"}
    assert load(files).title == "PyWest"


@pytest.mark.parametrize("site", ["title: [", "x: &a 1\ny: *a\n", "\x00", "- a\n"])
def test_a_site_file_that_confui_cannot_read_is_nobodys_problem(load: Load, site: str) -> None:
    conference = load({"a.md": TALK, "_config.yml": site})
    assert (conference.title, conference.problems) == ("Pywest 2030", ())


def test_offsets_that_contradict_the_declared_zone_are_one_warning(load: Load) -> None:
    wrong = TALK.replace("10:00", "10:00 -0500")
    right = TALK.replace("10:00", "10:00 +0200")
    conference = load(
        {
            "a.md": right,
            "b.md": wrong,
            "c.md": wrong,
            "d.md": TALK,
            "conference.yaml": "timezone: Europe/Oslo",
        }
    )
    (problem,) = conference.problems
    assert (problem.code, problem.file, problem.line) == ("offset-contradicts-zone", "b.md", 4)
    assert problem.message.startswith("2 files")
    assert all(f"{session.start:%H:%M}" == "10:00" for session in conference.sessions)


def test_without_a_declared_zone_offsets_are_only_kept(load: Load) -> None:
    conference = load({"a.md": TALK.replace("10:00", "10:00 -0500")})
    assert conference.problems == ()
    assert conference.sessions[0].utc_offset == -300
