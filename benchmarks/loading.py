"""Loading: from talk files to a conference, with nothing cached but what the system caches."""

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, interleaved, milliseconds, paired_ratio, timed
from benchmarks.synthesis import write_conference
from confui.paths import SHIPPED_CONFERENCE
from confui.sources.opening import open_conference


def measure() -> Iterator[Figure]:
    """Return the figures of the shipped conference and, without a goal, of a large one."""
    median, note = _load(SHIPPED_CONFERENCE, rounds=21)
    yield Figure(
        "cold load, shipped conference", milliseconds(median), "≤ 25 ms", median <= 0.025, note
    )
    with tempfile.TemporaryDirectory() as folder:
        write_conference(Path(folder))
        median, note = _load(Path(folder), rounds=5)
        yield Figure("cold load, 2,000 sessions", milliseconds(median), note=note)


def _load(folder: Path, rounds: int) -> tuple[float, str]:
    """Return the median seconds, and a note on how that compares to reading the bytes."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    loads, reads = interleaved(
        rounds,
        timed(lambda: open_conference(folder)),
        timed(lambda: [path.read_bytes() for path in paths]),
    )
    ratio = paired_ratio(loads, reads)
    return statistics.median(loads), f"{rounds} rounds; {ratio:.0f}× reading the bytes"
