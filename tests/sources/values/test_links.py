from collections.abc import Callable

import pytest

from confui.schedule.models import Conference, Link, Session

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
        "//example.org/x",
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
