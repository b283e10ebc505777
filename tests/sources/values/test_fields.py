from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.sources.problems import ProblemCollector
from confui.sources.syntax.raw_values import RawValue
from confui.sources.values.fields import Fields, WallTime, is_empty, parse_wall_time

NINE = datetime(2031, 5, 17, 9)


def fields(**values: RawValue) -> Fields:
    return Fields(values, ProblemCollector("talk.md", dict.fromkeys(values, 2)))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2031-05-17 09:00", WallTime(NINE, None)),
        ("2031-05-17 9:00", WallTime(NINE, None)),
        ("2031-5-17 9:00:00", WallTime(NINE, None)),
        ("  2031-05-17   09:00  ", WallTime(NINE, None)),
        ("2031-05-17T09:00", WallTime(NINE, None)),
        ("2031-05-17T09:00:00.000", WallTime(NINE, None)),
        ("2031-05-17 9:00:00 -0500", WallTime(NINE, -300)),
        ("2031-05-17 09:00:00-05:00", WallTime(NINE, -300)),
        ("2031-05-17T09:00:00+0530", WallTime(NINE, 330)),
        ("2031-05-17 09:00 +2", WallTime(NINE, 120)),
        ("2031-05-17T09:00Z", WallTime(NINE, 0)),
        ("2031-05-17", WallTime(None, None)),
        ("2031-05-17 09:00 +99:00", WallTime(NINE, None, "+99:00")),
        ("2031-05-17 09:00 +01:75", WallTime(NINE, None, "+01:75")),
    ],
)
def test_a_time_is_the_time_on_the_clock_and_its_offset_apart(
    written: str, expected: WallTime
) -> None:
    assert parse_wall_time(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "2017-02-30 10:00",
        "2017-08-15 25:00",
        "2017-08-15 10:60",
        "2017-13-01 10:00",
        "0000-01-01 10:00",
        "9999-12-31 23:59",
        "15.08.2017 10:00",
        "2017-08-15 10:00 Uhr",
        "2017-08-15 10",
        "٢٠١٧-٠٨-١٥ ١٠:٠٠",
        "",
        "soon",
    ],
)
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        parse_wall_time(written)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2199, 12, 31)))
def test_every_iso_time_is_read_as_written(when: datetime) -> None:
    assert parse_wall_time(when.isoformat()).when == when.replace(microsecond=0)


@given(st.text())
def test_any_other_text_is_refused_and_nothing_else_happens(text: str) -> None:
    try:
        parse_wall_time(text)
    except ValueError:
        return


@pytest.mark.parametrize("value", ["", " ", "None", "none", "null", "NULL", "~", [], {}])
def test_absent_has_many_spellings(value: RawValue) -> None:
    assert is_empty(value)


@pytest.mark.parametrize("value", ["0", "no", "nonesuch", [""], {"a": ""}])
def test_what_says_something_is_present(value: RawValue) -> None:
    assert not is_empty(value)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("true", True), ("Yes", True), ("1", True), ("FALSE", False), ("off", False), ("null", None)],
)
def test_truth_has_several_words(written: str, expected: bool | None) -> None:
    found = fields(hidden=written)
    assert found.boolean("hidden") is expected
    assert not found.collector.problems


def test_neither_true_nor_false_is_a_warning_and_stays_as_written() -> None:
    found = fields(hidden="perhaps")
    assert found.boolean("hidden") is None
    assert [problem.code for problem in found.collector.problems] == ["not-true-or-false"]
    assert found.extra == {"hidden": "perhaps"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("web, data", ("web", "data")),
        (["web", "data"], ("web", "data")),
        (["web", "web", "null"], ("web",)),
        ("web", ("web",)),
        ("null", ()),
    ],
)
def test_a_list_may_be_written_with_commas(written: RawValue, expected: tuple[str, ...]) -> None:
    assert fields(tags=written).texts("tags") == expected


def test_the_texts_of_a_mixed_list_count_and_the_rest_is_a_warning() -> None:
    found = fields(tags=["web", {"a": "b"}])
    assert found.texts("tags") == ("web",)
    assert [problem.code for problem in found.collector.problems] == ["not-texts"]
    assert found.extra == {"tags": ["web", {"a": "b"}]}


def test_a_list_in_place_of_a_text_is_a_warning_and_stays_as_written() -> None:
    found = fields(track=["a", "b"])
    assert found.text("track") == ""
    assert [(problem.code, problem.line) for problem in found.collector.problems] == [
        ("not-text", 2)
    ]
    assert found.extra == {"track": ["a", "b"]}


def test_the_first_spelling_with_a_value_counts() -> None:
    assert fields(date="null", start_datetime="later").text("date", "start_datetime") == "later"


def test_what_nobody_asked_for_is_extra_and_safe_to_show() -> None:
    found = fields(layout="a\x1b[2J", deep={"k\x07": ["\u202ex"]})
    assert found.extra == {"layout": "a\ufffd[2J", "deep": {"k\ufffd": ["\ufffdx"]}}
