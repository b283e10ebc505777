"""Sessions that have no talk file: `manual.yaml`, and other files that list them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from confui.schedule.models import Conference, EndSource, Kind
from confui.sources.opening import SourceError
from tests.sources.conftest import CachedSources

Load = Callable[[Mapping[str, str | bytes]], Conference]

TALK = "---\ntitle: Snow\ndate: 2031-05-17 10:00\nroom: Aurora\n---\n"
MANUAL = """\
- start_datetime: 2031-05-17 08:00:00+02:00
  end_datetime: 2031-05-17 09:00:00+02:00
  permalink: null
  room: Foyer
  title: Breakfast
  track: t0

- title: Lunch
  start_datetime: 2031-05-17 12:00
  permalink: /menu/#lunch
  room: Foyer
"""


def codes(conference: Conference) -> list[tuple[str, str, int]]:
    return [(problem.code, problem.file, problem.line) for problem in conference.problems]


@pytest.mark.parametrize("name", ["manual.yaml", "schedule/manual.yml", "src/_data/Manual.YAML"])
def test_sessions_without_a_talk_file_are_read_from_a_list(load: Load, name: str) -> None:
    conference = load({"talks/a.md": TALK, name: MANUAL})
    breakfast, talk, lunch = conference.sessions
    assert (breakfast.title, talk.title, lunch.title) == ("Breakfast", "Snow", "Lunch")
    assert (breakfast.start, breakfast.end) == (
        datetime(2031, 5, 17, 8),
        datetime(2031, 5, 17, 9),
    )
    assert (breakfast.utc_offset, breakfast.slot, breakfast.kind) == (120, "t0", Kind.MEAL)
    assert breakfast.rooms == ("Foyer",)
    assert (breakfast.line, lunch.line) == (1, 9)
    assert lunch.end_source is EndSource.INFERRED
    assert conference.problems == ()


def test_the_id_of_a_listed_session_is_its_page_or_its_title_time_and_room(load: Load) -> None:
    conference = load({"manual.yaml": MANUAL})
    assert [session.id for session in conference.sessions] == [
        "manual.yaml#breakfast-2031-05-17-08-00-foyer",
        "manual.yaml#menu-lunch",
    ]


def test_the_id_of_a_listed_session_stays_when_others_are_added(load: Load) -> None:
    before = {session.id for session in load({"manual.yaml": MANUAL}).sessions}
    more = "- title: Registration\n  start_datetime: 2031-05-17 07:00\n" + MANUAL
    assert before < {session.id for session in load({"manual.yaml": more}).sessions}


def test_equal_sessions_have_different_ids(load: Load) -> None:
    entry = "- title: Break\n  start_datetime: 2031-05-17 10:00\n  permalink: /breaks/\n"
    ids = [session.id for session in load({"manual.yaml": entry * 3}).sessions]
    name = "manual.yaml#break-2031-05-17-10-00"
    assert ids == [name, f"{name}-2", f"{name}-3"]


@pytest.mark.parametrize("key", ["id", "guid", "code", "slug"])
def test_an_id_in_the_list_counts(load: Load, key: str) -> None:
    entry = f"- title: Break\n  start_datetime: 2031-05-17 10:00\n  {key}: tea\n"
    assert load({"manual.yaml": entry}).sessions[0].id == "manual.yaml#tea"


@pytest.mark.parametrize(
    "text",
    [
        "sessions:\n" + MANUAL,
        "title: PyWest\nsessions:\n" + MANUAL,
        "breakfast: {title: Breakfast, start: 2031-05-17 08:00, room: Foyer}\n"
        "lunch: {title: Lunch, start: 2031-05-17 12:00, room: Foyer}\n",
        "sessions:\n  b: {title: Breakfast, start: 2031-05-17 08:00, room: Foyer}\n"
        "  l: {title: Lunch, start: 2031-05-17 12:00, room: Foyer}\n",
    ],
)
@pytest.mark.parametrize("name", ["manual.yaml", "_data/programme.yml"])
def test_a_list_may_be_below_a_key_or_be_a_map(load: Load, text: str, name: str) -> None:
    assert [session.title for session in load({name: text}).sessions] == ["Breakfast", "Lunch"]


def test_the_key_of_a_list_tells_the_kind(load: Load) -> None:
    entry = "- {title: Boats, start: 2031-05-17 08:00, room: Foyer}\n"
    conference = load({"programme.yaml": f"tutorials:\n{entry}sprints:\n{entry}"})
    assert [session.kind for session in conference.sessions] == [Kind.TUTORIAL, Kind.SPRINT]


def test_another_list_counts_only_where_there_is_no_talk_file(load: Load) -> None:
    assert len(load({"_data/programme.yml": MANUAL}).sessions) == 2
    assert len(load({"talks/a.md": TALK}).sessions) == 1


@pytest.mark.parametrize(
    "text",
    [
        "- title: Release\n  date: 2031-05-17\n",
        "- name: Snowworks\n  url: https://snow.example.org\n",
        "on: push\njobs: {test: {steps: [a, b]}}\n",
        "- a\n- b\n",
        "title: [\n",
        "x: &a [1]\ny: *a\n",
        "",
        "# only a remark\n",
        "---\na: b\n---\nc: d\n",
    ],
)
def test_other_yaml_files_are_ignored(load: Load, text: str) -> None:
    with pytest.raises(SourceError, match="no talk file"):
        load({"data.yaml": text})


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("- title: [\n", "bad-yaml", 2),
        ("- title: a\n  x: &a b\n", "yaml-alias", 2),
        ("\t@title: a\n", "tab-indent", 1),
        ("- " * 30 + "a", "yaml-too-deep", 1),
    ],
)
def test_a_broken_list_does_not_affect_the_other_files(
    load: Load, text: str, code: str, line: int
) -> None:
    conference = load({"a.md": TALK, "manual.yaml": text})
    assert len(conference.sessions) == 1
    assert codes(conference) == [(code, "manual.yaml", line)]


def test_a_list_of_five_hundred_sessions_is_read(load: Load) -> None:
    entries = "".join(
        f"- title: Talk {number}\n  start: 2031-05-17 10:00\n  room: Hall {number}\n  a: b\n"
        for number in range(500)
    )
    assert len(load({"manual.yaml": entries}).sessions) == 500


def test_problems_of_a_listed_session_have_their_line_and_its_title(load: Load) -> None:
    text = MANUAL + "- title: Dinner\n  start_datetime: 2031-02-30 19:00\n  level: Cosy\n"
    conference = load({"manual.yaml": text})
    assert codes(conference) == [
        ("bad-date", "manual.yaml", 13),
        ("unknown-level", "manual.yaml", 14),
    ]
    assert all(problem.message.startswith("“Dinner”: ") for problem in conference.problems)


def test_an_entry_that_is_not_a_session_is_a_warning(load: Load) -> None:
    conference = load({"manual.yaml": MANUAL + "- Dinner\n"})
    assert len(conference.sessions) == 2
    assert [problem.code for problem in conference.problems] == ["not-a-session"]


def test_a_key_written_twice_is_a_warning_with_its_line(load: Load) -> None:
    conference = load({"manual.yaml": MANUAL + "  room: Hall\n"})
    assert codes(conference) == [("repeated-key", "manual.yaml", 12)]


def test_a_list_that_matches_a_glob_is_read_beside_talk_files(load: Load) -> None:
    conference = load(
        {
            "talks/a.md": TALK,
            "_data/breaks.yml": MANUAL,
            "manual.yaml": MANUAL,
            "conference.yaml": "sessions: ['talks/*.md', '_data/*.yml']\n",
        }
    )
    files = {session.id.partition("#")[0] for session in conference.sessions}
    assert files == {"talks/a.md", "_data/breaks.yml"}


@pytest.mark.parametrize("name", ["manual.yaml", "deeper/manual.yml"])
def test_a_changed_list_is_read_again_despite_the_cache(
    cached: CachedSources, site: Path, name: str
) -> None:
    cached.open(site)
    path = site / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(MANUAL)
    assert len(cached.open(site).sessions) == len(cached.open(site).sessions) == 4
    path.write_text(MANUAL.replace("Breakfast", "Brunch and breakfast"))
    assert cached.open(site).sessions[0].title == "Brunch and breakfast"
    path.unlink()
    assert len(cached.open(site).sessions) == 2
