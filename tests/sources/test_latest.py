"""The newest version of a URL, directly or through a web page that links to it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from confui.schedule.models import Conference
from confui.sources import (
    KnownSource,
    SourceError,
    Validators,
    fetch_latest,
    latest,
    open_conference,
)
from confui.sources.web import TimeLimits
from tests.sources.web.web_server import Caller, Server, answer

CALENDAR = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Snow\r\nDTSTART:20310517T100000\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)
EVENT = {"guid": "1", "title": "Snow", "start": "10:00", "duration": "00:30", "room": "Aurora"}
DAY = {"date": "2031-05-17", "rooms": {"Aurora": [EVENT]}}
SCHEDULE = json.dumps({"schedule": {"conference": {"title": "PyWest", "days": [DAY]}}})
XML = (
    "<schedule><conference><title>PyWest</title></conference><day date='2031-05-17'>"
    "<room name='Aurora'><event id='1'><title>Snow</title><start>10:00</start></event></room>"
    "</day></schedule>"
)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


LIMITS = TimeLimits(2, 2, 5, pauses=())


def failure(url: str, limits: TimeLimits = LIMITS) -> str:
    with pytest.raises(SourceError) as caught:
        fetch_latest(KnownSource(url), limits=limits)
    return str(caught.value)


def page_with(*links: str) -> bytes:
    return answer(
        f"<html>{''.join(f'<a href={link}>' for link in links)}", Content_Type="text/html"
    )


@pytest.mark.parametrize("body", [SCHEDULE, XML, CALENDAR])
def test_the_content_decides_what_a_schedule_is(body: str, server: Server) -> None:
    url = server.tell("/", answer(body, Content_Type="text/html", ETag='"v1"'))
    got = fetch_latest(KnownSource(url), limits=LIMITS)
    assert got is not None
    assert (got.copy, got.url, got.validators.etag) == (body.encode(), url, '"v1"')
    assert got.conference.sessions


def test_a_schedule_that_has_not_changed_is_not_downloaded(server: Server) -> None:
    url = server.tell("/", answer(status="304 Not Modified"))
    assert (
        fetch_latest(KnownSource(url, url=url, validators=Validators('"v1"')), limits=LIMITS)
        is None
    )


def test_a_page_leads_to_the_schedule_and_its_url(server: Server) -> None:
    page = server.tell("/2031/", page_with("schedule.xml", "schedule.json"))
    url = server.tell("/2031/schedule.json", answer(SCHEDULE, ETag='"v1"'))
    got = fetch_latest(KnownSource(page, url=page, validators=Validators('"page"')), limits=LIMITS)
    assert got is not None
    assert (got.copy, got.url, got.validators.etag) == (SCHEDULE.encode(), url, '"v1"')
    assert server.paths == ["/2031/", "/2031/schedule.json"]
    assert "If-None-Match" not in server.requests[1]


@pytest.mark.parametrize(
    "bad",
    [
        answer("", "404 Not Found"),
        answer("", "403 No"),
        answer(""),
        answer("{}"),
        answer('{"schedule": '),
        answer('{"sessions": [], "speakers": [], "rooms": [], "categories": []}'),
        answer("<html>log in"),
        answer(b"\x00\xff"),
        answer("", "302 Found", Location="ftp://pywest.example/"),
    ],
)
def test_the_first_link_with_a_usable_schedule_wins(bad: bytes, server: Server) -> None:
    page = server.tell("/", page_with("schedule.json", "schedule.ics"))
    server.tell("/schedule.json", bad)
    url = server.tell("/schedule.ics", answer(CALENDAR))
    got = fetch_latest(KnownSource(page), limits=LIMITS)
    assert got is not None
    assert got.url == url


def test_when_all_links_fail_the_message_gives_the_first_reason(
    server: Server,
) -> None:
    page = server.tell("/", page_with(*(f"{number}/schedule.json" for number in range(9))))
    assert failure(page) == (
        f"{server.host}: a web page whose schedule cannot be used "
        f"({server.host}: the server has nothing at this URL (404)); "
        "use the URL of the schedule file itself"
    )
    assert server.paths == ["/", *(f"/{number}/schedule.json" for number in range(5))]


def test_a_page_without_a_schedule_says_so(server: Server) -> None:
    assert failure(server.tell("/", page_with("/about"))) == (
        f"{server.host}: a web page without a link to a schedule; "
        "use the URL of the schedule file itself"
    )


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "the response is empty; check the URL"),
        (b" \r\n", "the response is empty; check the URL"),
        (b"hello", "no conference that confui can read; give "),
        (b"\x89PNG\r\n", "no conference that confui can read; give "),
        (b'{"error": "no such event"}', "JSON, but no schedule of frab, pretalx, c3voc or Sess"),
        (b"<rss><channel/></rss>", "XML, but "),
        (SCHEDULE[:50].encode(), ""),
    ],
)
def test_other_content_is_refused(body: bytes, told: str, server: Server) -> None:
    message = failure(server.tell("/", answer(body, Content_Type="application/json")))
    assert message.startswith(f"{server.host}: {told}")
    assert "; " in message


def test_links_that_hang_share_one_time_limit(server: Server) -> None:
    def hang(caller: Caller) -> None:
        caller.keep_waiting()

    paths = [f"/{number}/schedule.json" for number in range(5)]
    for path in paths:
        server.tell(path, hang)
    page = server.tell("/", page_with(*paths))
    assert "cannot be used" in failure(page, LIMITS._replace(read=0.2, total=0.5))
    assert len(server.paths) < 5


def test_a_page_is_read_again_when_its_export_is_gone(server: Server) -> None:
    page = server.tell("/", page_with("new/schedule.json"))
    old = server.url + "/old/schedule.json"
    url = server.tell("/new/schedule.json", answer(SCHEDULE))
    got = fetch_latest(KnownSource(page, url=old, validators=Validators('"v1"')), limits=LIMITS)
    assert got is not None
    assert got.url == url
    assert server.paths == ["/old/schedule.json", "/", "/new/schedule.json"]
    assert ['If-None-Match: "v1"' in request for request in server.requests] == [True, False, False]


def api_page(number: int, following: str) -> bytes:
    start = f"2031-05-17T1{number}:00:00+02:00"
    talk = {"code": f"T{number}", "title": f"Talk {number}", "slots": [{"start": start}]}
    page = {"count": 3, "next": following, "previous": None, "results": [talk]}
    return answer(json.dumps(page), Content_Type="application/json", ETag='"first"')


def test_all_pages_of_an_answer_are_fetched(server: Server) -> None:
    url = server.tell("/talks", api_page(0, "?page=2"))
    server.tell("/talks?page=2", api_page(1, f"{server.url}/talks?page=3"))
    server.tell("/talks?page=3", api_page(2, ""))
    got = fetch_latest(KnownSource(url), limits=LIMITS)
    assert got is not None
    assert [each.title for each in got.conference.sessions] == ["Talk 0", "Talk 1", "Talk 2"]
    assert "more-pages" not in {problem.code for problem in got.conference.problems}
    assert got.validators == Validators(), "the first page does not tell whether others changed"


def test_a_page_that_leads_to_itself_or_to_another_host_is_not_followed(server: Server) -> None:
    for following in ("/talks", "https://other.example.org/talks?page=2", "http://["):
        url = server.tell("/talks", api_page(0, following))
        got = fetch_latest(KnownSource(url), limits=LIMITS)
        assert got is not None
        assert "more-pages" in {problem.code for problem in got.conference.problems}
    assert set(server.paths) == {"/talks"}


def test_an_answer_without_one_of_its_pages_is_refused(server: Server) -> None:
    url = server.tell("/talks", api_page(0, "/talks?page=2"))
    server.tell("/talks?page=2", answer(status="404 Not Found"))
    assert "404" in failure(url)


def test_a_file_that_is_replaced_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "snow.ics"
    file.write_text(CALENDAR)

    def replace_and_open(source: str, **arguments: Any) -> Conference:
        file.write_text(CALENDAR.replace("Snow", "Ice"))
        return open_conference(source, **arguments)

    monkeypatch.setattr(latest, "open_conference", replace_and_open)
    assert failure(str(file)) == f"{file}: changes while it is read; try again"
