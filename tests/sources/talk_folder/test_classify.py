"""Which pages of a site are sessions, and which are not."""

from collections.abc import Callable, Mapping

import pytest

from confui.schedule.models import Conference
from confui.sources.opening import SourceError

Load = Callable[[Mapping[str, str | bytes]], Conference]

SNOW = "---\ntitle: Snow\nroom: Aurora\ndate: 2031-05-17 10:00\n---\n\nBody.\n"


def page(front: str) -> str:
    return f"---\n{front}\n---\nText.\n"


def ids(conference: Conference) -> list[str]:
    return [session.id for session in conference.sessions]


@pytest.mark.parametrize(
    "path",
    ["archetypes/default.md", "themes/dark/archetypes/talk.md", "_drafts/a.md", "exampleSite/b.md"],
)
def test_templates_and_drafts_of_a_theme_are_not_even_parsed(load: Load, path: str) -> None:
    conference = load({"talks/snow.md": SNOW, path: "---\ntitle: {{ .Name }}\n---\n"})
    assert ids(conference) == ["talks/snow.md"]
    assert conference.problems == ()


def test_a_declared_folder_may_have_the_name_of_one_for_templates(load: Load) -> None:
    conference = load({"conference.yaml": "sessions: _drafts/*.md", "_drafts/snow.md": SNOW})
    assert ids(conference) == ["_drafts/snow.md"]


@pytest.mark.parametrize("name", ["_index.md", "_index.fr.md", "README.md", "index.md"])
@pytest.mark.parametrize("front", ["date: 2030-11-10 07:51", "speakers: [Everybody]"])
def test_the_page_of_a_folder_is_no_session(load: Load, name: str, front: str) -> None:
    conference = load({"talks/snow.md": SNOW, f"talks/{name}": page(f"title: Talks\n{front}")})
    assert ids(conference) == ["talks/snow.md"]


def test_the_page_above_the_folders_of_talks_is_no_session(load: Load) -> None:
    about = page("title: Programme\nspeakers: [Everybody]")
    conference = load({"program/mon/snow.md": SNOW, "program/index.md": about})
    assert ids(conference) == ["program/mon/snow.md"]


def test_an_index_page_alone_in_its_folder_is_a_session(load: Load) -> None:
    conference = load({"talks/snow/index.md": SNOW, "talks/ice/index.md": SNOW})
    assert ids(conference) == ["talks/ice/index.md", "talks/snow/index.md"]


def test_an_index_page_with_a_room_is_a_session(load: Load) -> None:
    assert ids(load({"talks/index.md": SNOW, "talks/ice.md": SNOW})) == [
        "talks/ice.md",
        "talks/index.md",
    ]


@pytest.mark.parametrize(
    ("path", "front"),
    [
        ("pages/brand.md", "title: Brand\ndate: 2016-01-01 10:00"),
        ("brand.md", "title: Brand\nlayout: layouts/page.njk\ndate: 2016-01-01 10:00"),
        ("coc.md", "title: Our rules\ndate: 2016-01-01 10:00"),
        ("rules.md", "title: Code of Conduct\ndate: 2016-01-01 10:00"),
        ("brand.md", "title: Brand\ndate: 2016-01-01T00:00:00.000Z"),
        ("brand.md", "title: Brand\ndate: 2016-01-01 07:51:03"),
        ("posts/call.md", "title: Call for talks\ndate: 2016-01-01 10:00"),
    ],
)
def test_a_folder_of_pages_that_only_have_a_date_is_no_conference(
    load: Load, path: str, front: str
) -> None:
    with pytest.raises(SourceError, match="no talk files"):
        load({path: page(front)})


def test_a_page_with_only_a_time_of_day_that_people_choose_is_a_session(load: Load) -> None:
    conference = load({"monday/snow.md": page("title: Snow\ndate: 2031-05-17 10:00")})
    assert ids(conference) == ["monday/snow.md"]


@pytest.mark.parametrize("key", ["code", "slug", "key", "id"])
def test_presenters_are_found_by_any_key_in_a_folder_of_any_name(load: Load, key: str) -> None:
    conference = load(
        {
            "talks/snow.md": page("title: Snow\nroom: Aurora\nspeakers: [U7H7LA]"),
            "people/kari.md": page(f"name: Kari Holm\n{key}: U7H7LA"),
        }
    )
    assert [speaker.name for speaker in conference.sessions[0].speakers] == ["Kari Holm"]
    assert conference.problems == ()


def test_a_folder_of_people_that_no_session_names_is_ignored(load: Load) -> None:
    conference = load(
        {
            "talks/snow.md": page("title: Snow\nroom: Aurora\nspeakers: [Ola Berg]"),
            "team/kari.md": page("name: Kari Holm\nrole: Chair"),
        }
    )
    assert conference.problems == ()
