"""The library with URLs of a server on this computer."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from confui.library.library import Library
from confui.paths import SHIPPED_CONFERENCE
from confui.sources.opening import SourceError
from tests.snow import schedule
from tests.sources.web.web_server import Server, answer

START = datetime(2031, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def now() -> list[datetime]:
    return [START]


@pytest.fixture
def library(tmp_path: Path, now: list[datetime]) -> Library:
    return Library(tmp_path, SHIPPED_CONFERENCE, clock=lambda: now[-1])


def titles(library: Library) -> list[str]:
    return [session.title for session in library.load("snow-2031").visible]


def test_an_added_url_can_be_opened_without_the_server(library: Library) -> None:
    with Server() as server:
        url = server.tell("/schedule.json", answer(schedule("Flakes")))
        assert library.add(url).name == "snow-2031"
    assert titles(library) == ["Flakes"]
    assert library.load("snow-2031").source == url
    assert library.load(url).id == "snow-2031"


def test_a_refresh_sends_the_validators_of_the_copy(library: Library, server: Server) -> None:
    url = server.tell("/schedule.json", answer(schedule("Flakes"), ETag='"1"'))
    library.add(url)
    server.tell("/schedule.json", answer(status="304 Not Modified"))
    read = library.refresh(library.entries()[0][0])
    assert 'If-None-Match: "1"' in server.requests[-1]
    assert read.before == read.after
    assert titles(library) == ["Flakes"]


def test_a_damaged_copy_is_downloaded_without_validators(
    library: Library, server: Server, tmp_path: Path
) -> None:
    library.add(server.tell("/schedule.json", answer(schedule("Flakes"), ETag='"1"')))
    (tmp_path / "conferences" / "snow-2031" / "schedule").write_text(schedule("Forged"))
    library.refresh(library.entries()[0][0])
    assert "If-None-Match" not in server.requests[-1]
    assert titles(library) == ["Flakes"]


def test_a_newer_schedule_replaces_the_copy(
    library: Library, server: Server, now: list[datetime]
) -> None:
    library.add(server.tell("/schedule.json", answer(schedule("Flakes"), ETag='"1"')))
    server.tell("/schedule.json", answer(schedule("Flakes", "Ice"), ETag='"2"'))
    now.append(START + timedelta(days=1))
    read = library.refresh(library.entries()[0][0])
    assert read.before is not None
    assert (len(read.before.visible), len(read.after.visible)) == (1, 2)
    ((entry,), _) = library.entries()
    assert (entry.etag, entry.fetched_at) == ('"2"', now[-1])


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (answer("", "500 Oh"), "the server has a fault (500)"),
        (answer("", "404 Not Found"), "the server has nothing at this URL (404)"),
        (answer("", "429 Slow", Retry_After="600"), "the server asks to wait 10 minutes (429)"),
        (answer("<html>log in"), "a web page without a link to a schedule"),
        (answer("{}"), "JSON, but no schedule"),
        (answer(""), "the response is empty"),
        (answer(schedule()), "a schedule without sessions"),
        (answer(schedule("Flakes"), Content_Length="9000"), ""),
    ],
)
def test_any_failed_download_keeps_the_copy_and_says_its_age(
    library: Library, server: Server, now: list[datetime], reply: bytes, reason: str
) -> None:
    library.add(server.tell("/schedule.json", answer(schedule("Flakes", "Ice"))))
    before = library.entries()
    server.tell("/schedule.json", reply)
    now.append(START + timedelta(days=2))
    with pytest.raises(SourceError) as refusal:
        library.refresh(before[0][0])
    assert reason in str(refusal.value)
    assert str(refusal.value).endswith("; the copy stays, last checked 2 days ago")
    assert "\n" not in str(refusal.value)
    assert library.entries() == before
    assert titles(library) == ["Flakes", "Ice"]


XML = (
    "<schedule><conference><title>Snow 2031</title><acronym>snow-2031</acronym></conference>"
    "<day date='2031-05-17'><room name='Birch'>{}</room></day></schedule>"
)
EVENT = (
    "<event guid='{0}'><start>1{0}:00</start><duration>0:30</duration><title>T{0}</title></event>"
)


CALENDAR = "BEGIN:VCALENDAR\nX-WR-CALNAME:Snow 2031\n{}END:VCALENDAR\n"
VEVENT = "BEGIN:VEVENT\nUID:{0}\nSUMMARY:T{0}\nDTSTART:20310517T1{0}0000\nEND:VEVENT\n"


@pytest.mark.parametrize(("frame", "event"), [(XML, EVENT), (CALENDAR, VEVENT)])
def test_a_schedule_that_is_cut_short_does_not_replace_a_complete_one(
    library: Library, server: Server, frame: str, event: str
) -> None:
    whole = frame.format("".join(event.format(n) for n in range(4)))
    library.add(server.tell("/schedule.xml", answer(whole)))
    server.tell("/schedule.xml", answer(whole[: len(whole) // 2]))
    with pytest.raises(SourceError, match="what follows is missing; the copy stays"):
        library.refresh(library.entries()[0][0])
    assert len(library.load_entry(library.entries()[0][0]).sessions) == 4


def test_another_conference_at_the_same_url_is_refused(library: Library, server: Server) -> None:
    library.add(server.tell("/schedule.json", answer(schedule("Flakes", "Ice"))))
    other = schedule("Sand", "Dunes").replace("Snow 2031", "Sand 2032")
    server.tell("/schedule.json", answer(other))
    with pytest.raises(SourceError, match="another conference is there now, Sand 2032"):
        library.refresh(library.entries()[0][0])
    assert titles(library) == ["Flakes", "Ice"]


def test_a_conference_may_be_renamed_and_may_replace_all_its_sessions(
    library: Library, server: Server
) -> None:
    library.add(server.tell("/schedule.json", answer(schedule("Flakes", "Ice"))))
    server.tell("/schedule.json", answer(schedule("Flakes").replace("Snow 2031", "Snow & Ice")))
    library.refresh(library.entries()[0][0], accept_losses=True)
    assert library.load("snow-2031").title == "Snow & Ice"
    server.tell("/schedule.json", answer(schedule("Rain").replace("Snow 2031", "Snow & Ice")))
    library.refresh(library.entries()[0][0], accept_losses=True)
    assert titles(library) == ["Rain"]


def test_a_page_is_asked_once_and_then_its_export(library: Library, server: Server) -> None:
    page = server.tell("/snow/", answer("<html><a href=schedule.json>x</a>"))
    server.tell("/snow/schedule.json", answer(schedule("Flakes")))
    library.add(page)
    library.refresh(library.entries()[0][0])
    assert server.paths == ["/snow/", "/snow/schedule.json", "/snow/schedule.json"]


def test_the_page_is_asked_again_when_its_export_is_gone(library: Library, server: Server) -> None:
    page = server.tell("/snow/", answer("<html><a href=a/schedule.json>x</a>"))
    server.tell("/snow/a/schedule.json", answer(schedule("Flakes")))
    library.add(page)
    server.tell("/snow/", answer("<html><a href=b/schedule.json>x</a>"))
    server.tell("/snow/a/schedule.json", answer("", "404 Not Found"))
    server.tell("/snow/b/schedule.json", answer(schedule("Flakes", "Ice")))
    library.refresh(library.entries()[0][0])
    assert titles(library) == ["Flakes", "Ice"]
    assert library.entries()[0][0].address.endswith("/snow/b/schedule.json")


def test_loading_a_url_does_not_add_it(library: Library, server: Server) -> None:
    url = server.tell("/schedule.json", answer(schedule("Flakes")))
    assert library.load(url).title == "Snow 2031"
    assert library.entries() == ((), ())
