"""The memory that reading a schedule takes is a small multiple of its size."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.synthesis import write_calendar, write_list, write_schedule, write_xml_schedule
from confui.sources import open_conference

SESSIONS = 600


@pytest.mark.parametrize(
    ("name", "write", "most"),
    [
        ("schedule.json", write_schedule, 8),
        ("schedule.xml", write_xml_schedule, 10),
        ("schedule.ics", write_calendar, 8),
        ("schedule.yaml", write_list, 10),
    ],
)
def test_the_largest_schedule_needs_a_few_times_its_size(
    tmp_path: Path, name: str, write: Callable[..., None], most: int
) -> None:
    few, many = tmp_path / f"few-{name}", tmp_path / name
    write(few, sessions=10)
    write(many, sessions=SESSIONS)
    open_conference(few)  # so that no import counts
    tracemalloc.start()
    try:
        assert len(open_conference(many).sessions) == SESSIONS
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < most * many.stat().st_size
