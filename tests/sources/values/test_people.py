from collections.abc import Callable, Mapping

import pytest

from confui.schedule.models import Conference, Link, Speaker

Load = Callable[[Mapping[str, str | bytes]], Conference]


def talk(presenters: str) -> str:
    return f"---\ntitle: Snow\nroom: Aurora\n{presenters}\n---\n"


def names(conference: Conference) -> list[str]:
    return [speaker.name for speaker in conference.sessions[0].speakers]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("presenters:", []),
        ("presenters: null", []),
        ("presenters: None", []),
        ("presenters: []", []),
        ("presenters: Amina Berglund", ["Amina Berglund"]),
        ("presenters: [Amina Berglund, Jonas Vik]", ["Amina Berglund", "Jonas Vik"]),
        ("presenters: [Amina Berglund, null]", ["Amina Berglund"]),
        ("presenters:\n- name: Amina Berglund\n- name: Jonas Vik", ["Amina Berglund", "Jonas Vik"]),
        ("presenters:\n  name: Amina Berglund", ["Amina Berglund"]),
        ("speakers: Amina Berglund", ["Amina Berglund"]),
        ("speaker: Amina Berglund", ["Amina Berglund"]),
        ("Presenter: Amina Berglund", ["Amina Berglund"]),
        ("author: Amina Berglund", ["Amina Berglund"]),
        ("speaker: Amina Berglund and Jonas Vik", ["Amina Berglund", "Jonas Vik"]),
        ("speaker: Amina & Jonas", ["Amina & Jonas"]),
        ("speakers:\n- fullName: Amina Berglund\n  name: ''", ["Amina Berglund"]),
        ("presenters: [Amina Berglund, amina  berglund]", ["Amina Berglund"]),
        ("presenter_slugs: [amina-berglund]", ["amina-berglund"]),
        ("presenter_slugs: amina-berglund, jonas-vik", ["amina-berglund", "jonas-vik"]),
        ("speakers: Amina Berglund, Jonas Vik", ["Amina Berglund", "Jonas Vik"]),
        (
            "speakers: Amina Berglund, Jonas Vik, and Bo Ek",
            ["Amina Berglund", "Jonas Vik", "Bo Ek"],
        ),
        ("presenters: Amina Berglund; Jonas Vik", ["Amina Berglund", "Jonas Vik"]),
        ("speakers: |\n  Amina Berglund\n  Jonas Vik", ["Amina Berglund", "Jonas Vik"]),
        ("speakers: Berglund, Amina", ["Berglund, Amina"]),
        ("speakers: Amina Berglund, PhD", ["Amina Berglund, PhD"]),
        ("speakers: Amina Berglund, Head of Snow", ["Amina Berglund, Head of Snow"]),
        ("speaker: Amina Berglund, Snow Works", ["Amina Berglund, Snow Works"]),
        ("presenters:\n- first_name: Amina\n  last_name: Berglund", ["Amina Berglund"]),
    ],
)
def test_presenters_may_be_written_in_many_ways(
    load: Load, written: str, expected: list[str]
) -> None:
    assert names(load({"a.md": talk(written)})) == expected


def test_every_key_of_a_presenter_becomes_its_field(load: Load) -> None:
    conference = load(
        {
            "a.md": talk(
                """
presenters:
- name: Amina Berglund
  bio: |
    First.

    Second.
  company: Snowworks
  role: None
  github: amina-example
  twitter: '@amina_example'
  website: https://amina.example.org
  mastodon: https://social.example.org/@amina
  photo_url: /amina.jpg
""".strip()
            )
        }
    )
    assert conference.problems == ()
    assert conference.sessions[0].speakers == (
        Speaker(
            id="amina-berglund",
            name="Amina Berglund",
            bio="First.\n\nSecond.",
            company="Snowworks",
            links=(
                Link("Website", "https://amina.example.org"),
                Link("GitHub", "https://github.com/amina-example"),
                Link("Twitter", "https://twitter.com/amina_example"),
                Link("Mastodon", "https://social.example.org/@amina"),
            ),
            extra={"photo_url": "/amina.jpg"},
        ),
    )


@pytest.mark.parametrize(
    ("key", "written", "url"),
    [
        ("github", "amina", "https://github.com/amina"),
        ("github", "@amina", "https://github.com/amina"),
        ("github", "https://github.com/amina", "https://github.com/amina"),
        ("twitter", "amina_b", "https://twitter.com/amina_b"),
        ("website", "www.example.org/me", "https://www.example.org/me"),
        ("bluesky", "amina.example.org", "https://bsky.app/profile/amina.example.org"),
    ],
)
def test_a_handle_becomes_a_url(load: Load, key: str, written: str, url: str) -> None:
    conference = load({"a.md": talk(f"presenters:\n- name: Amina\n  {key}: '{written}'")})
    assert [link.url for link in conference.sessions[0].speakers[0].links] == [url]
    assert conference.problems == ()


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("github", "javascript:alert(1)"),
        ("github", "a/../../b"),
        ("twitter", "not a handle"),
        ("website", "--help"),
        ("website", "amina"),
        ("mastodon", "@amina"),
    ],
)
def test_an_unsafe_url_of_a_presenter_is_a_warning_and_stays_as_written(
    load: Load, key: str, written: str
) -> None:
    conference = load({"a.md": talk(f"presenters:\n- name: Amina\n  {key}: '{written}'")})
    (speaker,) = conference.sessions[0].speakers
    assert (speaker.links, speaker.extra) == ((), {key: written})
    assert [(problem.code, problem.line) for problem in conference.problems] == [("bad-link", 4)]


