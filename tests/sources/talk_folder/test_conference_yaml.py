from collections.abc import Callable, Mapping
from datetime import time
from pathlib import Path

import pytest

from confui.schedule.models import Building, Conference, Severity, Walk
from confui.sources.opening import SourceError, open_conference
from confui.sources.talk_folder.globs import matches

Load = Callable[[Mapping[str, str | bytes]], Conference]
TALK = "---\ntitle: Snow\nroom: Cedar\ndate: 2031-05-17 10:00\n---\n"


def codes(conference: Conference) -> list[str]:
    return [problem.code for problem in conference.problems]


def test_conference_yaml_declares_the_conference(load: Load) -> None:
    conference = load(
        {
            "a.md": TALK,
            "conference.yaml": (
                "title: PyWest\ntimezone: Europe/Oslo\nday_change: 5:30\n"
                "url: https://pywest.example.org/\nrooms: [Aurora, Birch]\n"
            ),
        }
    )
    assert (conference.title, conference.timezone) == ("PyWest", "Europe/Oslo")
    assert (conference.day_change, conference.url) == (time(5, 30), "https://pywest.example.org")
    assert conference.rooms == ("Aurora", "Birch", "Cedar")
    assert conference.problems == ()


def test_buildings_have_rooms_or_patterns_and_walks_have_minutes(load: Load) -> None:
    conference = load(
        {
            "a.md": TALK,
            "b.md": TALK.replace("Cedar", "K.1.05"),
            "c.md": TALK.replace("Cedar", "K.2.10"),
            "conference.yaml": (
                "buildings:\n  Main: [Cedar, Attic]\n  K: K.*\n  Empty: H.*\n"
                "walks:\n  Main, K: 8\n  others: 5\n"
            ),
        }
    )
    assert conference.problems == ()
    assert conference.buildings == (
        Building("Main", ("Cedar",)),
        Building("K", ("K.1.05", "K.2.10")),
    )
    assert conference.walks == (Walk("Main", "K", 8), Walk("", "", 5))


@pytest.mark.parametrize(
    "setting",
    ["walks: soon", "walks: {A: 5}", "walks: {'A, B': 500}", "buildings: yes", "buildings: {A: }"],
)
def test_odd_buildings_and_walks_are_reported(load: Load, setting: str) -> None:
    conference = load({"a.md": TALK, "conference.yaml": setting})
    assert codes(conference) == [f"bad-{setting.partition(':')[0]}"]
    assert (conference.buildings, conference.walks) == ((), ())


def test_every_setting_is_optional(load: Load) -> None:
    conference = load({"a.md": TALK, "conference.yaml": "# nothing yet\n"})
    assert (conference.timezone, conference.day_change, conference.url) == ("", time(4), "")
    assert conference.problems == ()


def test_an_unknown_setting_is_a_warning_with_its_line(load: Load) -> None:
    conference = load({"a.md": TALK, "conference.yaml": "title: PyWest\ncolour: red\n"})
    (problem,) = conference.problems
    assert (problem.code, problem.file, problem.line) == ("unknown-setting", "conference.yaml", 2)
    assert problem.severity is Severity.WARNING


@pytest.mark.parametrize(
    "zone", ["Europe/Nowhere", "../../etc/passwd", "/etc/localtime", "a\0b", "CET-1", "Europe", "."]
)
def test_a_time_zone_has_to_exist(load: Load, zone: str) -> None:
    escaped = zone.replace("\0", "\\0")
    conference = load({"a.md": TALK, "conference.yaml": f'timezone: "{escaped}"\n'})
    assert conference.timezone == ""
    assert codes(conference) == ["unknown-timezone"]


@pytest.mark.parametrize("written", ["25:00", "4", "noon", "04:61", "[a]"])
def test_a_bad_day_change_leaves_the_usual_one(load: Load, written: str) -> None:
    conference = load({"a.md": TALK, "conference.yaml": f"day_change: {written}\n"})
    assert conference.day_change == time(4)
    assert len(conference.problems) == 1


