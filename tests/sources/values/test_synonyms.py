"""The synonyms of the keys of a talk file, and pages that are not talk files."""

from collections.abc import Callable, Mapping

import pytest

from confui.schedule.models import Conference, Kind, Level, Session
from confui.sources.opening import SourceError

Load = Callable[[Mapping[str, str | bytes]], Conference]
Read = Callable[..., tuple[Session, Conference]]
TALK = "---\ntitle: Snow\ndate: 2031-05-17 10:00\nroom: Aurora\n---\n"


def codes(conference: Conference) -> list[str]:
    return [problem.code for problem in conference.problems]


@pytest.mark.parametrize(
    "key",
    ["session_title", "sessionTitle", "Proposal title", "talk-title", "Title", "name", "summary"],
)
def test_the_title_may_have_many_keys(read: Read, key: str) -> None:
    session, conference = read(f"{key}: Snow")
    assert session.title == "Snow"
    assert (session.extra, conference.problems) == ({}, ())


@pytest.mark.parametrize(
    ("front", "field", "value"),
    [
        ("location: Aurora", "rooms", ("Aurora",)),
        ("venue: Aurora", "rooms", ("Aurora",)),
        ("Rooms: [Aurora, Birch]", "rooms", ("Aurora", "Birch")),
        ("type: workshop", "kind", Kind.WORKSHOP),
        ("format: Lightning talk", "kind_label", "Lightning talk"),
        ("session_type: Keynote", "kind", Kind.KEYNOTE),
        ("audience_level: Advanced", "level", Level.ADVANCED),
        ("Level: beginner level", "level", Level.BEGINNER),
        ("audience: Beginner", "level", Level.BEGINNER),
        ("description: Cold.", "abstract", "Cold."),
        ("keywords: [cold]", "tags", ("cold",)),
        ("lang: en", "language", ("en",)),
        ("track: web\ntrackName: The Web", "track", "The Web"),
        ("slides: https://a.example.org/s", "slides", ("https://a.example.org/s",)),
        ("presentation: https://a.example.org/s", "slides", ("https://a.example.org/s",)),
        ("recording: https://a.example.org/v", "video", ("https://a.example.org/v",)),
        ("youtube_slug: abc-DEF_123", "video", ("https://www.youtube.com/watch?v=abc-DEF_123",)),
        ("youtube: https://a.example.org/v", "video", ("https://a.example.org/v",)),
        ("vimeo_id: '12345678'", "video", ("https://vimeo.com/12345678",)),
    ],
)
def test_synonyms_are_read_as_their_canonical_names(
    load: Load, front: str, field: str, value: object
) -> None:
    conference = load({"talks/a.md": f"---\ntitle: Snow\nspeaker: Amina Berglund\n{front}\n---\n"})
    (session,) = conference.sessions
    assert getattr(session, field) == value
    assert (session.extra, conference.problems) == ({}, ())


@pytest.mark.parametrize(
    "front", ["videoId: abc-DEF_123", "audience: Who likes snow", "prerequisites: none at all"]
)
def test_ambiguous_keys_stay_in_extra(read: Read, front: str) -> None:
    session, conference = read(f"title: Snow\n{front}")
    key, _, value = front.partition(": ")
    assert (session.extra, session.video, session.level) == ({key: value}, (), None)
    assert conference.problems == ()


@pytest.mark.parametrize("written", ["javascript:x", "a b", "[a, {b: c}]"])
def test_an_invalid_video_id_is_a_warning(read: Read, written: str) -> None:
    session, conference = read(f"title: Snow\nyoutube_slug: '{written}'")
    assert session.video == ()
    assert codes(conference) == ["bad-link"]


def test_the_canonical_name_counts_before_its_synonyms(read: Read) -> None:
    session, _ = read("description: Long.\nabstract: Short.\nlocation: Oslo\nname: x\ntitle: Snow")
    assert (session.title, session.abstract, session.rooms) == ("Snow", "Short.", ("Aurora",))
    assert session.extra == {"description": "Long.", "location": "Oslo", "name": "x"}


POST = "---\ntitle: News\ndate: 2031-01-02 10:00\nlayout: {}\n---\n"
DATED = "---\ntitle: Opening\ndate: 2031-05-17 09:00\n---\n"


@pytest.mark.parametrize(
    "path",
    ["news/a.md", "blog/a.md", "src/content/posts/a.md", "venue/a.md", "_posts/a.md", "a.md"],
)
def test_a_page_with_a_date_is_not_a_talk_if_the_talks_are_elsewhere(load: Load, path: str) -> None:
    conference = load({"talks/snow.md": TALK, path: POST.format("default")})
    assert [session.id for session in conference.sessions] == ["talks/snow.md"]
    assert conference.problems == ()


@pytest.mark.parametrize("path", ["talks/opening.md", "breaks/opening.md", "_schedule/opening.md"])
def test_a_file_with_only_a_date_is_a_session_among_the_talks(load: Load, path: str) -> None:
    assert len(load({"talks/snow.md": TALK, path: DATED}).sessions) == 2


def test_a_blog_post_among_the_talks_is_not_a_talk(load: Load) -> None:
    conference = load({"talks/snow.md": TALK, "talks/news.md": POST.format("post")})
    assert len(conference.sessions) == 1


def test_a_blog_is_not_a_conference(load: Load) -> None:
    with pytest.raises(SourceError, match="no talk file"):
        load({"a.md": POST.format("post"), "blog/b.md": POST.format("page")})


def test_without_other_talks_a_date_is_enough(load: Load) -> None:
    assert len(load({"a.md": DATED, "b.md": DATED}).sessions) == 2