def test_a_presenter_without_a_name_is_left_out_with_a_warning(load: Load) -> None:
    conference = load({"a.md": talk("presenters:\n- github: amina\n- name: Jonas Vik")})
    assert names(conference) == ["Jonas Vik"]
    assert [problem.code for problem in conference.problems] == ["unnamed-presenter"]


PERSON = """---
name: Amina Berglund
company: Snowworks
hidden: false
social:
  github: null
  mastodon: https://social.example.org/@amina
---

Amina likes snow.
"""


@pytest.mark.parametrize("place", ["presenters", "_presenters", "speakers", "src/_speakers"])
@pytest.mark.parametrize("key", ["presenter_slugs", "presenters"])
def test_a_slug_is_looked_up_among_the_presenter_files(load: Load, place: str, key: str) -> None:
    conference = load({"talks/a.md": talk(f"{key}: [amina]"), f"{place}/amina.md": PERSON})
    assert conference.sessions[0].speakers == (
        Speaker(
            id="amina",
            name="Amina Berglund",
            bio="Amina likes snow.",
            company="Snowworks",
            links=(Link("Mastodon", "https://social.example.org/@amina"),),
            extra={"hidden": "false"},
        ),
    )
    assert conference.problems == ()


def test_a_slug_without_a_file_is_the_name_with_a_warning(load: Load) -> None:
    slugs = "presenter_slugs: [jonas, amina]"
    conference = load({"a.md": talk(slugs), "presenters/amina.md": PERSON})
    assert names(conference) == ["jonas", "Amina Berglund"]
    assert [(problem.code, problem.line) for problem in conference.problems] == [
        ("unknown-presenter", 4)
    ]


def test_slugs_without_any_presenter_file_are_one_warning_for_all_talks(load: Load) -> None:
    conference = load({f"{number}.md": talk("presenter_slugs: [amina]") for number in range(9)})
    _, problem = conference.problems  # the first is that no talk has a time
    assert problem.code == "no-presenter-files"
    assert problem.message.startswith("9 files")


def test_a_presenter_file_is_not_a_session(load: Load) -> None:
    conference = load({"a.md": talk(""), "presenters/amina.md": PERSON, "old/jonas.md": PERSON})
    assert [session.id for session in conference.sessions] == ["a.md"]


@pytest.mark.parametrize("written", ["amina-berglund", "Amina_Berglund", "Amina Berglund"])
def test_a_slug_matches_whatever_its_case_and_its_hyphens(load: Load, written: str) -> None:
    files = {
        "a.md": talk(f"presenter_slugs: ['{written}']"),
        "presenters/Amina_berglund.md": PERSON,
    }
    conference = load(files)
    assert conference.sessions[0].speakers[0].bio == "Amina likes snow."
    assert conference.problems == ()


def test_a_name_finds_the_file_of_its_person(load: Load) -> None:
    conference = load({"a.md": talk("speaker: Amina Berglund"), "presenters/amina.md": PERSON})
    assert conference.sessions[0].speakers[0].company == "Snowworks"
    assert conference.problems == ()


def test_a_presenter_file_may_have_a_title_in_place_of_a_name(load: Load) -> None:
    page = "---\ntitle: Amina Berglund\n---\nAmina likes snow.\n"
    overview = "---\ntitle: Our speakers\n---\n"
    conference = load(
        {
            "a.md": talk("speakers: [amina]"),
            "speakers/amina.md": page,
            "speakers/index.md": overview,
            "speakers/how-to-apply.md": overview,
        }
    )
    assert names(conference) == ["Amina Berglund"]
    assert conference.problems == ()


def person(name: str) -> str:
    return PERSON.replace("Amina Berglund", name)


@pytest.mark.parametrize("count", [1, 5])
def test_a_presenter_without_a_session_is_a_warning(load: Load, count: int) -> None:
    unused = {f"presenters/p{number}.md": person(f"Person {number}") for number in range(count)}
    conference = load(
        {"a.md": talk("presenter_slugs: [amina]"), "presenters/amina.md": PERSON, **unused}
    )
    problems = [(problem.code, problem.file) for problem in conference.problems]
    assert problems == [("unused-presenter", file) for file in unused]


def test_many_presenters_without_a_session_are_one_warning(load: Load) -> None:
    unused = {f"presenters/p{number}.md": person(f"Person {number}") for number in range(6)}
    conference = load({"a.md": talk(""), **unused})
    (problem,) = conference.problems
    assert (problem.code, problem.file) == ("unused-presenter", "presenters/p0.md")
    assert "6 of the presenters" in problem.message
    assert "“p0”, “p1”, “p2”" in problem.message


def test_a_hidden_presenter_needs_no_session(load: Load) -> None:
    hidden = PERSON.replace("hidden: false", "hidden: true")
    assert load({"a.md": talk(""), "presenters/amina.md": hidden}).problems == ()