def test_a_bad_address_is_a_warning(load: Load) -> None:
    conference = load({"a.md": TALK, "conference.yaml": "url: javascript:alert(1)\n"})
    assert conference.url == ""
    assert codes(conference) == ["bad-link"]


def test_a_broken_conference_yaml_does_not_affect_the_sessions(load: Load) -> None:
    conference = load({"a.md": TALK, "conference.yaml": "title: [\n"})
    assert len(conference.sessions) == 1
    assert codes(conference) == ["bad-yaml"]


def test_the_title_of_a_site_config_is_used_but_not_its_time_zone(load: Load) -> None:
    site = "title: PyWest on the web\ntimezone: America/Chicago\nplugins: [feed]\n"
    conference = load({"a.md": TALK, "_config.yml": site})
    assert (conference.title, conference.timezone) == ("PyWest on the web", "")
    assert conference.problems == ()


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("_config.yml", "title: Web\nurl: https://west.example.org\nbaseurl: /2031\n"),
        ("hugo.toml", "baseURL = 'https://west.example.org/2031/'\ntitle = 'Web'\n"),
        ("config.toml", "base_url = 'https://west.example.org/2031'\ntitle = 'Web'\n"),
        ("config.yaml", "baseURL: //west.example.org/2031/\ntitle: Web\n"),
        ("site.json", '{"name": "Web", "url": "https://west.example.org/2031"}'),
    ],
)
def test_links_are_relative_to_the_url_of_the_site_generator(
    load: Load, file: str, content: str
) -> None:
    talk = TALK.replace("---\n", "---\nslides_url: /slides/a.pdf\n", 1)
    conference = load({"a.md": talk, file: content})
    assert (conference.title, conference.url) == ("Web", "https://west.example.org/2031")
    assert conference.sessions[0].slides == ("https://west.example.org/2031/slides/a.pdf",)
    assert conference.problems == ()


@pytest.mark.parametrize(
    "url", ["https://example.org/", "http://localhost:1313", "javascript:x", ""]
)
def test_an_address_that_is_nobodys_is_left_out(load: Load, url: str) -> None:
    conference = load({"a.md": TALK, "hugo.toml": f"baseURL = '{url}'\ntitle = 'Web'\n"})
    assert (conference.title, conference.url) == ("Web", "")


def test_conference_yaml_counts_before_the_site_config(load: Load) -> None:
    files = {"a.md": TALK, "_config.yml": "title: Web\n", "conference.yaml": "title: PyWest\n"}
    assert load(files).title == "PyWest"


@pytest.mark.parametrize("site", ["title: [", "x: &a 1\ny: *a\n", "\x00", "- a\n"])
def test_an_unreadable_site_config_is_ignored(load: Load, site: str) -> None:
    conference = load({"a.md": TALK, "_config.yml": site})
    assert (conference.title, conference.problems) == ("Pywest 2030", ())


def test_offsets_that_contradict_the_declared_zone_are_one_warning(load: Load) -> None:
    wrong = TALK.replace("10:00", "10:00 -0500")
    right = TALK.replace("10:00", "10:00 +0200")
    conference = load(
        {
            "a.md": right,
            "b.md": wrong,
            "c.md": wrong,
            "d.md": TALK,
            "conference.yaml": "timezone: Europe/Oslo",
        }
    )
    (problem,) = conference.problems
    assert (problem.code, problem.file, problem.line) == ("offset-contradicts-zone", "b.md", 4)
    assert problem.message.startswith("The UTC offset of 2 sessions does not match Europe/Oslo")
    assert all(f"{session.start:%H:%M}" == "10:00" for session in conference.sessions)


def test_without_a_declared_zone_offsets_are_only_kept(load: Load) -> None:
    conference = load({"a.md": TALK.replace("10:00", "10:00 -0500")})
    assert conference.problems == ()
    assert conference.sessions[0].utc_offset == -300


WORDS = """\
---
Proposal title: Snow
when: 2031-05-17 10:00
where: Cedar
who: Amina Berglund
---
"""
FIELDS = "fields:\n  Proposal title: title\n  when: date\n  where: room\n  who: speakers\n"


