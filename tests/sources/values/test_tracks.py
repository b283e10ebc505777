"""The tracks that a schedule declares."""

import json
from collections.abc import Callable

import pytest

from confui.schedule.models import Conference, Track
from confui.sources.syntax.raw_values import RawValue
from confui.sources.values.tracks import read_colour, read_tracks

BLUE, GREY = "#" + "1a2b3c", "#" + "aabbcc"
EVENT = {"guid": "e", "title": "Snow", "date": "2031-05-17T10:00:00", "start": "10:00"}


@pytest.mark.parametrize(
    ("written", "colour"),
    [
        (BLUE, BLUE),
        (f" {BLUE.upper()} ", BLUE),
        ("abc", GREY),
        ("#" + "abc", GREY),
        ("white", ""),
        ("", ""),
        (BLUE + "ff", ""),
        ("#" + "12", ""),
        ("url(javascript:x)", ""),
        ("$primary", ""),
    ],
)
def test_only_a_hexadecimal_colour_is_a_colour(written: str, colour: str) -> None:
    assert read_colour(written) == colour


def test_tracks_are_names_or_mappings_and_the_first_of_a_name_counts() -> None:
    items: list[RawValue] = [
        "Web",
        {"name": {"en": "Ice", "de": "Eis"}, "color": BLUE},
        "",
        {"slug": "x"},
        [],
    ]
    items.append({"name": "Web", "color": GREY})
    assert read_tracks(items) == (Track("Web"), Track("Ice", BLUE))


def test_tracks_in_json_have_their_colours_and_sessions_refer_to_them(
    open_file: Callable[..., Conference],
) -> None:
    tracks = [{"id": 3, "name": "Web", "color": BLUE}, {"id": "4", "name": {"en": "Art"}}]
    document = {"title": "PyNorth", "tracks": tracks, "talks": [{**EVENT, "track": "3"}]}
    conference = open_file(json.dumps(document))
    assert conference.tracks == (Track("Web", BLUE), Track("Art"))
    assert [session.track for session in conference.sessions] == ["Web"]


@pytest.mark.parametrize(
    "declared",
    [
        f"<conference><track name='Web' slug='web' color='{BLUE}'/><track>Art</track></conference>",
        f"<conference/><tracks><track color='{BLUE}'>Web</track><track>Art</track></tracks>",
        f"<conference><tracks><track name='Web' color='{BLUE}'/><track>Art</track></tracks>"
        "</conference>",
    ],
)
def test_tracks_in_xml_are_elements_beside_the_days(
    open_file: Callable[..., Conference], declared: str
) -> None:
    event = "<event id='7'><title>Snow</title><start>10:00</start><track>Art</track></event>"
    day = f"<day date='2031-05-17'><room name='Aurora'>{event}</room></day>"
    conference = open_file(f"<?xml version='1.0'?><schedule>{declared}{day}</schedule>")
    assert conference.tracks == (Track("Web", BLUE), Track("Art"))
