"""What other sites call the keys of a talk, and which pages are no talks."""

from collections.abc import Callable, Mapping
from datetime import datetime

import pytest

from confui.schedule.models import Conference, EndSource, Kind, Level, Session
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
def test_a_title_has_many_names(read: Read, key: str) -> None:
    session, conference = read(f"{key}: Snow")
    assert session.title == "Snow"
    assert (session.extra, conference.problems) == ({}, ())


@pytest.mark.parametrize(
    "front",
    [
        "date: 2031-05-17 10:15",
        "start_datetime: 2031-05-17T10:15:00",
        "start: 2031-05-17 10:15",
        "start_time: 2031-05-17 10:15",
        "starts: 17 May 2031, 10:15",
        "Start Date: 2031-05-17 10:15",
        "startTime: 2031-05-17 10:15",
        "date: 2031-05-17\nstart: 10:15",
        "date: 2031-05-17\ntime_start: 10h15",
        "date: 2031-May-17\ntime: 10:15",
        "day: 17.05.2031\nstart_time: 10:15 am",
        "slot: 17/05/2031\ntime_start: 10h15",
        "date: 2031-01-02 08:00\nstart: 2031-05-17 10:15",
        "date: 2031-05-17 00:00\nstart: 10:15",
    ],
)
def test_a_start_has_many_forms(read: Read, front: str) -> None:
    session, conference = read(f"title: Snow\n{front}")
    assert session.start == datetime(2031, 5, 17, 10, 15)
    assert session.line >= 3
    assert conference.problems == ()


@pytest.mark.parametrize(
    ("front", "code", "kept"),
    [
        ("slot: 01/10/2031\ntime_start: 10h15", "bad-date", {"slot", "time_start"}),
        ("date: 02/03/2031\nstart: 10:15", "bad-date", {"date", "start"}),
        ("date: 17th Sep\nstart: 12:00", "bad-date", {"date", "start"}),
        ("start: 10:15", "no-date", {"start"}),
        ("date: 2031-05-17\nstart: noon", "bad-time", {"date", "start"}),
        ("start: 2031-05-17", "date-without-time", {"start"}),
        ("day: Monday\nstart: 10:15", "bad-date", {"day", "start"}),
        ("start: [10, 15]", "bad-time", {"start"}),
    ],
)
def test_a_start_that_cannot_be_told_is_a_problem_under_its_own_key(
    read: Read, front: str, code: str, kept: set[str]
) -> None:
    session, conference = read(f"title: Snow\n{front}")
    assert session.start is None
    assert code in codes(conference)
    assert set(session.extra) == kept
    assert all(
        f"`{front.partition(':')[0]}`" in problem.message or problem.line == 4
        for problem in conference.problems
    )


@pytest.mark.parametrize(
    ("front", "minutes", "source"),
    [
        ("end: 2031-05-17 10:45", 30, EndSource.GIVEN),
        ("end_time: 10:45", 30, EndSource.GIVEN),
        ("time_end: 10h45", 30, EndSource.GIVEN),
        ("ends: 01:15", 900, EndSource.INFERRED),
        ("duration: 45", 45, EndSource.DURATION),
        ("duration: 0:45", 45, EndSource.DURATION),
        ("length: 1 hour 30 mins", 90, EndSource.DURATION),
        ("duration: PT30M", 30, EndSource.DURATION),
        ("end: 10:45\nduration: 90", 30, EndSource.GIVEN),
        ("end: 2031-05-16 10:45\nduration: 90", 90, EndSource.DURATION),
    ],
)
def test_an_end_has_many_forms(read: Read, front: str, minutes: int, source: EndSource) -> None:
    session, conference = read(f"title: Snow\nstart: 2031-05-17 10:15\n{front}")
    assert session.end_source is source
    if source is EndSource.INFERRED:
        assert codes(conference) == ["bad-end"]
    else:
        assert session.minutes == minutes


