"""The content of a file decides its format, not its name."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from confui.schedule.models import Conference
from confui.sources import formats
from confui.sources.opening import SourceError, open_conference
from confui.sources.syntax.files import MAX_SCHEDULE_BYTES
from tests.sources.conftest import LATER

OpenFile = Callable[..., Conference]
XML = "<schedule><day date='2031-05-17'><event id='1'><title>Snow</title></event></day></schedule>"
JSON = '{"schedule": {"conference": {"days": [{"rooms": {"Aurora": [{"title": "Snow"}]}}]}}}'
SESSIONIZE = '{"sessions": [{"id": "1", "title": "Snow", "startsAt": "2031-05-17T10:00:00"}]}'
ICAL = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Snow\nEND:VEVENT\nEND:VCALENDAR\n"
FORMATS = {"xml": XML, "json": JSON, "sessionize": SESSIONIZE, "calendar": ICAL}
TALK = "---\ntitle: Talk\ndate: 2031-05-17 10:00\n---\n"

each_format = pytest.mark.parametrize("content", FORMATS.values(), ids=FORMATS.keys())


def refusal(source: Path) -> str:
    with pytest.raises(SourceError) as caught:
        open_conference(source)
    (line,) = str(caught.value).splitlines()
    return line


@each_format
@pytest.mark.parametrize("name", ["schedule.xml", "plan.ics", "a.json", "x.frab", "noname"])
def test_the_name_of_a_file_does_not_matter(open_file: OpenFile, content: str, name: str) -> None:
    assert [session.title for session in open_file(content, name).sessions] == ["Snow"]


@each_format
def test_a_byte_order_mark_and_blank_lines_at_the_start_are_ignored(
    open_file: OpenFile, content: str
) -> None:
    assert len(open_file("\ufeff" + content).sessions) == 1
    assert len(open_file("\n  \n" + content).sessions) == 1


@pytest.mark.parametrize("content", [XML, JSON, SESSIONIZE], ids=["xml", "json", "sessionize"])
def test_utf_16_is_read_if_the_format_allows_it(open_file: OpenFile, content: str) -> None:
    assert len(open_file(content.encode("utf-16")).sessions) == 1


@each_format
def test_the_only_schedule_file_of_a_folder_is_opened(folder: Path, content: str) -> None:
    (folder / "schedule.data").write_text(content)
    (folder / "README.md").write_text("# About this schedule\n")
    (folder / "package.json").write_text('{"name": "site"}')
    (folder / "pom.xml").write_text("<project/>")
    os.mkfifo(folder / "pipe")
    conference = open_conference(folder)
    assert conference.source == f"{folder}/schedule.data"
    assert conference.id == "pywest-2030"


def test_talk_files_take_precedence_over_a_schedule_file(folder: Path) -> None:
    (folder / "schedule.xml").write_text(XML)
    (folder / "talk.md").write_text(TALK)
    assert [session.title for session in open_conference(folder).sessions] == ["Talk"]


def test_a_folder_with_several_schedule_files_is_refused(folder: Path) -> None:
    for name, content in FORMATS.items():
        (folder / name).write_text(content)
    message = refusal(folder)
    assert "4 schedule files; name one of them: calendar, json, sessionize, xml" in message
    assert len(open_conference(folder / "xml").sessions) == 1


def test_the_message_lists_at_most_five_schedule_files(folder: Path) -> None:
    for number in range(9):
        (folder / f"{number}.xml").write_text(XML)
    assert refusal(folder).endswith("0.xml, 1.xml, 2.xml, 3.xml, 4.xml and 4 more")


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("<html><body>Not found</body></html>", "XML, but no schedule: it begins with “<html>”"),
        ("<!DOCTYPE html>\n<html></html>", "has a DOCTYPE"),
        ("<schedule", "Invalid XML"),
        ('{"name": "site"}', "JSON, but no schedule"),
        ("[1, 2]", "JSON, but no schedule"),
        ('{"schedule": {\n"conference"', "Invalid JSON: Expecting ':' delimiter (line 2)"),
        ('{"a": "\\', "Invalid JSON"),
        (b'{"a": "\xff"}', "Not UTF-8: byte 0xff"),
        ("", "no conference that confui can read"),
        ("Buy bread.", "no conference that confui can read"),
        (b"\x00\x01\x02", "no conference that confui can read"),
    ],
)
def test_other_files_are_refused_in_one_line(folder: Path, content: str | bytes, part: str) -> None:
    path = folder / "file"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert part in refusal(path)


def test_a_file_of_more_than_64_mib_is_not_read(folder: Path) -> None:
    path = folder / "sparse.xml"
    with path.open("wb") as file:
        file.write(XML.encode())
        file.truncate(MAX_SCHEDULE_BYTES + 1)
    assert "files up to 64 MiB are read; open one day, or a smaller export" in refusal(path)


def test_the_file_or_its_folder_names_a_conference_without_a_title(
    open_file: OpenFile,
) -> None:
    assert open_file(XML, "schedule.xml").title == "Pywest 2030"
    assert open_file(XML, "py-north_2031.xml").title == "Py north 2031"
    assert open_file(XML, "py-north_2031.xml").id == "py-north-2031"


@each_format
def test_an_unchanged_file_is_read_once(
    folder: Path, tmp_path: Path, content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = []
    read = formats.read_schedule_file

    def counted(path: Path, shown: str, zone: str, digest: str) -> Conference | None:
        reads.append(shown)
        return read(path, shown, zone, digest)

    monkeypatch.setattr(formats, "read_schedule_file", counted)
    path = folder / "schedule"
    path.write_text(content)

    def opened(source: Path) -> Conference:
        cache = tmp_path / "cache"
        return open_conference(source, cache=cache, clock=lambda: LATER)

    first = opened(path)
    assert opened(path) == first == opened(folder)
    assert len(reads) == 1
    path.write_text(content.replace("Snow", "Hail"))
    assert opened(path).sessions[0].title == opened(folder).sessions[0].title == "Hail"
    assert len(reads) == 2
    (folder / "another").write_text(content)
    with pytest.raises(SourceError):
        opened(folder)


READER = """\
import sys
from confui.sources.opening import open_conference
open_conference(sys.argv[1])
print(*sys.modules)
"""
READERS = {
    "xml": {"formats.frab_event", "formats.frab_xml", "syntax.xml_text"},
    "json": {
        *("formats.frab_event", "formats.frab_json", "formats.sessionize"),
        "syntax.json_text",
    },
    "sessionize": {"formats.sessionize", "syntax.json_text"},
    "calendar": {"formats.ical", "formats.ical_times"},
    "talk": set[str](),
}


@pytest.mark.parametrize("name", READERS)
def test_only_the_reader_of_the_format_is_loaded(folder: Path, name: str) -> None:
    path = folder / "talk.md"
    path.write_text({**FORMATS, "talk": TALK}[name])
    source = folder if name == "talk" else path.rename(folder / "schedule")
    command = [sys.executable, "-c", READER, str(source)]
    loaded = set(subprocess.check_output(command, text=True).split())
    every = set().union(*READERS.values())
    assert {each for each in every if f"confui.sources.{each}" in loaded} == READERS[name]
    assert ("yaml" in loaded) == (name == "talk")
    assert "icalendar" not in loaded


@pytest.mark.parametrize(
    "content",
    [
        '{"count": 1, "results": [{"title": "Snow", "slots": [{"start": "2031-05-17T10:00"}]}]}',
        '[{"title": "Snow", "start": "2031-05-17T10:00:00"}]',
        '{"data": [{"title": "Snow", "starts_at": "2031-05-17T10:00:00"}]}',
    ],
)
def test_the_only_answer_of_an_api_in_a_folder_is_opened(tmp_path: Path, content: str) -> None:
    (tmp_path / "talks.json").write_text(content)
    (tmp_path / "package.json").write_text('{"name": "site", "version": "1.0"}')
    assert [session.title for session in open_conference(tmp_path).sessions] == ["Snow"]
