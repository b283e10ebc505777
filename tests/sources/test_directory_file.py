"""Reading directories of conferences, which strangers write."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from confui.schedule.models import Link
from confui.schedule.rooms import RoomPlace
from confui.sources.directory_file import (
    MAX_DIRECTORY_BYTES,
    MAX_ENTRIES,
    DirectoryEntry,
    DirectoryFile,
    open_directory,
    read_directory,
)
from confui.sources.opening import SourceError
from confui.text import is_clean
from tests.menu import entry, links, menu
from tests.torture.payloads import PAYLOADS

URL = "https://menu.example.org/lists/menu.json"


def read(*entries: Any, url: str = URL) -> DirectoryFile:
    return read_directory(menu(*entries).encode(), url)


def test_an_entry_has_title_days_zone_schedule_and_links() -> None:
    listed = entry(
        "Snow 2031",
        "2031-05-17",
        "2031-05-19",
        **links(Website="https://snow.example.org/", How_to_get_there="https://maps.example.org"),
    )
    assert read(listed) == DirectoryFile(
        (
            DirectoryEntry(
                id="snow_2031",
                title="Snow 2031",
                source="https://snow-2031.example.org/schedule.xml",
                first=date(2031, 5, 17),
                last=date(2031, 5, 19),
                zone="Europe/Oslo",
                links=(
                    Link("Website", "https://snow.example.org/"),
                    Link("How to get there", "https://maps.example.org"),
                ),
            ),
        )
    )


@pytest.mark.parametrize(
    ("changed", "days"),
    [
        ({"start": "soon"}, (date(2031, 5, 17), date(2031, 5, 17))),
        ({"start": "", "end": ""}, (None, None)),
        ({"start": 7, "end": ["2031-05-17"]}, (None, None)),
        ({"end": "2031-05-01"}, (date(2031, 5, 17), date(2031, 5, 17))),
        ({"end": "2031-02-30"}, (date(2031, 5, 17), date(2031, 5, 17))),
    ],
)
def test_a_bad_date_never_costs_an_entry(changed: dict[str, object], days: object) -> None:
    (listed,) = read({**entry("Snow 2031"), **changed}).entries
    assert (listed.first, listed.last) == days


def test_a_bad_entry_never_costs_the_others_and_is_told() -> None:
    bad: tuple[object, ...] = (
        None,
        "x",
        7,
        [],
        {},
        {"title": "No URL"},
        {"url": "https://a.example"},
    )
    file = read(*bad, entry("Snow 2031"), entry("Ice", metadata="none"))
    assert [each.title for each in file.entries] == ["Snow 2031", "Ice"]
    assert len(file.flaws) == len(bad)
    assert file.flaws[5] == "entry 6: no `url`"


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://snow.example.org/x",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/xml,x",
        ),
        *("https://me:word@snow.example.org/", "https://snow.example.org/a b", "https://"),
        *("http://127.0.0.1/x", "https://127.0.0.1/x", "https://192.168.1.1/x", "https://[::1]/x"),
        *("https://localhost:8080/", "https://[", f"https://a.example/{'x' * 600}"),
        "https://a.example/\u202e",
    ],
)
def test_a_public_directory_names_only_public_web_addresses(url: str) -> None:
    file = read(entry("Snow 2031"), entry("Trap", url=url))
    assert [each.title for each in file.entries] == ["Snow 2031"]
    (flaw,) = file.flaws
    assert is_clean(flaw)


def test_a_directory_on_this_computer_may_name_schedules_on_it() -> None:
    (listed,) = read(entry("A", url="http://127.0.0.1:81/x"), url="http://127.0.0.1:80/").entries
    assert listed.source == "http://127.0.0.1:81/x"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("http://snow.example.org/x", "https://snow.example.org/x"),
        ("webcal://snow.example.org/x.ics", "https://snow.example.org/x.ics"),
        ("../2031/snow.xml", "https://menu.example.org/2031/snow.xml"),
        ("//snow.example.org/x", "https://snow.example.org/x"),
        ("/etc/passwd", "https://menu.example.org/etc/passwd"),
    ],
)
def test_a_url_becomes_one_that_confui_downloads(written: str, meant: str) -> None:
    (listed,) = read(entry("Snow 2031", url=written)).entries
    assert listed.source == meant


def test_rooms_with_a_place_on_the_map_have_a_pattern_and_perhaps_a_building() -> None:
    rooms = [
        {"name": "K\\.1.*", "show_name": "K building", "latlon": [50.8146, 4.3817]},
        {"name": "Janson"},
        {"name": "Moon", "latlon": [50.8, 400]},
        {"name": "Text", "latlon": "50.8,4.3"},
        {"name": "Half", "latlon": [50.8]},
        {"latlon": [50.8, 4.3]},
        "Hall",
    ]
    (listed,) = read(entry("Snow 2031", metadata={"rooms": rooms})).entries
    assert listed.places == (RoomPlace("K\\.1.*", 50.8146, 4.3817, "K building"),)


def test_only_web_pages_are_links_each_once_and_not_too_many() -> None:
    found = [
        *({"url": "geo:59.9,10.7", "title": "Venue"}, {"url": "javascript:x", "title": "Evil"}),
        *({"url": "https://a.example/", "title": "A"}, {"url": "https://a.example/", "title": "B"}),
        *(
            {"title": "none"},
            "x",
            None,
            {"url": "https://b.example/"},
            {"url": ["https://c.example"]},
        ),
        *({"url": f"https://{n}.example/"} for n in range(100)),
    ]
    (listed,) = read(entry("Snow 2031", metadata={"links": found})).entries
    assert listed.links[:2] == (
        Link("A", "https://a.example/"),
        Link("https://b.example/", "https://b.example/"),
    )
    assert len(listed.links) == 10


@pytest.mark.parametrize(
    "other",
    [
        entry("Snow 2031", url="https://other.example.org/"),
        {**entry("Snowfall"), "url": entry("Snow 2031")["url"]},
    ],
    ids=["the same id", "the same URL"],
)
def test_a_conference_listed_twice_is_one(other: dict[str, object]) -> None:
    (listed,) = read(entry("Snow 2031"), other).entries
    assert listed.title == "Snow 2031"


def test_there_are_limits_to_the_number_and_size_of_entries() -> None:
    many = read(*(entry(f"C {n}") for n in range(MAX_ENTRIES + 3)))
    assert len(many.entries) == MAX_ENTRIES
    assert many.flaws == (f"more than {MAX_ENTRIES:,} entries; the rest is left out",)
    (long,) = read(entry("S" * 9000, url="https://a.example/", timezone="Z" * 9000)).entries
    assert max(map(len, (long.id, long.title, long.zone))) == 200


def test_a_directory_that_is_cut_short_keeps_what_comes_before() -> None:
    whole = menu(entry("Snow 2031"), entry("Ice"))
    file = read_directory(whole[: whole.index("https://ice")].encode(), URL)
    assert [each.title for each in file.entries] == ["Snow 2031"]
    assert file.cut_short
    assert "the rest is damaged" in file.flaws[-1]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Invalid JSON"),
        (b"{}", "JSON, but no directory"),
        (b'{"schedules": {}}', "JSON, but no directory"),
        (b"[]", "JSON, but no directory"),
        (b'{"schedules": []}', "without a conference"),
        (b'{"schedules": [{}]}', "without a conference that can be used (entry 1: no `url`)"),
        (b"[" * 100_000, "nested too deep"),
        (b"\xff\xfe\xfa", "UTF"),
        (b" " * (MAX_DIRECTORY_BYTES + 1), "larger than 4 MiB"),
    ],
)
def test_what_is_no_directory_is_refused_in_one_line(content: bytes, reason: str) -> None:
    with pytest.raises(SourceError) as refused:
        read_directory(content, URL)
    assert str(refused.value).startswith("menu.example.org: ")
    assert reason in str(refused.value) or "JSON" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_of_a_directory_acts_on_a_terminal(payload: str) -> None:
    text = f"a {PAYLOADS[payload]} b"
    hostile = {
        **entry("x"),
        **dict.fromkeys(("id", "title", "timezone", "start", "end"), text),
        "metadata": {"links": [{"url": "https://a.example/", "title": text}, {"url": text}]},
    }
    file = read(hostile, {**hostile, "url": text}, {**hostile, "url": f"https://{text}"}, text)
    (listed,) = file.entries
    texts = (listed.id, listed.title, listed.zone, listed.source, listed.links[0].label)
    assert all(map(is_clean, (*texts, *file.flaws)))


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, document: object) -> Path:
        path = tmp_path / "lists" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        return path

    return written


def test_a_file_names_schedules_beside_it(write: Write, tmp_path: Path) -> None:
    path = write("menu.json", menu(entry("A", url="a.xml"), entry("B", url="/b.ics")))
    assert [each.source for each in open_directory(str(path)).entries] == [
        str(tmp_path / "lists" / "a.xml"),
        "/b.ics",
    ]


def test_a_folder_of_entries_and_lists_is_a_directory(write: Write) -> None:
    write("a.json", entry("A"))
    write("b.json", menu(entry("B"), entry("C")))
    write("broken.json", "{")
    folder = write("other.txt", "no JSON").parent
    file = open_directory(str(folder))
    assert [each.title for each in file.entries] == ["A", "B", "C"]
    (flaw,) = file.flaws
    assert flaw.startswith("broken.json: Invalid JSON")


@pytest.mark.parametrize("name", ["missing", "empty", "nul\0"])
def test_a_path_without_a_directory_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError) as refused:
        open_directory(str(tmp_path / name))
    assert is_clean(str(refused.value))
