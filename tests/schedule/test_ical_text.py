"""The components of a calendar file, also of a damaged one."""

import pytest

from confui.schedule.ical_text import Component, read_components


def components(*lines: str) -> list[Component]:
    """Return the named components of a calendar with these lines."""
    return [each for each in read_components("\r\n".join(lines).encode()) if each.name]


def summaries(*lines: str) -> list[tuple[str, bool]]:
    """Return the SUMMARY of each event, and whether the event has its END line."""
    return [
        (event.properties["SUMMARY"][0].value, event.closed)
        for event in components(*lines)
        if event.name == "VEVENT"
    ]


def test_a_component_has_its_own_lines_and_not_those_inside_it() -> None:
    found = components(
        *("BEGIN:VCALENDAR", "begin:vevent", "SUMMARY:Snow", "BEGIN:VALARM", "SUMMARY:Wake up"),
        *("END:VALARM", "summary:Ice", "END:VEVENT", "END:VCALENDAR"),
    )
    assert [(each.name, each.line, each.closed) for each in found] == [
        ("VALARM", 4, True),
        ("VEVENT", 2, True),
        ("VCALENDAR", 1, True),
    ]
    assert [line.value for line in found[1].properties["SUMMARY"]] == ["Snow", "Ice"]


def test_lines_outside_all_components_have_no_name() -> None:
    (outside,) = read_components(b"X-WR-CALNAME:Snow\nEND:VEVENT\n")
    assert (outside.name, [*outside.properties]) == ("", ["X-WR-CALNAME"])


@pytest.mark.parametrize(
    "end",
    [
        ["BEGIN:VEVENT", "SUMMARY:Ice", "END:VEVENT"],
        ["BEGIN:VALARM", "BEGIN:VEVENT", "SUMMARY:Ice"],
    ],
)
def test_the_next_event_ends_one_without_an_end(end: list[str]) -> None:
    found = summaries("BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:Snow", *end, "END:VCALENDAR")
    assert found == [("Snow", False), ("Ice", "END:VEVENT" in end)]


def test_the_end_of_the_file_ends_all_components() -> None:
    found = components("BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:Snow")
    assert [(each.name, each.closed) for each in found] == [("VEVENT", False), ("VCALENDAR", False)]


def test_components_that_are_nested_too_deep_are_ignored() -> None:
    names = [f"X-{number}" for number in range(100_000)]
    begin, end = ([f"{word}:{name}" for name in names] for word in ("BEGIN", "END"))
    event = ["BEGIN:VEVENT", "SUMMARY:Ice", "END:VEVENT"]
    found = components(*begin, "SUMMARY:Snow", *reversed(end), *event)
    assert [each.name for each in found][-2:] == ["X-0", "VEVENT"]
    assert len(found) < 20
