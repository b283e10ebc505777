from collections.abc import Callable

import pytest

from confui.schedule.models import Conference, Link, Session
from confui.sources.values.links import find_recordings

Read = Callable[..., tuple[Session, Conference]]


def codes(conference: Conference) -> list[str]:
    return [problem.code for problem in conference.problems]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ms-msdt:/id",
        "smb://host/share",
        "vscode://file",
        "--help",
        "../../etc/passwd",
        "http://user:secret@example.org/",
        "https://exa mple.org",
        "//example",
        "//user:secret@example.org/x",
    ],
)
@pytest.mark.parametrize("key", ["video_url", "slides_url"])
def test_an_unsafe_url_is_not_a_link(read: Read, key: str, url: str) -> None:
    session, conference = read(
        f"title: Snow\n{key}: '{url}'", settings="url: https://a.example.org"
    )
    assert session.video == session.slides == ()
    assert codes(conference) == ["bad-link"]
    assert session.extra == {key: url}


def test_a_path_is_a_link_only_if_the_site_is_known(read: Read) -> None:
    session, conference = read("title: Snow\nslides_url: /snow.pdf")
    assert session.slides == ()
    assert codes(conference) == ["relative-link"]
    session, conference = read(
        "title: Snow\nslides_url: /snow.pdf", settings="url: https://pywest.example.org/2030/"
    )
    assert session.slides == ("https://pywest.example.org/2030/snow.pdf",)
    assert conference.problems == ()


def test_several_videos_may_be_listed_without_repetitions(read: Read) -> None:
    session, _ = read(
        "title: Snow\nvideo_url: [https://v.example.org/1, www.v.example.org/2]\n"
        "additional_video_url: https://v.example.org/1"
    )
    assert session.video == ("https://v.example.org/1", "https://www.v.example.org/2")


def test_a_permalink_is_a_link_if_the_site_is_known_and_always_kept(read: Read) -> None:
    session, _ = read("title: Snow\npermalink: /talks/snow/")
    assert (session.links, session.extra) == ((), {"permalink": "/talks/snow/"})
    session, _ = read(
        "title: Snow\npermalink: /talks/snow/", settings="url: https://pywest.example.org"
    )
    assert session.links == (Link("Page", "https://pywest.example.org/talks/snow/"),)
    assert session.extra == {"permalink": "/talks/snow/"}


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("//v.example.org/1", "https://v.example.org/1"),
        ("//v.example.org:8443?id=1", "https://v.example.org:8443?id=1"),
        ("a1-B_c2D3e4", "https://www.youtube.com/watch?v=a1-B_c2D3e4"),
        ("aBcDeFgHiJk", "https://www.youtube.com/watch?v=aBcDeFgHiJk"),
    ],
)
def test_a_video_may_be_a_link_without_its_scheme_or_an_id(
    read: Read, written: str, url: str
) -> None:
    session, conference = read(f"title: Snow\nvideo_url: {written}")
    assert (session.video, conference.problems) == ((url,), ())


@pytest.mark.parametrize("written", ["coming-soon", "Coming-Soon", "NotRecorded", "unavailable"])
def test_words_of_eleven_letters_are_not_ids_of_videos(read: Read, written: str) -> None:
    session, conference = read(f"title: Snow\nvideo_url: {written}")
    assert (session.video, session.extra) == ((), {"video_url": written})
    assert codes(conference) == ["bad-link"]


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("https://youtu.be/x", ""),
        ("https://youtu.be/x", "Video"),
        ("https://www.youtube.com/watch?v=x", "Watch on YouTube"),
        ("https://media.ccc.de/v/x", "Mitschnitt"),
        ("https://a.example/x.ogg", "Video (Theora)"),
        ("https://a.example/x.webm", "AV1, 100 MB"),
        ("https://a.example/x", "Recording"),
        ("https://a.example/x", "Video: part 1"),
    ],
)
def test_what_is_labelled_as_a_recording_is_one(url: str, label: str) -> None:
    assert find_recordings([Link(label or url, url)]) == (url,)


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("https://youtu.be/x", "An earlier talk on goats"),
        ("https://youtu.be/x", "Trailer"),
        ("https://a.example/x.vtt", "Video recording subtitle file"),
        ("https://a.example/x.ogg", "Audio only"),
        ("https://a.example/x", "Videography for all"),
        ("https://a.example/x", ""),
    ],
)
def test_other_links_are_not_recordings(url: str, label: str) -> None:
    recording = Link("Recording", "https://v.example.org/1")
    assert find_recordings([Link(label or url, url), recording]) == (recording.url,)


def test_without_a_recording_the_links_to_video_sites_count() -> None:
    links = [Link("Demo", "https://youtu.be/x"), Link("Home", "https://a.example/")]
    assert find_recordings(links) == ("https://youtu.be/x",)