def test_an_end_after_midnight_is_the_next_day(read: Read) -> None:
    session, conference = read("title: Snow\ndate: 2031-05-17\nstart: 22:00\nend: 1:00")
    assert (session.minutes, conference.problems) == (180, ())


def test_a_range_has_both_ends(read: Read) -> None:
    session, conference = read("title: Snow\ndate: 2031-05-17\ntime: 10:00 - 10:40")
    assert (session.minutes, session.end_source) == (40, EndSource.GIVEN)
    assert (session.extra, conference.problems) == ({}, ())


def test_a_length_that_cannot_be_is_a_warning_under_its_own_key(read: Read) -> None:
    session, conference = read("title: Snow\nstart: 2031-05-17 10:15\nlength: very")
    assert session.extra == {"length": "very"}
    (problem,) = conference.problems
    assert (problem.code, problem.line) == ("bad-duration", 4)
    assert "`length`" in problem.message


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
def test_other_words_land_in_their_place(load: Load, front: str, field: str, value: object) -> None:
    conference = load({"talks/a.md": f"---\ntitle: Snow\nspeaker: Amina Berglund\n{front}\n---\n"})
    (session,) = conference.sessions
    assert getattr(session, field) == value
    assert (session.extra, conference.problems) == ({}, ())


@pytest.mark.parametrize(
    "front", ["videoId: abc-DEF_123", "audience: Who likes snow", "prerequisites: none at all"]
)
def test_what_does_not_say_what_it_is_stays_as_it_is(read: Read, front: str) -> None:
    session, conference = read(f"title: Snow\n{front}")
    key, _, value = front.partition(": ")
    assert (session.extra, session.video, session.level) == ({key: value}, (), None)
    assert conference.problems == ()


@pytest.mark.parametrize("written", ["javascript:x", "a b", "[a, {b: c}]"])
def test_a_name_of_a_video_that_is_none_is_a_warning(read: Read, written: str) -> None:
    session, conference = read(f"title: Snow\nyoutube_slug: '{written}'")
    assert session.video == ()
    assert codes(conference) == ["bad-link"]


def test_our_own_name_for_a_key_counts_before_any_other(read: Read) -> None:
    session, _ = read("description: Long.\nabstract: Short.\nlocation: Oslo\nname: x\ntitle: Snow")
    assert (session.title, session.abstract, session.rooms) == ("Snow", "Short.", ("Aurora",))
    assert session.extra == {"description": "Long.", "location": "Oslo", "name": "x"}


POST = "---\ntitle: News\ndate: 2031-01-02 10:00\nlayout: {}\n---\n"
DATED = "---\ntitle: Opening\ndate: 2031-05-17 09:00\n---\n"


@pytest.mark.parametrize(
    "path",
    ["news/a.md", "blog/a.md", "src/content/posts/a.md", "venue/a.md", "_posts/a.md", "a.md"],
)
def test_a_page_with_a_date_is_no_talk_where_talks_are_elsewhere(load: Load, path: str) -> None:
    conference = load({"talks/snow.md": TALK, path: POST.format("default")})
    assert [session.id for session in conference.sessions] == ["talks/snow.md"]
    assert conference.problems == ()


@pytest.mark.parametrize("path", ["talks/opening.md", "breaks/opening.md", "_schedule/opening.md"])
def test_a_session_with_no_more_than_a_date_is_one_beside_the_talks(load: Load, path: str) -> None:
    assert len(load({"talks/snow.md": TALK, path: DATED}).sessions) == 2


def test_a_post_among_the_talks_is_none(load: Load) -> None:
    conference = load({"talks/snow.md": TALK, "talks/news.md": POST.format("post")})
    assert len(conference.sessions) == 1


def test_a_blog_is_no_conference(load: Load) -> None:
    with pytest.raises(SourceError, match="no talk file"):
        load({"a.md": POST.format("post"), "blog/b.md": POST.format("page")})


def test_dates_alone_will_do_where_there_is_nothing_more(load: Load) -> None:
    assert len(load({"a.md": DATED, "b.md": DATED}).sessions) == 2
