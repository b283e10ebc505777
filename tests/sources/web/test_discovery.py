"""The exports that a web page leads to, and the links that must not be followed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.sources.web.discovery import find_exports, is_page
from confui.sources.web.urls import downloadable_url
from tests.ratios import ratio

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
    return list(find_exports(f"<!doctype html><html><body>{body}".encode(), url))


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
def test_a_web_page_is_recognised_by_its_first_bytes(start: str) -> None:
    assert is_page(start.encode())


@pytest.mark.parametrize(
    "start",
    ["", SCHEDULE, CALENDAR, XML, "<?xml version='1.0'?><!-- <html> --><schedule>", "<htmlish>"],
)
def test_a_schedule_is_not_taken_for_a_web_page(start: str) -> None:
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
        ("<a href='/2031/schedule/xml'>", f"{HOST}/2031/schedule/xml"),
        ("<a href='/schedule/pentabarf.xml'>", f"{HOST}/schedule/pentabarf.xml"),
        ("<a href='program/frab.xml'>", f"{HOST}/2031/program/frab.xml"),
        ("<a href='fahrplan.xml'>", f"{HOST}/2031/fahrplan.xml"),
        ("<a href='/summit31.xml'>", f"{HOST}/summit31.xml"),
        ("<a href='webcal://pywest.example/programme'>", f"{HOST}/programme"),
        ("<a href='/api/ical/programm'>", f"{HOST}/api/ical/programm"),
        ("<a href='/?calendar=2031&format=xml'>", f"{HOST}/?calendar=2031&format=xml"),
        ("<a href='/event/9/event.ics?scope=talk'>", f"{HOST}/event/9/event.ics?scope=talk"),
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
        *(f"<a href='/{name}.xml'>" for name in ("sitemap", "rss", "blog/atom", "feed", "news/x")),
        "<a href='/?page=2&format=html'>",
        "<a href='/tickets?format=json'>",
        "<a href='/medical/'>",
        "<a href='/topics/'>",
        "<a href='https://maps.example/?q=venue'>",
        "<link rel='icon' href='/schedule.svg'>",
        "<link rel='search' type='application/opensearchdescription+xml' href='/search.xml'>",
        "<link rel='alternate' type='application/rss+xml' href='/feed'>",
        "<link rel='alternate' type='application/json+oembed' href='/oembed'>",
        "<link rel='stylesheet' type='text/xml' href='/style'>",
        "<meta name='generator' content='pretalx'",
    ],
)
def test_other_links_are_ignored(body: str) -> None:
    assert exports(body) == []


def test_a_page_on_this_computer_may_link_to_this_computer() -> None:
    page = "http://localhost:8000/demo/"
    assert exports("<a href='schedule.json'>", page) == [f"{page}schedule.json"]


def test_a_link_to_the_page_itself_is_ignored() -> None:
    assert exports("<a href='schedule.xml'>", f"{PAGE}schedule.xml") == []


def test_the_best_export_comes_first_and_none_twice() -> None:
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


def test_an_embedded_pretalx_schedule_is_found() -> None:
    body = f"<script src='{PRETALX}/pywest-2031/schedule/widget/v2.en.js'></script>"
    assert exports(body) == [EXPORT]


def test_a_list_of_pretalx_events_leads_to_none_of_them() -> None:
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


def test_a_page_of_indico_leads_to_what_indico_publishes_of_the_event() -> None:
    page = "https://indico.example/lab/event/26/overview"
    assert exports("<script src='/lab/indico/assets.js'></script>", page) == [
        "https://indico.example/lab/export/timetable/26.json",
        "https://indico.example/lab/export/event/26.json?detail=contributions",
        "https://indico.example/lab/event/26/event.ics?scope=contribution",
    ]
    assert exports("<p>an event of another system</p>", page) == []


def test_a_page_on_sched_leads_to_its_calendar() -> None:
    found = exports("<a href='/speakers'>", "https://snow2031.sched.com/list/descriptions/")
    assert found == ["https://snow2031.sched.com/all.ics"]
    assert exports("<a href='/speakers'>", "https://sched.com.example/") == []


def test_the_url_of_a_sessionize_view_is_enough() -> None:
    url = "https://sessionize.com/api/v2/ab12cd34/view/GridSmart"
    assert exports("", url) == ["https://sessionize.com/api/v2/ab12cd34/view/All"]


@given(st.binary() | st.text().map(str.encode), st.sampled_from([PAGE, "http://localhost:80/"]))
def test_every_url_found_on_any_page_is_downloadable(page: bytes, url: str) -> None:
    for export in find_exports(page, url):
        assert downloadable_url(export) == export


@given(st.text(), st.text())
def test_every_url_found_in_any_link_is_downloadable(address: str, base: str) -> None:
    page = f"<base href='{base}'><a href='{address}'><a href='{address}/schedule.json'>".encode()
    for export in find_exports(page, PAGE):
        assert downloadable_url(export) == export


TEXT = "<p>Bring boots, a warm hat and something to drink; it is snow that we talk of.</p>\n" * 9
ORDINARY = (
    TEXT + "<p>More is in the <a href='/2031/schedule/'>schedule of the conference</a>.</p>\n"
)
FACTOR = 30


def read_page(page: bytes) -> None:
    is_page(page)
    find_exports(page, PAGE)


@pytest.mark.parametrize(
    "unit",
    [
        *("<!--", "<![CDATA[", "<?", "</ ", "<a ", "<a href='", "<script>", "<html ", "&#x1"),
        "<a " + "x " * 490 + ">",
        "<a href='/a/" + "../" * 300 + "schedule.json'>",
        "<a href='" + "schedule/" * 100 + "'>",
    ],
)
def test_a_hostile_page_takes_no_longer_than_an_ordinary_one(unit: str) -> None:
    page = (unit * (500_000 // len(unit))).encode()
    ordinary = (ORDINARY * (500_000 // len(ORDINARY))).encode()
    cost = ratio(lambda: read_page(page), lambda: read_page(ordinary), enough=FACTOR)
    assert cost < FACTOR  # a parser of whole pages takes minutes
