import pytest

from confui.sources.problems import ProblemCollector
from confui.sources.syntax.raw_values import RawValue
from confui.sources.values.fields import Fields, is_empty


def fields(**values: RawValue) -> Fields:
    return Fields(values, ProblemCollector("talk.md", dict.fromkeys(values, 2)))


@pytest.mark.parametrize("value", ["", " ", "None", "none", "null", "NULL", "~", [], {}])
def test_an_empty_value_may_be_written_in_many_ways(value: RawValue) -> None:
    assert is_empty(value)


@pytest.mark.parametrize("value", ["0", "no", "nonesuch", [""], {"a": ""}])
def test_other_values_are_not_empty(value: RawValue) -> None:
    assert not is_empty(value)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("true", True), ("Yes", True), ("1", True), ("FALSE", False), ("off", False), ("null", None)],
)
def test_a_boolean_may_be_written_in_many_ways(written: str, expected: bool | None) -> None:
    found = fields(hidden=written)
    assert found.boolean("hidden") is expected
    assert not found.collector.problems


def test_an_invalid_boolean_is_a_warning_and_stays_as_written() -> None:
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


def test_the_first_name_with_a_value_counts() -> None:
    assert fields(date="null", start_datetime="later").text("date", "start_datetime") == "later"


def test_unread_keys_are_extra_and_safe_to_show() -> None:
    found = fields(layout="a\x1b[2J", deep={"k\x07": ["\u202ex"]})
    assert found.extra == {"layout": "a\ufffd[2J", "deep": {"k\ufffd": ["\ufffdx"]}}
