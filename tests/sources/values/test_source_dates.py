"""Days that are named instead of dated."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confui.schedule.models import Conference
from confui.sources.opening import open_conference
from confui.sources.values.source_dates import DayNames

Load = Callable[[Mapping[str, str | bytes]], Conference]
SATURDAY, SUNDAY = date(2031, 5, 17), date(2031, 5, 18)


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("Saturday", "2031-05-17"),
        ("sun", "2031-05-18"),
        ("Sun. 10:30", "2031-05-18 10:30"),
        ("Samstag, 9:00", "2031-05-17 9:00"),
        ("Day 2", "2031-05-18"),
        ("day 1, 10:30", "2031-05-17 10:30"),
        ("sat 9am", "2031-05-17 9am"),
        ("Monday", "Monday"),
        ("Day 3", "Day 3"),
        ("Sat, 24 May 2031 10:00", "Sat, 24 May 2031 10:00"),
        ("Sat 24.05.2031", "Sat 24.05.2031"),
        ("Saturday 05/24/2031 10:00", "Saturday 05/24/2031 10:00"),
        ("Sat May 24 2031 09:05:00 GMT+0200 (CEST)", "Sat May 24 2031 09:05:00 GMT+0200 (CEST)"),
        ("Day 0", "Day 0"),
        ("Saturnalia", "Saturnalia"),
        ("2031-05-17", "2031-05-17"),
    ],
)
def test_the_dates_of_the_source_tell_which_day_a_name_means(text: str, dated: str) -> None:
    assert DayNames([SUNDAY, SATURDAY]).date_text(text) == dated


@pytest.mark.parametrize(
    ("text", "dated"),
    [("Day 3", "2031-05-19"), ("Monday", "2031-05-19"), ("Friday", "2031-05-23")],
)
def test_with_a_first_day_no_other_date_is_needed(text: str, dated: str) -> None:
    assert DayNames([], SATURDAY).date_text(text) == dated


def test_a_weekday_that_comes_twice_stays_a_name() -> None:
    assert DayNames([SATURDAY, date(2031, 5, 24)]).date_text("Saturday") == "Saturday"


@given(st.text(max_size=90))
def test_a_text_without_a_name_stays_as_it_is(text: str) -> None:
    assert DayNames([SATURDAY, SUNDAY]).date_text(f"x{text}") == f"x{text}"


def test_talks_on_named_days_are_on_the_days_of_the_others(load: Load) -> None:
    conference = load(
        {
            "talks/snow.md": "---\ntitle: Snow\nroom: Cedar\ndate: 2031-05-17 10:00\n---\n",
            "talks/ice.md": "---\ntitle: Ice\nroom: Cedar\ndate: Saturday\nstart: '11:00'\n---\n",
        }
    )
    assert [each.start for each in conference.sessions] == [
        datetime(2031, 5, 17, 10),
        datetime(2031, 5, 17, 11),
    ]
    assert conference.problems == ()


def test_dates_that_begin_with_a_weekday_stay_dates(load: Load) -> None:
    dates = ("Sat, 17 May 2031 10:00", "Saturday, May 24th 2031 11:00", "Sun 18 May 2031 12:00")
    conference = load(
        {
            f"talks/{number}.md": f"---\ntitle: Snow\nroom: Cedar\ndate: {written}\n---\n"
            for number, written in enumerate(dates)
        }
    )
    assert [each.start for each in conference.sessions] == [
        datetime(2031, 5, 17, 10),
        datetime(2031, 5, 18, 12),
        datetime(2031, 5, 24, 11),
    ]
    assert conference.problems == ()


NAMED = {
    f"talks/{name}.md": f"---\ntitle: {name}\nroom: Cedar\nday: {day}\ntime: '10:00'\n---\n"
    for name, day in (("snow", "Day 1"), ("ice", "Sunday"), ("rain", "Day 3"))
}


def test_the_first_day_of_the_settings_dates_all_talks(load: Load) -> None:
    conference = load({**NAMED, "conference.yaml": "first_day: 2031-05-17\n"})
    assert [str(each.day) for each in conference.sessions] == [
        "2031-05-17",
        "2031-05-18",
        "2031-05-19",
    ]
    assert conference.problems == ()


def test_without_any_date_each_named_day_is_a_problem(load: Load) -> None:
    codes = [problem.code for problem in load(NAMED).problems]
    assert codes.count("bad-date") == len(NAMED)


TALKS = [
    {"title": "Snow", "room": "Cedar", "date": "2031-05-17", "start": "10:00", "end": "10:30"},
    {"title": "Ice", "room": "Cedar", "date": "Saturday", "start": "11:00", "end": "11:30"},
]
DAYS = [
    {"date": name, "rooms": {"Cedar": [{"title": name, "start": "10:00", "duration": "00:30"}]}}
    for name in ("Day 1", "Day 2")
]


@pytest.mark.parametrize(
    ("document", "starts"),
    [
        ({"talks": TALKS}, [datetime(2031, 5, 17, 10), datetime(2031, 5, 17, 11)]),
        (
            {"conference": {"title": "PyNorth", "start": "2031-05-17"}, "days": DAYS},
            [datetime(2031, 5, 17, 10), datetime(2031, 5, 18, 10)],
        ),
        (
            {
                "conference": {"title": "PyNorth", "start_date": "2031-05-17"},
                "talks": [{**TALKS[1], "date": "Day 2"}, TALKS[1]],
            },
            [datetime(2031, 5, 17, 11), datetime(2031, 5, 18, 11)],
        ),
    ],
)
@pytest.mark.parametrize("name", ["schedule.json", "schedule.yaml"])
def test_named_days_of_a_schedule_file_are_dated(
    tmp_path: Path, document: object, starts: list[datetime], name: str
) -> None:
    (tmp_path / name).write_text(json.dumps(document, indent=1))
    conference = open_conference(tmp_path / name)
    assert [each.start for each in conference.sessions] == starts
    assert not [each for each in conference.problems if "date" in each.code or "time" in each.code]


def test_the_first_day_beside_a_schedule_file_counts_too(tmp_path: Path) -> None:
    (tmp_path / "schedule.json").write_text(json.dumps({"days": DAYS}))
    (tmp_path / "conference.yaml").write_text("first_day: 2031-05-17\n")
    conference = open_conference(tmp_path / "schedule.json")
    assert [str(each.day) for each in conference.sessions] == ["2031-05-17", "2031-05-18"]