def test_fields_map_the_keys_of_a_site_to_canonical_names(load: Load) -> None:
    conference = load({"a.md": WORDS, "conference.yaml": FIELDS})
    (session,) = conference.sessions
    assert (session.title, session.rooms) == ("Snow", ("Cedar",))
    assert (f"{session.start:%H:%M}", session.line) == ("10:00", 3)
    assert [speaker.name for speaker in session.speakers] == ["Amina Berglund"]
    assert (session.extra, conference.problems) == ({}, ())


def test_a_problem_has_the_key_that_the_site_writes(load: Load) -> None:
    files = {"a.md": WORDS.replace("2031-05-17", "2031-02-30"), "conference.yaml": FIELDS}
    (problem,) = load(files).problems
    assert (problem.code, problem.line) == ("bad-date", 3)
    assert "`when`" in problem.message


def test_a_mapped_key_counts_before_the_canonical_name(load: Load) -> None:
    text = TALK.replace("title: Snow", "title: page\nheading: Snow\ntrack: Birch")
    settings = "fields: {heading: title, track: room, room: category}"
    conference = load({"a.md": text, "conference.yaml": settings})
    (session,) = conference.sessions
    assert (session.title, session.rooms, session.track) == ("Snow", ("Birch",), "")
    assert (session.kind_label, session.extra) == ("Cedar", {"title": "page"})


def test_a_key_may_be_mapped_to_hidden_or_to_a_synonym(load: Load) -> None:
    text = TALK.replace("title", "secret: true\nbegin_at: 2031-05-18 10:00\ntitle")
    settings = "fields: {secret: hidden, begin_at: start_time}"
    conference = load({"a.md": text, "conference.yaml": settings})
    (session,) = conference.sessions
    assert (session.visible, f"{session.start:%d}") == (False, "18")


@pytest.mark.parametrize("ours", ["colour", "[title]", "", "{a: b}"])
def test_a_key_mapped_to_an_unknown_name_is_a_warning_with_its_line(load: Load, ours: str) -> None:
    conference = load(
        {"a.md": TALK, "conference.yaml": f"title: West\nfields:\n  a: title\n  hue: {ours}\n"}
    )
    (problem,) = conference.problems
    assert (problem.code, problem.file, problem.line) == ("unknown-field", "conference.yaml", 4)


@pytest.mark.parametrize("written", ["title", "[a, b]"])
def test_fields_that_are_not_a_map_are_a_warning(load: Load, written: str) -> None:
    assert codes(load({"a.md": TALK, "conference.yaml": f"fields: {written}"})) == ["bad-fields"]


PERSON = "---\nname: Amina Berglund\n---\nAmina likes snow.\n"


@pytest.mark.parametrize(
    ("globs", "expected"),
    [
        ("talks/**/*.md", ["talks/a.md", "talks/deep/down/b.md"]),
        ("talks/*.md", ["talks/a.md"]),
        ("'**/a.md'", ["old/a.md", "talks/a.md"]),
        ("[talks/a.md, 'talks/*/*/?.md']", ["talks/a.md", "talks/deep/down/b.md"]),
        ("'**'", ["old/a.md", "talks/a.md", "talks/deep/down/b.md"]),
        ("./talks/[a-c].md", ["talks/a.md"]),
    ],
)
def test_globs_select_the_talk_files(load: Load, globs: str, expected: list[str]) -> None:
    files = {"talks/a.md": TALK, "talks/deep/down/b.md": TALK, "old/a.md": TALK}
    conference = load({**files, "conference.yaml": f"sessions: {globs}"})
    assert sorted(session.id for session in conference.sessions) == expected
    assert conference.problems == ()


def test_a_file_that_matches_a_glob_needs_no_session_key(load: Load) -> None:
    files = {"talks/a.md": "---\ntitle: Poster\n---\n", "conference.yaml": "sessions: talks/*"}
    assert [session.title for session in load(files).sessions] == ["Poster"]


