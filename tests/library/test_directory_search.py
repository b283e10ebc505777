"""Finding a conference by words of its name, and choosing the one that is meant."""

from datetime import date

import pytest

from confui.library.directory_search import (
    SeveralConferencesError,
    choose_conference,
    find_conferences,
)
from confui.sources import DirectoryEntry, read_directory
from tests.menu import entry, menu

TODAY = date(2031, 5, 17)


def listed(*entries: object) -> tuple[DirectoryEntry, ...]:
    return read_directory(menu(*entries).encode(), "https://menu.example.org/").entries


SNOW = listed(
    entry("Snow Camp 2029", "2029-05-20", "2029-05-22"),
    entry("Snow Camp 2030", "2030-05-20", "2030-05-22"),
    entry("Snow Camp 2031", "2031-05-20", "2031-05-22"),
    entry("Snow Camp 2032", "2032-05-20", "2032-05-22"),
    entry("Snowfall Meeting", "2031-05-16", "2031-05-17"),
    entry("Les journées de la neige", "2031-06-01"),
    entry("9C3 - main rooms", "2030-12-27", id="9c3_main"),
    entry("雪まつり2031", "2031-07-01"),
    entry("Undated", "", ""),
)


def found(words: str, *, on: date = TODAY) -> list[str]:
    return [each.title for each in find_conferences(SNOW, words, on)]


def test_without_words_what_is_on_comes_first_then_what_is_next_and_the_past_newest_first() -> None:
    assert found("") == [
        "Snowfall Meeting",
        "Snow Camp 2031",
        "Les journées de la neige",
        "雪まつり2031",
        "Snow Camp 2032",
        "Undated",
        "9C3 - main rooms",
        "Snow Camp 2030",
        "Snow Camp 2029",
    ]


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("JOURNEES", ["Les journées de la neige"]),
        ("neige jour", ["Les journées de la neige"]),
        ("now", []),
        ("owfall", []),
        ("c3", ["9C3 - main rooms"]),
        ("9c3 rooms", ["9C3 - main rooms"]),
        ("camp 2032", ["Snow Camp 2032"]),
        ("camp 32", []),
        ("neige 2031", ["Les journées de la neige"]),
        ("まつり", ["雪まつり2031"]),
        ("snow_camp_2030", ["Snow Camp 2030"]),
        ("snow rain", []),
        ("--", found("")),
    ],
)
def test_every_word_begins_a_word_of_title_id_or_year(words: str, titles: list[str]) -> None:
    assert found(words) == titles


def test_whole_words_come_before_beginnings_and_the_past_last() -> None:
    assert found("snow") == [
        *("Snow Camp 2031", "Snow Camp 2032", "Snowfall Meeting"),
        *("Snow Camp 2030", "Snow Camp 2029"),
    ]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("snow camp", "Snow Camp 2031"),
        ("camp", "Snow Camp 2031"),
        ("snow camp 2029", "Snow Camp 2029"),
        ("snow_camp_2030", "Snow Camp 2030"),
        ("c3", "9C3 - main rooms"),
        ("snowf", "Snowfall Meeting"),
    ],
)
def test_the_edition_that_is_on_or_next_is_chosen_unless_another_is_named(
    words: str, title: str
) -> None:
    chosen = choose_conference(SNOW, words, TODAY)
    assert chosen
    assert chosen.title == title


def test_during_the_last_day_it_is_still_on_and_then_the_next_edition_is_meant() -> None:
    for day, title in ((22, "Snow Camp 2031"), (23, "Snow Camp 2032")):
        chosen = choose_conference(SNOW, "snow camp", date(2031, 5, day))
        assert chosen
        assert chosen.title == title


def test_when_all_editions_are_over_the_last_one_is_meant() -> None:
    chosen = choose_conference(SNOW, "snow camp", date(2040, 1, 1))
    assert chosen
    assert chosen.title == "Snow Camp 2032"


def test_editions_may_share_only_the_id_without_its_number() -> None:
    meetings = listed(
        entry("Meeting 124 Oslo", "2031-03-01", id="snowmeet124"),
        entry("Meeting 125 Bergen", "2031-07-01", id="snowmeet125"),
    )
    chosen = choose_conference(meetings, "snowmeet", TODAY)
    assert chosen
    assert chosen.id == "snowmeet125"


def test_the_name_itself_is_meant_where_others_only_contain_it() -> None:
    both = listed(entry("Maps 2031", "2031-09-01"), entry("Maps Europe 2031", "2031-07-01"))
    chosen = choose_conference(both, "maps", TODAY)
    assert chosen
    assert chosen.title == "Maps 2031"


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([entry("Ice Days"), entry("Ice Nights")], "ice"),
        ([entry("Ice - all rooms", id="a"), entry("Ice - main rooms", id="b")], "ice"),
        ([entry("Ice 2031", id="a"), entry("Ice", id="b")], "ice"),
        ([entry("Ice 2030", "2030-05-17"), entry("Ice Europe 2031", "2031-06-01")], "ice"),
    ],
    ids=["two series", "two halves", "the same days", "one is over, another one comes"],
)
def test_where_it_is_not_clear_all_matches_are_named(entries: list[object], words: str) -> None:
    with pytest.raises(SeveralConferencesError) as several:
        choose_conference(listed(*entries), words, TODAY)
    assert len(several.value.matches) == 2


def test_nothing_is_chosen_where_nothing_matches() -> None:
    assert choose_conference(SNOW, "rain", TODAY) is None
