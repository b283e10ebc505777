from collections.abc import Callable, Mapping
from datetime import date, datetime

import pytest

from confui.schedule.models import Conference, EndSource, Kind, Level, Session, Severity

Load = Callable[[Mapping[str, str | bytes]], Conference]
Read = Callable[..., tuple[Session, Conference]]


def codes(conference: Conference) -> list[str]:
    return [problem.code for problem in conference.problems]


def test_every_key_becomes_its_field(read: Read) -> None:
    session, conference = read(
        """
title: Snow
subtitle: And how to melt it
category: talk
date: 2031-05-17 09:00:00 +0200
end_date: 2031-05-17 09:40
room: Aurora Hall
track: Weather
difficulty: Beginner
language: en, de
tags: [cold, white]
abstract: Flakes.
video_url: https://video.example.org/1
additional_video_url: https://video.example.org/2
slides_url: https://slides.example.org/1
layout: session-details
sitemap: true
""".strip(),
        "\nMore *flakes*.\n",
    )
    assert session == Session(
        id="talk.md",
        title="Snow",
        subtitle="And how to melt it",
        kind=Kind.TALK,
        kind_label="talk",
        start=datetime(2031, 5, 17, 9),
        end=datetime(2031, 5, 17, 9, 40),
        end_source=EndSource.GIVEN,
        utc_offset=120,
        day=date(2031, 5, 17),
        rooms=("Aurora Hall",),
        track="Weather",
        level=Level.BEGINNER,
        level_label="Beginner",
        language=("en", "de"),
        tags=("cold", "white"),
        abstract="Flakes.",
        body="More *flakes*.",
        video=("https://video.example.org/1", "https://video.example.org/2"),
        slides=("https://slides.example.org/1",),
        line=5,
        extra={"layout": "session-details", "sitemap": "true"},
    )
    assert conference.problems == ()


@pytest.mark.parametrize("key", ["title", "session_title"])
def test_a_title_has_two_keys(read: Read, key: str) -> None:
    assert read(f"{key}: Snow")[0].title == "Snow"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('Talk on "<a href="/x/">The guide</a>"', 'Talk on "The guide"'),
        ("<em>Very <b>cold</b></em> snow", "Very cold snow"),
        ("Snow &amp; ice", "Snow & ice"),
        ("path('/&lt;user:name&gt;/', view)", "path('/<user:name>/', view)"),
        ("Salt & pepper", "Salt & pepper"),
        ("std::vector<int> considered", "std::vector<int> considered"),
        ("What <b> does", "What <b> does"),
        ("&#27;[2Jgone", "[2Jgone"),
        ("list[int]", "list[int]"),
        ("Snow<br>and ice", "Snow and ice"),
        ("&#" + "9" * 5000 + ";", "&#" + "9" * 5000 + ";"),
        ("<b>" * 3 + "deep" + "</b>" * 3, "deep"),
    ],
)
def test_html_is_removed_from_a_title(read: Read, written: str, title: str) -> None:
    assert read("title: |\n  " + written)[0].title == title


@pytest.mark.parametrize("front", ["title:", "title: null", "category: talk", "title: <b></b>"])
def test_a_session_without_a_title_stays_and_is_an_error(read: Read, front: str) -> None:
    session, conference = read(front)
    assert session.title == "(untitled)"
    (problem,) = conference.problems
    assert (problem.code, problem.severity) == ("no-title", Severity.ERROR)


def test_a_list_in_place_of_a_title_is_one_problem(read: Read) -> None:
    session, conference = read("title: [draft]")
    assert session.title == "(untitled)"
    assert codes(conference) == ["not-text"]
    assert session.extra == {"title": ["draft"]}


@pytest.mark.parametrize("key", ["date", "start_datetime"])
@pytest.mark.parametrize("value", ["2017-02-30 10:00", "2017-08-15 25:00", "[a]", "tomorrow"])
def test_a_session_with_a_bad_date_has_no_time(read: Read, key: str, value: str) -> None:
    session, conference = read(f"title: Snow\n{key}: {value}")
    assert (session.start, session.end, session.day) == (None, None, None)
    (problem,) = conference.problems
    assert (problem.code, problem.file, problem.line) == ("bad-date", "talk.md", 3)
    assert problem.severity is Severity.ERROR
    assert "2031-05-17 09:30" in problem.fix


def test_a_day_without_a_time_is_no_start_and_a_warning(read: Read) -> None:
    session, conference = read("title: Snow\ndate: 2031-05-17")
    assert session.start is None
    assert codes(conference) == ["date-without-time"]
    assert session.extra == {"date": "2031-05-17"}


@pytest.mark.parametrize("end", ["2031-05-17 09:00", "2031-05-17 08:00", "2032-05-17 10:00"])
def test_an_impossible_end_counts_as_missing(read: Read, end: str) -> None:
    session, conference = read(f"title: Snow\ndate: 2031-05-17 09:00\nend_date: {end}")
    assert (session.minutes, session.end_source) == (45, EndSource.INFERRED)
    assert session.extra == {"end_date": end}
    (problem,) = conference.problems
    assert (problem.code, problem.line, problem.severity) == ("bad-end", 4, Severity.ERROR)