def test_globs_select_the_presenter_files(load: Load) -> None:
    talk = TALK.replace("title", "presenters: [amina]\ntitle")
    files = {"a.md": talk, "people/amina.md": PERSON, "speakers/jonas.md": PERSON}
    conference = load({**files, "conference.yaml": "speakers: people/*.md"})
    assert [speaker.bio for speaker in conference.sessions[0].speakers] == ["Amina likes snow."]
    assert conference.problems == ()


def test_with_both_globs_no_other_file_is_read(load: Load) -> None:
    files = {"talks/a.md": TALK, "bad.md": "---\n[", "people/amina.md": PERSON}
    settings = "sessions: talks/*\nspeakers: people/*\n"
    assert codes(load({**files, "conference.yaml": settings})) == ["unused-presenter"]


def test_globs_are_relative_to_the_folder_of_conference_yaml(folder: Path) -> None:
    (folder / "_schedule" / "talks").mkdir(parents=True)
    (folder / "_schedule" / "talks" / "a.md").write_text(TALK)
    (folder / "_schedule" / "b.md").write_text(TALK)
    (folder / "conference.yaml").write_text("sessions: _schedule/talks/*.md\n")
    ids = [session.id for session in open_conference(folder / "_schedule").sessions]
    assert ids == ["talks/a.md"]


@pytest.mark.parametrize(
    "glob", ["../*.md", "/etc/*", "talks/../../x", "C:/talks/*", "'a\\b'", "x" * 300]
)
@pytest.mark.parametrize("key", ["sessions", "speakers"])
def test_a_glob_that_leads_out_of_the_folder_is_left_out_with_a_warning(
    load: Load, key: str, glob: str
) -> None:
    conference = load({"a.md": TALK, "conference.yaml": f"title: West\n{key}: {glob}\n"})
    assert len(conference.sessions) == 1
    (problem,) = conference.problems
    assert (problem.code, problem.line) == ("bad-glob", 2)


def test_a_glob_for_presenters_without_a_match_is_a_warning(load: Load) -> None:
    settings = "title: West\nspeakers: people/*.md\n"
    (problem,) = load({"a.md": TALK, "conference.yaml": settings}).problems
    assert (problem.code, problem.line) == ("empty-glob", 2)


def test_a_glob_with_many_stars_is_matched_fast() -> None:
    assert not matches("/".join("a" * 100), ["/".join(["**", "*a*"] * 50) + "/b"])
    assert matches("a" * 5_000, ["*a" * 90])


def test_a_glob_for_talks_without_a_match_is_an_error_in_one_line(load: Load) -> None:
    with pytest.raises(SourceError) as caught:
        load({"a.md": TALK, "conference.yaml": "title: West\nsessions: [talk/*.md]\n"})
    message = str(caught.value)
    assert "No file matches `sessions` in conference.yaml: “talk/*.md” (line 2)" in message
    assert len(message.splitlines()) == 1


def test_offsets_in_a_list_that_contradict_the_declared_zone_are_a_warning(load: Load) -> None:
    listed = "- title: Snow\n  room: Cedar\n  start: 2031-05-17 10:00 -0500\n"
    conference = load({"manual.yaml": listed, "conference.yaml": "timezone: Europe/Oslo"})
    (problem,) = conference.problems
    assert (problem.code, problem.file, problem.line) == (
        "offset-contradicts-zone",
        "manual.yaml",
        3,
    )


@pytest.mark.parametrize(
    ("front", "settings", "abstract", "track"),
    [
        ("track: Cold.", "fields: {track: abstract}", "Cold.", ""),
        ("track: Cold.\nabstract: Ice", "fields: {track: abstract}", "Cold.", ""),
        ("track: Cold.\ntopic:", "fields: {track: abstract, topic: track}", "Cold.", ""),
    ],
)
def test_a_mapped_key_is_not_read_under_its_own_name(
    load: Load, front: str, settings: str, abstract: str, track: str
) -> None:
    text = TALK.replace("title", f"{front}\ntitle")
    (session,) = load({"a.md": text, "conference.yaml": settings}).sessions
    assert (session.abstract, session.track) == (abstract, track)
