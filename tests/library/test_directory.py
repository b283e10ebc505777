"""The directory with a server on this computer: conditional requests, and the copy that stays."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from confui.library.directory import Directory, Listing
from confui.library.library import Library
from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.models import Link, Walk
from tests.menu import entry, links, menu
from tests.snow import schedule
from tests.sources.web.web_server import Server, answer

START = datetime(2031, 5, 1, 12, tzinfo=UTC)
SNOW, ICE = entry("Snow 2031"), entry("Ice Days")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def now() -> list[datetime]:
    return [START]


class Shelf:
    """Makes directories that keep their copies in one folder."""

    def __init__(self, folder: Path, now: list[datetime]) -> None:
        self.folder = folder / "directories"
        self._now = now

    def __call__(self, *sources: str) -> Directory:
        return Directory(self.folder, sources, clock=lambda: self._now[-1])


@pytest.fixture
def shelf(tmp_path: Path, now: list[datetime]) -> Shelf:
    return Shelf(tmp_path, now)


def titles(listing: Listing) -> list[str]:
    return [each.title for each in listing.entries]


def test_nothing_is_asked_before_the_list_is_fetched(server: Server, shelf: Shelf) -> None:
    url = server.tell("/menu.json", answer(menu(SNOW)))
    directory = shelf(url)
    assert directory.load() == Listing(absent=(url,))
    assert server.requests == []
    assert titles(directory.fetch()) == ["Snow 2031"]
    assert titles(shelf(url).load()) == ["Snow 2031"]
    assert len(server.requests) == 1


def test_a_copy_is_checked_with_its_validators_and_grows_young_if_it_is_the_newest(
    server: Server, shelf: Shelf, now: list[datetime]
) -> None:
    url = server.tell(
        "/menu.json", answer(menu(SNOW), ETag='"1"', Last_Modified="Thu, 01 May 2031 10:00:00 GMT")
    )
    shelf(url).fetch()
    server.tell("/menu.json", answer(status="304 Not Modified"))
    now.append(START + timedelta(days=3))
    assert shelf(url).load().age == "3 days ago"
    listing = shelf(url).fetch()
    assert 'If-None-Match: "1"' in server.requests[-1]
    assert "If-Modified-Since: Thu, 01 May 2031 10:00:00 GMT" in server.requests[-1]
    assert (titles(listing), listing.age, listing.notices) == (["Snow 2031"], "just now", ())
    assert shelf(url).load().age == "just now"


def test_a_newer_list_replaces_the_copy(server: Server, shelf: Shelf) -> None:
    url = server.tell("/menu.json", answer(menu(SNOW), ETag='"1"'), answer(menu(ICE), ETag='"2"'))
    directory = shelf(url)
    directory.fetch()
    assert titles(directory.fetch()) == titles(shelf(url).load()) == ["Ice Days"]


def test_without_a_server_the_copy_serves_and_says_its_age(
    shelf: Shelf, now: list[datetime]
) -> None:
    with Server() as server:
        url = server.tell("/menu.json", answer(menu(SNOW)))
        shelf(url).fetch()
    now.append(START + timedelta(days=2))
    listing = shelf(url).fetch()
    assert titles(listing) == ["Snow 2031"]
    (notice,) = listing.notices
    assert "no connection" in notice
    assert notice.endswith("; the list is from 2 days ago")


@pytest.mark.parametrize(
    "reply",
    [
        answer("", "500 Oh"),
        answer("", "404 Not Found"),
        answer("<html>Please log in to the network</html>"),
        answer("{}"),
        answer(""),
        answer('{"schedules": []}'),
        answer(menu(SNOW), length=9000),
        answer(menu(SNOW, ICE)[:-50]),
        answer(" " * 5_000_000),
    ],
    ids=["broken", "gone", "login", "other", "nothing", "none", "cut", "damaged", "huge"],
)
def test_any_failed_download_keeps_the_copy(server: Server, shelf: Shelf, reply: bytes) -> None:
    url = server.tell("/menu.json", answer(menu(SNOW, ICE)))
    shelf(url).fetch()
    server.tell("/menu.json", reply)
    listing = shelf(url).fetch()
    assert titles(listing) == titles(shelf(url).load()) == ["Snow 2031", "Ice Days"]
    (notice,) = listing.notices
    assert notice.startswith(f"{server.host}: ")
    assert notice.endswith("; the list is from just now")


def test_without_a_copy_a_damaged_list_is_read_as_far_as_it_goes(
    server: Server, shelf: Shelf
) -> None:
    url = server.tell("/menu.json", answer(menu(SNOW, ICE)[:-200]))
    listing = shelf(url).fetch()
    assert titles(listing)[0] == "Snow 2031"
    assert "the rest is damaged" in listing.notices[0]


def test_without_a_copy_and_without_a_server_there_is_only_a_notice(shelf: Shelf) -> None:
    with Server() as server:
        url = server.url + "/menu.json"
    listing = shelf(url).fetch()
    assert (listing.entries, listing.age) == ((), "")
    assert "no connection" in listing.notices[0]


@pytest.mark.parametrize(
    "damage",
    [
        lambda copy: copy[:-5],
        lambda copy: copy.replace(b"Snow", b"Evil"),
        lambda copy: copy.replace(b'"format": 1', b'"format": 2'),
        lambda copy: b"",
        lambda copy: b"[1]\n{}",
        lambda copy: copy.replace(b"2031-05-01T", b"0000-05-01T"),
    ],
)
def test_a_damaged_copy_is_downloaded_again_without_validators(
    server: Server, shelf: Shelf, damage: object
) -> None:
    url = server.tell("/menu.json", answer(menu(SNOW), ETag='"1"'))
    shelf(url).fetch()
    (copy,) = shelf.folder.iterdir()
    assert callable(damage)
    copy.write_bytes(damage(copy.read_bytes()))
    assert shelf(url).load() == Listing(absent=(url,))
    assert titles(shelf(url).fetch()) == ["Snow 2031"]
    assert "If-None-Match" not in server.requests[-1]


def test_where_no_copy_can_be_written_the_list_is_used_all_the_same(
    server: Server, shelf: Shelf
) -> None:
    shelf.folder.write_text("a file in the place of the folder")
    url = server.tell("/menu.json", answer(menu(SNOW)))
    assert titles(shelf(url).fetch()) == ["Snow 2031"]


def test_several_directories_are_one_list_and_one_that_fails_does_not_stop_the_others(
    server: Server, shelf: Shelf, tmp_path: Path
) -> None:
    (tmp_path / "ours.json").write_text(menu({**entry("Hail"), "url": "hail.xml"}, SNOW))
    first = server.tell("/a.json", answer(menu(SNOW, ICE)))
    gone = server.url + "/gone.json"
    listing = shelf(gone, first, str(tmp_path / "ours.json"), first).fetch()
    assert titles(listing) == ["Snow 2031", "Ice Days", "Hail"]
    assert len(listing.notices) == 1
    assert listing.entries[2].source == str(tmp_path / "hail.xml")
    assert server.paths == ["/gone.json", "/a.json"]


def test_entries_that_cannot_be_used_are_told_in_one_line(server: Server, shelf: Shelf) -> None:
    url = server.tell("/menu.json", answer(menu(SNOW, {}, {}, None)))
    (notice,) = shelf(url).fetch().notices
    assert notice == f"{server.host}: entry 2: no `url`, and 2 more"


def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "share", SHIPPED_CONFERENCE)


def listed(server: Server, shelf: Shelf, **more: object) -> Listing:
    """Return the listing of a directory with Snow 2031, which the server has."""
    conference = entry("Snow & Ice 2031", url=f"{server.url}/snow.json")
    url = server.tell("/menu.json", answer(menu({**conference, **more})))
    return shelf(url).fetch()


SITE = links(Website="https://snow.example.org/", Map="https://map.example.org/")
KEPT = (Link("Website", "https://snow.example.org/"), Link("Map", "https://map.example.org/"))


def test_title_zone_and_links_of_an_entry_are_kept_with_the_conference(
    server: Server, shelf: Shelf, tmp_path: Path
) -> None:
    server.tell("/snow.json", answer(schedule("Flakes")))
    (found,) = listed(server, shelf, **SITE).entries
    kept = library(tmp_path)
    after = kept.save(kept.fetch_listed(found)).after
    server.tell("/snow.json", answer(schedule("Flakes", "Hail")))
    for refresh in (False, True):
        if refresh:
            after = kept.refresh(kept.entries()[0][0]).after
        for conference in (after, library(tmp_path).load("snow-2031")):
            assert conference.title == "Snow & Ice 2031"
            assert conference.timezone == "Europe/Oslo"
            assert conference.links == KEPT
            assert len(conference.visible) == 1 + refresh


def test_where_rooms_are_is_kept_with_the_conference_as_buildings_and_walks(
    server: Server, shelf: Shelf, tmp_path: Path
) -> None:
    event = {"guid": "hail", "title": "Hail", "date": "2031-05-17T11:00", "duration": "0:30"}
    hut = f'"rooms": {{"Hut 3": [{json.dumps(event)}], '
    own = schedule("Flakes", room="Hall").replace('"rooms": {', hut)
    server.tell("/snow.json", answer(own))
    rooms = [
        {"name": "Hall", "latlon": [59.9, 10.7], "show_name": "Town hall"},
        {"name": "Hut.*", "latlon": [59.906, 10.7], "show_name": "Huts"},
    ]
    (found,) = listed(server, shelf, metadata={"rooms": rooms}).entries
    kept = library(tmp_path)
    kept.save(kept.fetch_listed(found))
    conference = library(tmp_path).load("snow-2031")
    assert {each.name: each.rooms for each in conference.buildings} == {
        "Town hall": ("Hall",),
        "Huts": ("Hut 3",),
    }
    assert conference.walks == (Walk("Town hall", "Huts", 12),)


def test_the_zone_of_the_schedule_counts_more_than_that_of_the_directory(
    server: Server, shelf: Shelf, tmp_path: Path
) -> None:
    own = schedule("Flakes").replace('"title"', '"time_zone_name": "Asia/Tokyo", "title"', 1)
    server.tell("/snow.json", answer(own))
    (found,) = listed(server, shelf).entries
    kept = library(tmp_path)
    assert kept.save(kept.fetch_listed(found)).after.timezone == "Asia/Tokyo"
    assert kept.entries()[0][0].zone == ""


@pytest.mark.parametrize(("given", "zone"), [("", ""), ("Africa/Nairobi", "Africa/Nairobi")])
def test_a_zone_that_does_not_exist_costs_nothing_and_the_attendee_has_the_last_word(
    server: Server, shelf: Shelf, tmp_path: Path, given: str, zone: str
) -> None:
    server.tell("/snow.json", answer(schedule("Flakes")))
    (found,) = listed(server, shelf, timezone="Mars/Olympus").entries
    kept = library(tmp_path)
    assert kept.save(kept.fetch_listed(found, zone=given)).after.timezone == zone


def test_a_conference_that_is_kept_already_is_refreshed_and_gets_the_links(
    server: Server, shelf: Shelf, tmp_path: Path
) -> None:
    url = server.tell("/snow.json", answer(schedule("Flakes"), ETag='"1"'))
    kept = library(tmp_path)
    kept.add(url)
    server.tell("/snow.json", answer(status="304 Not Modified"))
    (found,) = listed(server, shelf, **SITE).entries
    result = kept.save(kept.fetch_listed(found))
    assert result.before is not None
    assert [each.links for each in kept.entries()[0]] == [KEPT]
    assert kept.load("snow-2031").links == KEPT


def test_a_calendar_without_a_name_is_named_by_the_directory(
    server: Server, shelf: Shelf, tmp_path: Path
) -> None:
    server.tell(
        "/snow.json",
        answer(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Flakes\n"
            "DTSTART:20310517T080000Z\nDTEND:20310517T083000Z\nEND:VEVENT\nEND:VCALENDAR\n"
        ),
    )
    (found,) = listed(server, shelf).entries
    kept = library(tmp_path)
    result = kept.save(kept.fetch_listed(found))
    assert (result.name, result.after.title) == ("snow-ice-2031", "Snow & Ice 2031")
    assert result.after.sessions[0].start == datetime(2031, 5, 17, 10), "in the zone of the venue"
