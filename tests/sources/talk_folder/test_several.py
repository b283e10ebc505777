"""One conference in several folders, or several conferences side by side."""

from collections.abc import Callable, Mapping

import pytest

from confui.schedule.models import Conference
from confui.sources.opening import SourceError

Load = Callable[[Mapping[str, str | bytes]], Conference]


def talk(day: str) -> str:
    return f"---\ntitle: Snow\ndate: {day} 10:00\nroom: Aurora\n---\n"


def talks(folder: str, *days: str) -> dict[str, str | bytes]:
    return {f"{folder}/{number}.md": talk(day) for number, day in enumerate(days)}


def refused(load: Load, files: Mapping[str, str | bytes]) -> str:
    with pytest.raises(SourceError) as caught:
        load(files)
    message = str(caught.value)
    assert len(message.splitlines()) == 1
    return message.partition(": ")[2]


LAST = ("2030-05-17", "2030-05-18", "2030-05-19")
NOW = ("2031-05-16", "2031-05-17", "2031-05-18")


@pytest.mark.parametrize(
    ("one", "other", "named"),
    [
        ("pyeast", "pywest", "pyeast, pywest"),
        ("2030", "2031", "2030, 2031"),
        ("_schedule/2030", "_schedule/2031", "_schedule/2030, _schedule/2031"),
        ("pyeast/_schedule/talks", "pywest/_schedule/talks", "pyeast, pywest"),
        ("archive/2030/talks", "talks", "archive, talks"),
        ("pywest-2030/talks", "pywest-2031/talks", "pywest-2030, pywest-2031"),
    ],
)
def test_folders_of_two_conferences_are_refused_by_name(
    load: Load, one: str, other: str, named: str
) -> None:
    assert (
        refused(load, {**talks(one, *LAST), **talks(other, *NOW)})
        == f"holds 2 conferences; name one of them: {named}"
    )


def test_years_with_a_single_session_each_are_told_apart(load: Load) -> None:
    files = {**talks("_schedule/2030", LAST[0]), **talks("_schedule/2031", NOW[0])}
    assert "2 conferences" in refused(load, files)


@pytest.mark.parametrize("name", ["conference.yaml", "_config.yml"])
def test_folders_with_settings_of_their_own_are_conferences_at_any_time(
    load: Load, name: str
) -> None:
    files: dict[str, str | bytes] = {f"{each}/{name}": "title: Snow\n" for each in ("a", "b")}
    message = refused(load, {**talks("a/talks", NOW[0]), **talks("b", NOW[1]), **files})
    assert message.endswith("name one of them: a, b")


def test_many_conferences_are_not_all_named(load: Load) -> None:
    files: dict[str, str | bytes] = {}
    for number in range(7):
        files |= talks(f"c{number}", *LAST)
        files[f"c{number}/conference.yaml"] = ""
    assert refused(load, files) == (
        "holds 7 conferences; name one of them: c0, c1, c2, c3, c4 and 2 more"
    )


def test_years_in_a_site_are_told_apart_in_spite_of_its_settings(load: Load) -> None:
    files = {**talks("_schedule/2030", *LAST), **talks("_schedule/2031", *NOW)}
    assert "2 conferences" in refused(load, {**files, "_config.yml": "title: PyWest\n"})


def test_a_conference_yaml_at_the_top_makes_one_conference(load: Load) -> None:
    files = {**talks("2030", *LAST), **talks("2031", *NOW), "conference.yaml": "title: All\n"}
    assert len(load(files).sessions) == 6


def test_a_site_without_folders_for_years_is_one_conference(load: Load) -> None:
    files = {**talks("main-hall", *LAST), **talks("barn", *NOW), "_config.yml": "title: West\n"}
    assert len(load(files).sessions) == 6


@pytest.mark.parametrize(
    "folders",
    [
        ("talks", "tutorials", "sprints"),
        ("_schedule/talks", "_schedule/tutorials", "_schedule/sprints"),
        ("around", "workshops", "main-hall"),
        ("barn", "main-hall"),
        ("monday", "tuesday", "wednesday"),
        ("day-1", "day-2", "2031-05-18"),
        ("2031/talks", "2031/sprints", "2031/social-events"),
    ],
)
@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("mistyped", ["", "2030-05-16", "2032-05-16"])
def test_the_folders_of_one_conference_are_one(
    load: Load, folders: tuple[str, ...], count: int, mistyped: str
) -> None:
    files: dict[str, str | bytes] = {}
    for folder in folders:
        files |= talks(folder, *NOW[:count])
    if mistyped:
        files |= talks(folders[-1], mistyped)
    assert len(load(files).sessions) == len(folders) * count


def test_a_folder_for_a_kind_with_a_wrong_year_is_not_a_conference(load: Load) -> None:
    files = {**talks("talks", *NOW), **talks("tutorials", *LAST)}
    assert len(load(files).sessions) == 6


def test_talks_at_the_top_and_an_archive_below_stay_together(load: Load) -> None:
    files = {**talks("2030", *LAST), **{f"{day}.md": talk(day) for day in NOW}}
    assert len(load(files).sessions) == 6


def test_years_below_folders_for_kinds_cannot_be_named_and_stay_together(load: Load) -> None:
    files = {
        **talks("talks/2030", *LAST),
        **talks("talks/2031", *NOW),
        **talks("tutorials/2030", *LAST),
        **talks("tutorials/2031", *NOW),
    }
    assert len(load(files).sessions) == 12


def test_sessions_without_a_time_do_not_make_a_conference(load: Load) -> None:
    poster = "---\ntitle: Poster\nroom: Foyer\n---\n"
    assert len(load({**talks("pywest", *NOW), "posters/a.md": poster}).sessions) == 4
