"""Translations of one page are one session."""

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.models import Conference
from confui.sources.talk_folder.translations import find_translations

Load = Callable[[Mapping[str, str | bytes]], Conference]


def talk(title: str, more: str = "") -> str:
    return f"---\ntitle: {title}\nroom: Cedar\ndate: 2031-05-17 10:00\n{more}---\nText.\n"


@pytest.mark.parametrize(
    ("files", "kept"),
    [
        (["talks/x.md", "talks/x.ja.md"], "talks/x.md"),
        (["talks/x.en.md", "talks/x.fr.md", "talks/y.fr.md", "talks/y.de.md"], "talks/x.fr.md"),
        (["en/talks/x.md", "fr/talks/x.md"], "en/talks/x.md"),
        (["content/pt-br/x.md", "content/es/x.md"], "content/es/x.md"),
    ],
)
def test_one_file_of_a_page_is_kept(files: list[str], kept: str) -> None:
    assert kept in find_translations(files).languages


def test_the_wanted_language_is_kept_where_there_is_one() -> None:
    found = find_translations(["x.en.md", "x.fr.md", "y.en.md", "y.de.md"], "FR")
    assert found.left_out == {"x.en.md", "y.de.md"}
    assert found.languages == {"x.fr.md": ("en", "fr"), "y.en.md": ("de", "en")}


@pytest.mark.parametrize(
    "files",
    [
        ["talks/no.md", "talks/is.md"],
        ["talks/node.js.md", "talks/node.md"],
        ["talks/en.md", "talks/fr.md"],
        ["a.en.md", "b.fr.md"],
        ["monday/x.md", "tuesday/x.md"],
    ],
)
def test_other_files_stay_sessions_of_their_own(files: list[str]) -> None:
    assert find_translations(files) == ({}, frozenset())


def test_a_translated_page_is_one_session_with_its_languages(load: Load) -> None:
    conference = load(
        {
            "talks/snow.en.md": talk("Snow"),
            "talks/snow.fr.md": talk("Neige"),
            "talks/ice.en.md": talk("Ice", "language: de\n"),
            "talks/ice.fr.md": talk("Glace"),
            "conference.yaml": "language: fr\n",
        }
    )
    assert [(each.title, each.language) for each in conference.sessions] == [
        ("Glace", ("en", "fr")),
        ("Neige", ("en", "fr")),
    ]


NAMES = st.lists(
    st.tuples(
        st.sampled_from(["", "en/", "fr/"]),
        st.sampled_from("abc"),
        st.sampled_from(["", ".en", ".ja", ".js"]),
    ).map(lambda parts: f"{parts[0]}{parts[1]}{parts[2]}.md"),
    unique=True,
)


@given(NAMES, st.sampled_from(["", "en", "ja"]))
def test_no_two_files_that_are_kept_are_translations_of_one_another(
    files: list[str], wanted: str
) -> None:
    found = find_translations(files, wanted)
    assert found.left_out <= set(files)
    assert found.left_out.isdisjoint(found.languages)
    assert bool(found.left_out) is bool(found.languages)
    kept = [file for file in files if file not in found.left_out]
    assert find_translations(kept, wanted) == ({}, frozenset())
