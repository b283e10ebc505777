"""A `conference.yaml` beside a schedule file overrides the file."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest

from confui.schedule.models import Conference, Severity
from confui.sources.opening import open_conference
from tests.sources.conftest import LATER

Write = Callable[..., Path]
XML = """<schedule><conference><title>Draft</title><time_zone_name>Europe/Rome</time_zone_name>
<day_change>09:00</day_change></conference><day date='2031-05-17'><room name='Aurora'><event id='1'>
<start>10:00</start><title>Snow</title></event></room><room name='Birch'><event id='2'>
<date>2031-05-18T00:30:00Z</date><title>Ice</title></event></room></day></schedule>"""
EVENTS = [
    {"title": "Snow", "date": "2031-05-17T10:00:00+02:00", "start": "10:00", "room": "Aurora"},
    {"title": "Ice", "start": "2031-05-18T00:30:00Z", "room": "Birch"},
]
JSON = json.dumps({"time_zone_name": "Europe/Rome", "title": "Draft", "events": EVENTS})
SESSIONIZE = json.dumps(
    {
        "sessions": [
            {"id": "1", "title": "Snow", "startsAt": "2031-05-17T10:00:00", "room": "Aurora"},
            {"id": "2", "title": "Ice", "startsAt": "2031-05-18T02:30:00", "room": "Birch"},
        ]
    }
)
ICAL = """BEGIN:VCALENDAR
X-WR-CALNAME:Draft
X-WR-TIMEZONE:Europe/Rome
BEGIN:VEVENT
SUMMARY:Snow
DTSTART:20310517T080000Z
LOCATION:Aurora
END:VEVENT
BEGIN:VEVENT
SUMMARY:Ice
DTSTART:20310518T003000Z
LOCATION:Birch
END:VEVENT
END:VCALENDAR
"""
SETTINGS = """title: PyWest
timezone: Europe/Oslo
day_change: 02:00
url: https://pywest.example.org/
rooms: [Cedar, Birch]
"""
FORMATS = {"xml": XML, "json": JSON, "sessionize": SESSIONIZE, "ical": ICAL}
each_format = pytest.mark.parametrize("content", FORMATS.values(), ids=FORMATS.keys())


@pytest.fixture
def write(folder: Path) -> Write:
    def written(content: str, settings: str = SETTINGS) -> Path:
        (folder / "schedule").write_text(content)
        if settings:
            (folder / "conference.yaml").write_text(settings)
        return folder

    return written


@each_format
@pytest.mark.parametrize("name", ["", "schedule"], ids=["folder", "file"])
def test_conference_yaml_overrides_the_file(write: Write, content: str, name: str) -> None:
    conference = open_conference(write(content) / name)
    assert (conference.title, conference.timezone) == ("PyWest", "Europe/Oslo")
    assert (conference.day_change, conference.url) == (time(2), "https://pywest.example.org")
    assert conference.rooms == ("Cedar", "Birch", "Aurora")
    ice = conference.sessions[1]
    assert (ice.start, ice.title) == (datetime(2031, 5, 18, 2, 30), "Ice")
    assert ice.day == (date(2031, 5, 17) if content == XML else date(2031, 5, 18))
    assert conference.problems == ()


@each_format
def test_values_missing_in_conference_yaml_come_from_the_file(write: Write, content: str) -> None:
    with_them = open_conference(write(content, "url: https://pywest.example.org\n") / "schedule")
    (with_them_gone := write(content) / "conference.yaml").unlink()
    without = open_conference(with_them_gone.with_name("schedule"))
    assert with_them == without._replace(url="https://pywest.example.org")


def test_the_zone_of_the_attendee_overrides_all_others(write: Write) -> None:
    assert open_conference(write(XML), zone="Europe/Kyiv").timezone == "Europe/Kyiv"


def test_a_mistake_in_conference_yaml_affects_only_its_key(write: Write) -> None:
    conference = open_conference(write(XML, "title: PyWest\ntimezone: Moon/X\ncolour: red\n"))
    assert (conference.title, conference.timezone) == ("PyWest", "Europe/Rome")
    told = [(problem.code, problem.file, problem.line) for problem in conference.problems]
    assert told == [
        ("unknown-timezone", "conference.yaml", 2),
        ("unknown-setting", "conference.yaml", 3),
    ]
    conference = open_conference(write(XML, "title: [\n"))
    assert [each.severity for each in conference.problems] == [Severity.ERROR]
    assert len(conference.sessions) == 2


@pytest.mark.parametrize("name", ["", "schedule"], ids=["folder", "file"])
def test_a_changed_conference_yaml_is_read_again_despite_the_cache(
    write: Write, tmp_path: Path, name: str
) -> None:
    folder = write(XML, "")

    def title() -> str:
        return opened(folder / name, tmp_path / "cache").title

    assert title() == title() == "Draft"
    (folder / "conference.yaml").write_text("title: PyWest\n")
    assert title() == title() == "PyWest"
    (folder / "conference.yaml").write_text("title: PyEast\n")
    assert title() == "PyEast"
    (folder / "conference.yaml").unlink()
    assert title() == "Draft"


def opened(source: Path, cache: Path) -> Conference:
    return open_conference(source, cache=cache, clock=lambda: LATER)


READER = """\
import sys
from pathlib import Path
from confui.sources.opening import open_conference
print(len(open_conference(sys.argv[1], cache=Path(sys.argv[2])).sessions), *sys.modules)
"""


@pytest.mark.parametrize("beside", ["conference.yaml", "README.md", "notes.yaml"])
def test_a_folder_with_a_fresh_snapshot_of_its_schedule_needs_no_yaml(
    write: Write, tmp_path: Path, beside: str
) -> None:
    folder = write(XML, "")
    (folder / beside).write_text("title: PyWest\n")
    opened(folder, tmp_path / "cache")
    command = [sys.executable, "-c", READER, str(folder), str(tmp_path / "cache")]
    count, *modules = subprocess.check_output(command, text=True).split()
    assert count == "2"
    assert not {"yaml", "frontmatter", "confui.sources.formats.frab_xml"} & set(modules)
