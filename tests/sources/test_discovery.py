"""A page of a conference leads to its schedule, and to nowhere that it should not."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.sources import read_schedule
from confui.sources.discovery import exports_on, is_page
from confui.sources.download import DownloadError, Patience, Validators
from confui.sources.web import fetch_schedule
from confui.sources.webaddress import askable
from tests.ratios import ratio

from .web_server import Caller, Server, answer

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

PAGE = "https://pywest.example/2031/"
HOST = "https://pywest.example"


def exports(body: str, url: str = PAGE) -> list[str]:
    return list(exports_on(f"<!doctype html><html><body>{body}".encode(), url))


@pytest.mark.parametrize(
    "start",
    [
        "<!doctype html>",
        "<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>",
        "\n <html lang=en>",
        "\ufeff<!-- a -->\n<!-- b --><HTML>",
        "<?xml version='1.0'?><!DOCTYPE html><html>",
    ],
)
def test_a_web_page_is_told_by_its_beginning(start: str) -> None:
    assert is_page(start.encode())


@pytest.mark.parametrize(
    "start",
    ["", SCHEDULE, CALENDAR, XML, "<?xml version='1.0'?><!-- <html> --><schedule>", "<htmlish>"],
)
def test_what_is_no_web_page_is_not_taken_for_one(start: str) -> None:
    assert not is_page(start.encode())


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<a href=schedule.json>", f"{HOST}/2031/schedule.json"),
        ("<A\n class=x HREF='/schedule.xml?v=2#top'>", f"{HOST}/schedule.xml?v=2"),
        (
            '<a href="https://c.example/pywest.schedule.json">',
            "https://c.example/pywest.schedule.json",
        ),
        ("<a href='webcal://pywest.example/all.ics'>", f"{HOST}/all.ics"),
        ("<a href='../pywest.frab'>", f"{HOST}/pywest.frab"),
        ("<a href='schedule.xcal'>", f"{HOST}/2031/schedule.xcal"),
        ("<a href='/a&amp;b/schedule.ics'>", f"{HOST}/a&b/schedule.ics"),
        ("<link rel='alternate' type='text/calendar' href='/feed'>", f"{HOST}/feed"),
        ("<link rel=ALTERNATE type='application/json; charset=utf-8' href=/f>", f"{HOST}/f"),
        ("<base href='/old/'><a href='schedule.json'>", f"{HOST}/old/schedule.json"),
        ("<noscript><a href='schedule.json'></noscript>", f"{HOST}/2031/schedule.json"),
    ],
)
def test_a_link_to_a_schedule_is_found(body: str, found: str) -> None:
    assert exports(body) == [found]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<a>",
        "<a href>",
        "<a href=''>",
        "<a href='/schedule/'>",
        "<a href='https://[/schedule.json'>",
        "<a href='http://pywest.example/schedule.json'>",
        "<a href='ftp://pywest.example/schedule.json'>",
        "<a href='file:///schedule.json'>",
        "<a href='javascript:schedule.json'>",
        "<a href='data:text/calendar,x.ics'>",
        "<a href='https://me:secret@pywest.example/schedule.json'>",
        "<a href='/a b/schedule.json'>",
        "<a href='/&#27;/schedule.json'>",
        "<a href='http://localhost/schedule.json'>",
        "<a href='https://localhost/schedule.json'>",
        "<a href='https://192.168.0.1/schedule.json'>",
        "<a href='https://127.1/schedule.json'>",
        "<a href='/rescheduled.json'>",
        "<p>schedule.json</p>",
        "<link rel='alternate' type='application/rss+xml' href='/feed'>",
        "<link rel='alternate' type='application/json+oembed' href='/oembed'>",
        "<link rel='stylesheet' type='text/xml' href='/style'>",
        "<meta name='generator' content='pretalx'",
    ],
)
def test_what_leads_to_no_schedule_that_may_be_asked_is_passed_by(body: str) -> None:
    assert exports(body) == []


def test_a_page_of_this_very_computer_may_lead_to_another_one() -> None:
    page = "http://localhost:8000/demo/"
    assert exports("<a href='schedule.json'>", page) == [f"{page}schedule.json"]


def test_a_page_does_not_lead_to_itself() -> None:
    assert exports("<a href='schedule.xml'>", f"{PAGE}schedule.xml") == []


def test_the_best_export_comes_first_and_each_once() -> None:
    body = """
        <a href="https://c.example/a.ics"><a href="/snow.ics">
        <link rel="alternate" type="application/json" href="/api/pages/12">
        <a href="https://c.example/schedule.json"><a href="schedule.xcal"><a href="schedule.ics">
        <a href="schedule.xml"><a href="schedule.json"><a href="schedule.xml#top">
    """
    assert exports(body) == [
        *(f"{PAGE}schedule.{suffix}" for suffix in ("json", "xml", "ics", "xcal")),
        "https://c.example/schedule.json",
        f"{HOST}/api/pages/12",
        f"{HOST}/snow.ics",
        "https://c.example/a.ics",
    ]


PRETALX = "https://talks.example"
EXPORT = f"{PRETALX}/pywest-2031/schedule/export/schedule.json"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/pywest-2031/", "<a href='/pywest-2031/schedule/export/schedule.json'>"),
        ("/pywest-2031/talk/ABC/", "<a href='/pywest-2031/schedule/export/speakers.csv'>"),
        ("/pywest-2031/", "<script src='/pywest-2031/schedule/widget/messages.js'></script>"),
        ("/pywest-2031/", "<meta name='generator' content='pretalx'>"),
        ("/pywest-2031", "<img><a href='https://pretalx.com'>"),
        ("/pywest-2031/talk/ABC/", "<link rel=stylesheet href='/static/pretalx/a.css'>"),
        ("/", "<meta name=generator content=pretalx><a href='/pywest-2031/schedule/'>"),
        ("/", "<meta name=generator content=pretalx><a href='/pywest-2031/schedule/v/1.0/'>"),
        ("/", f"<pretalx-schedule event-url='{PRETALX}/pywest-2031/'></pretalx-schedule>"),
        ("/", f"<pretalx-schedule event='{PRETALX}/pywest-2031'></pretalx-schedule>"),
    ],
)
def test_a_page_of_pretalx_leads_to_the_export_of_its_event(path: str, body: str) -> None:
    assert exports(body, PRETALX + path)[0] == EXPORT


def test_the_export_of_an_event_comes_before_the_calendar_of_a_talk() -> None:
    body = "<meta name='generator' content='pretalx'><a href='/pywest-2031/talk/ABC.ics'>"
    talk = f"{PRETALX}/pywest-2031/talk/ABC"
    assert exports(body, f"{talk}/") == [EXPORT, f"{talk}.ics"]


def test_a_site_that_embeds_a_pretalx_schedule_leads_there() -> None:
    body = f"<script src='{PRETALX}/pywest-2031/schedule/widget/v2.en.js'></script>"
    assert exports(body) == [EXPORT]


def test_a_list_of_events_leads_to_none_of_them() -> None:
    assert exports("<meta name='generator' content='pretalx'><a href='/pywest/'>", PRETALX) == []


@pytest.mark.parametrize(
    "body",
    [
        "<script src='https://sessionize.com/api/v2/ab12cd34/view/GridSmart'></script>",
        "<iframe src='https://sessionize.com/api/v2/ab12cd34/view/Sessions?under=True'></iframe>",
        "<script>fetch('https://sessionize.com/api/v2/ab12cd34/view/All')</script>",
        r"<script>{'url': 'https:\/\/sessionize.com\/api\/v2\/ab12cd34\/view\/Grid'}</script>",
    ],
)
def test_an_embedded_schedule_of_sessionize_leads_to_its_data(body: str) -> None:
    assert exports(body) == ["https://sessionize.com/api/v2/ab12cd34/view/All"]


def test_the_address_of_a_view_of_sessionize_is_enough() -> None:
    url = "https://sessionize.com/api/v2/ab12cd34/view/GridSmart"
    assert exports("", url) == ["https://sessionize.com/api/v2/ab12cd34/view/All"]


@given(st.binary() | st.text().map(str.encode), st.sampled_from([PAGE, "http://localhost:80/"]))
def test_from_any_page_come_addresses_that_may_be_asked(page: bytes, url: str) -> None:
    for export in exports_on(page, url):
        assert askable(export) == export


@given(st.text(), st.text())
def test_from_any_link_comes_an_address_that_may_be_asked(address: str, base: str) -> None:
    page = f"<base href='{base}'><a href='{address}'><a href='{address}/schedule.json'>".encode()
    for export in exports_on(page, PAGE):
        assert askable(export) == export


TOLD = "<p>Bring boots, a warm hat and something to drink; it is snow that we talk of.</p>\n" * 9
ORDINARY = (
    TOLD + "<p>More is in the <a href='/2031/schedule/'>schedule of the conference</a>.</p>\n"
)
DEAR = 30


def looked_at(page: bytes) -> None:
    is_page(page)
    exports_on(page, PAGE)


@pytest.mark.parametrize(
    "unit",
    [
        *("<!--", "<![CDATA[", "<?", "</ ", "<a ", "<a href='", "<script>", "<html ", "&#x1"),
        "<a " + "x " * 490 + ">",
        "<a href='/a/" + "../" * 300 + "schedule.json'>",
        "<a href='" + "schedule/" * 100 + "'>",
    ],
)
def test_a_page_made_to_be_unreadable_is_read_in_no_time(unit: str) -> None:
    page = (unit * (500_000 // len(unit))).encode()
    ordinary = (ORDINARY * (500_000 // len(ORDINARY))).encode()
    cost = ratio(lambda: looked_at(page), lambda: looked_at(ordinary), enough=DEAR)
    assert cost < DEAR  # a parser of whole pages takes minutes


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


PATIENCE = Patience(2, 2, 5, pauses=())


def failure(url: str, patience: Patience = PATIENCE) -> str:
    with pytest.raises(DownloadError) as caught:
        fetch_schedule(url, patience=patience)
    return str(caught.value)


def page_with(*links: str) -> bytes:
    return answer(
        f"<html>{''.join(f'<a href={link}>' for link in links)}", Content_Type="text/html"
    )


@pytest.mark.parametrize("body", [SCHEDULE, XML, CALENDAR])
def test_a_schedule_is_what_its_content_says(body: str, server: Server) -> None:
    url = server.tell("/", answer(body, Content_Type="text/html", ETag='"v1"'))
    got = fetch_schedule(url, patience=PATIENCE)
    assert got is not None
    assert (got.content, got.url, got.validators.etag) == (body.encode(), url, '"v1"')
    assert read_schedule(got.content, "pywest", shown="pywest").sessions


def test_a_schedule_that_is_known_is_not_fetched(server: Server) -> None:
    url = server.tell("/", answer(status="304 Not Modified"))
    assert fetch_schedule(url, Validators('"v1"'), patience=PATIENCE) is None


def test_from_a_page_comes_the_schedule_and_its_own_address(server: Server) -> None:
    page = server.tell("/2031/", page_with("schedule.xml", "schedule.json"))
    url = server.tell("/2031/schedule.json", answer(SCHEDULE, ETag='"v1"'))
    got = fetch_schedule(page, Validators('"page"'), patience=PATIENCE)
    assert got is not None
    assert (got.content, got.url, got.validators.etag) == (SCHEDULE.encode(), url, '"v1"')
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
def test_the_first_that_is_a_schedule_wins(bad: bytes, server: Server) -> None:
    page = server.tell("/", page_with("schedule.json", "schedule.ics"))
    server.tell("/schedule.json", bad)
    url = server.tell("/schedule.ics", answer(CALENDAR))
    got = fetch_schedule(page, patience=PATIENCE)
    assert got is not None
    assert got.url == url


def test_a_page_where_no_link_holds_what_it_says_is_told_with_the_first_failure(
    server: Server,
) -> None:
    page = server.tell("/", page_with(*(f"{number}/schedule.json" for number in range(9))))
    assert failure(page) == (
        f"{server.host}: a web page, and the schedule that it leads to did not come "
        f"({server.host}: the server has nothing at this address (404)); "
        "name the address of the schedule file itself"
    )
    assert server.paths == ["/", *(f"/{number}/schedule.json" for number in range(5))]


def test_a_page_that_leads_nowhere_is_told_to_do_so(server: Server) -> None:
    assert failure(server.tell("/", page_with("/about"))) == (
        f"{server.host}: a web page that leads to no schedule; "
        "name the address of the schedule file itself"
    )


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "the answer is empty; check the address"),
        (b" \r\n", "the answer is empty; check the address"),
        (b"hello", "no conference that confui can read; name "),
        (b"\x89PNG\r\n", "no conference that confui can read; name "),
        (b'{"error": "no such event"}', "JSON, but no schedule of frab, pretalx, c3voc or Sess"),
        (b"<rss><channel/></rss>", "XML, but "),
        (SCHEDULE[:50].encode(), ""),
    ],
)
def test_what_is_no_schedule_is_refused(body: bytes, told: str, server: Server) -> None:
    message = failure(server.tell("/", answer(body, Content_Type="application/json")))
    assert message.startswith(f"{server.host}: {told}")
    assert "; " in message


def test_a_page_with_many_links_that_hang_is_given_up_in_time(server: Server) -> None:
    def hang(caller: Caller) -> None:
        caller.keep_waiting()

    paths = [f"/{number}/schedule.json" for number in range(5)]
    for path in paths:
        server.tell(path, hang)
    page = server.tell("/", page_with(*paths))
    assert "did not come" in failure(page, PATIENCE._replace(read=0.2, total=0.5))
    assert len(server.paths) < 5