def test_the_end_of_a_session_with_a_bad_start_is_not_a_second_problem(read: Read) -> None:
    session, conference = read("title: Snow\ndate: soon\nend_date: 2031-05-17 09:00")
    assert codes(conference) == ["bad-date"]
    assert session.extra == {"date": "soon", "end_date": "2031-05-17 09:00"}


def test_an_end_without_a_start_is_a_warning(read: Read) -> None:
    session, conference = read("title: Snow\nend_date: 2031-05-17 09:00")
    assert (session.start, session.end, session.end_source) == (None, None, EndSource.UNKNOWN)
    assert codes(conference) == ["bad-end"]


def test_an_impossible_offset_is_ignored_with_a_warning(read: Read) -> None:
    session, conference = read("title: Snow\ndate: 2031-05-17 09:00 +99:00")
    assert (session.start, session.utc_offset) == (datetime(2031, 5, 17, 9), None)
    assert codes(conference) == ["bad-offset"]


@pytest.mark.parametrize(
    ("clock", "day"), [("01:30", 16), ("03:59", 16), ("04:00", 17), ("23:59", 17)]
)
def test_a_session_before_the_day_change_belongs_to_the_day_before(
    read: Read, clock: str, day: int
) -> None:
    assert read(f"title: Snow\ndate: 2031-05-17 {clock}")[0].day == date(2031, 5, day)


def test_a_declared_day_change_counts(read: Read) -> None:
    session, _ = read("title: Snow\ndate: 2031-05-17 05:30", settings="day_change: '06:00'")
    assert session.day == date(2031, 5, 16)


@pytest.mark.parametrize(
    ("front", "rooms", "whole_venue", "slot", "track"),
    [
        ("room: Aurora", ("Aurora",), False, "", ""),
        ("room: full", (), True, "", ""),
        ("room: Full", (), True, "", ""),
        ("room: [Aurora, Birch]", ("Aurora", "Birch"), False, "", ""),
        ("room: Aurora, first floor", ("Aurora, first floor",), False, "", ""),
        ("room: null\ntrack: Web", (), False, "", "Web"),
        ("room: Aurora\ntalk_slot: full", ("Aurora",), True, "", ""),
        ("room: Aurora\nschedule_layout: full", ("Aurora",), True, "", ""),
        ("room: Aurora\nschedule-layout: full", ("Aurora",), True, "", ""),
        ("room: Aurora\ntrack: t0", ("Aurora",), False, "t0", ""),
        ("room: Aurora\ntalk_slot: t1", ("Aurora",), False, "t1", ""),
        ("room: Aurora\ntrack: tea", ("Aurora",), False, "", "tea"),
    ],
)
def test_the_place_of_a_session(
    read: Read, front: str, rooms: tuple[str, ...], whole_venue: bool, slot: str, track: str
) -> None:
    session, conference = read(f"title: Snow\n{front}")
    assert (session.rooms, session.whole_venue) == (rooms, whole_venue)
    assert (session.slot, session.track) == (slot, track)
    assert conference.problems == ()


@pytest.mark.parametrize("key", ["difficulty", "level"])
@pytest.mark.parametrize("word", ["7", "Cosy"])
def test_an_unknown_level_is_unset_with_its_label_and_a_warning(
    read: Read, key: str, word: str
) -> None:
    session, conference = read(f"title: Snow\n{key}: {word}")
    assert (session.level, session.level_label) == (None, word)
    (problem,) = conference.problems
    assert (problem.code, problem.severity, problem.line) == (
        "unknown-level",
        Severity.WARNING,
        3,
    )


@pytest.mark.parametrize("front", ["difficulty:", "difficulty: null", "category: talk"])
def test_no_level_is_no_problem(read: Read, front: str) -> None:
    session, conference = read(f"title: Snow\n{front}")
    assert (session.level, session.level_label, conference.problems) == (None, "", ())


@pytest.mark.parametrize(
    ("front", "visible"),
    [
        ("accepted: true", True),
        ("accepted: false", False),
        ("published: false", False),
        ("hidden: true", False),
        ("hidden: false", True),
        ("hide: yes", False),
        ("draft: true", False),
        ("hidefromlist: true", False),
        ("accepted: true\nhidden: true", False),
        ("accepted: perhaps", True),
    ],
)
def test_hidden_sessions_are_kept_and_marked(read: Read, front: str, visible: bool) -> None:
    session, conference = read(f"title: Snow\n{front}")
    assert session.visible is visible
    assert len(conference.visible) == visible


@pytest.mark.parametrize("value", ["~", "null", "None", "''", ""])
def test_an_empty_value_is_not_a_problem_in_any_field(read: Read, value: str) -> None:
    keys = ["date", "end_date", "difficulty", "presenters", "presenter_slugs", "category"]
    keys += ["track", "tags", "language", "abstract", "video_url", "slides_url", "permalink"]
    keys += ["accepted", "hidden", "talk_slot", "subtitle"]
    session, conference = read("title: Snow\n" + "\n".join(f"{key}: {value}" for key in keys))
    assert conference.problems == ()
    assert session == Session(id="talk.md", title="Snow", rooms=("Aurora",))


@pytest.mark.parametrize(
    "key", ["category", "track", "difficulty", "abstract", "subtitle", "permalink", "talk_slot"]
)
def test_a_list_where_a_text_belongs_is_a_warning_and_the_session_stays(
    read: Read, key: str
) -> None:
    session, conference = read(f"title: Snow\n{key}: [a, b]")
    assert [(problem.code, problem.line) for problem in conference.problems] == [("not-text", 3)]
    assert session.extra == {key: ["a", "b"]}


def test_paragraphs_of_an_abstract_stay_paragraphs(read: Read) -> None:
    session, _ = read("title: Snow\nabstract: |\n  One.\n\n  Two.\n", "\nBody\r\n\r\nlines\r")
    assert session.abstract == "One.\n\nTwo."
    assert session.body == "Body\n\nlines"


def test_toml_front_matter_is_read_with_its_extra_table(load: Load) -> None:
    text = """+++
title = "Snow"
date = 2031-05-17T10:00:00
draft = false
[extra]
room = "Aurora"
duration = 45
speakers = ["Amina Noor"]
title = "Not this one"
[taxonomies]
tags = ["cold"]
+++

Bring boots.
"""
    conference = load({"talks/snow.md": text})
    (session,) = conference.sessions
    assert (session.title, session.rooms, session.tags) == ("Snow", ("Aurora",), ("cold",))
    assert (session.start, session.minutes) == (datetime(2031, 5, 17, 10), 45)
    assert (session.body, session.line) == ("Bring boots.", 3)
    assert [speaker.name for speaker in session.speakers] == ["Amina Noor"]
    assert conference.problems == ()


def test_front_matter_without_an_opening_line_may_begin_with_any_key(load: Load) -> None:
    talk = "original_id: 9D\ntitle: Snow\nspeaker: amina-noor\ndate: 2031-05-17 10:00\n---\nText.\n"
    files = {"talk/snow.md": talk, "speakers/amina-noor.md": "name: Amina Noor\n---\nSkis.\n"}
    conference = load(files)
    (session,) = conference.sessions
    assert (session.title, session.body) == ("Snow", "Text.")
    assert [speaker.name for speaker in session.speakers] == ["Amina Noor"]
    assert [problem.code for problem in conference.problems] == ["no-opening-line"]


@pytest.mark.parametrize(
    "text",
    [
        "Status: beta\n---\n\ntitle: no\n",
        "Note: this is prose\nand it goes on.\ntitle: no\n---\n",
        "# A heading\n\nroom: none\n---\n",
    ],
)
def test_prose_above_a_line_is_not_front_matter(load: Load, text: str) -> None:
    good = "---\ntitle: Snow\ndate: 2031-05-17 10:00\nroom: Aurora\n---\n"
    conference = load({"snow.md": good, "prose.md": text})
    assert [session.title for session in conference.sessions] == ["Snow"]
    assert conference.problems == ()


@pytest.mark.parametrize(
    "front",
    [
        "talk:\n  date: 2031-05-17\n  time: '10:15'\n  room: Cedar",
        "schedule:\n- start: 2031-05-17 10:15\n  location: Cedar",
        "slot: {day: 17.05.2031, start_time: 10:15 am, room: Cedar}",
    ],
)
def test_the_only_slot_below_a_key_is_the_time_of_the_talk(load: Load, front: str) -> None:
    talk = f"---\ntitle: Snow\nspeakers: [Kari Holm]\n{front}\n---\n"
    conference = load({"talks/a.md": talk})
    (session,) = conference.sessions
    assert (session.start, session.rooms) == (datetime(2031, 5, 17, 10, 15), ("Cedar",))
    assert conference.problems == ()


def test_a_talk_in_mdx_is_read_without_what_it_imports(load: Load) -> None:
    talk = "---\ntitle: Snow\nstart: 2031-05-17 10:15\n---\nimport X from './x'\n\nBring boots.\n"
    (session,) = load({"talks/a.mdx": talk}).sessions
    assert (session.title, session.body) == ("Snow", "Bring boots.")


@pytest.mark.parametrize(
    "text",
    [
        "title:\tSnow\nspeakers:\n\t- name: Amina\n\t- name: Bo",
        "title: Snow\nspeakers:\n\t-\tname: Amina\n\t-\tname: Bo",
        "title: Snow \t\nspeakers:\n  \t- name: Amina\n  \t- name: Bo",
    ],
)
def test_tabs_are_read_as_spaces_where_yaml_forbids_them(read: Read, text: str) -> None:
    session, conference = read(f"room: Cedar\n{text}")
    assert session.title == "Snow"
    assert [speaker.name for speaker in session.speakers] == ["Amina", "Bo"]
    assert codes(conference) == []


def test_a_code_of_an_emoji_in_a_title_becomes_its_sign(read: Read) -> None:
    session, _ = read("title: 'The Power :zap: of snow'\ndate: 2031-05-17 09:00")
    assert session.title == "The Power ⚡ of snow"
