"""Loading: from files to a conference, with nothing cached but what the system caches.

``python -m benchmarks.loading FILE`` measures an XML file as the benchmark measures its own. The
ratio can be compared between two checkouts on any machine.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers import expat

from benchmarks.figures import Figure, interleaved, milliseconds, paired_ratio, timed
from benchmarks.synthesis import write_conference, write_xml_schedule
from confui.paths import SHIPPED_CONFERENCE
from confui.sources import open_conference

_MOST_OVER_PARSING = 20


def measure() -> Iterator[Figure]:
    """Return the figures of the shipped conference and of two large ones."""
    median, note = _load(SHIPPED_CONFERENCE, rounds=21)
    yield Figure(
        "cold load, shipped conference", milliseconds(median), "≤ 25 ms", median <= 0.025, note
    )
    with tempfile.TemporaryDirectory() as folder:
        write_conference(Path(folder))
        median, note = _load(Path(folder), rounds=5)
        yield Figure("cold load, 2,000 sessions", milliseconds(median), note=note)
        file = Path(folder, "schedule.xml")
        write_xml_schedule(file)
        ratio, note = _load_xml(file, rounds=15)
        yield Figure(
            "cold load, 1,000 sessions in XML",
            f"{ratio:.1f}× parsing",
            f"≤ {_MOST_OVER_PARSING}×",
            ratio <= _MOST_OVER_PARSING,
            note,
        )


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


def _load_xml(file: Path, rounds: int) -> tuple[float, str]:
    """Return how often the CPU time of parsing a file loading it takes, and a note."""
    content = file.read_bytes()
    loads, parses = interleaved(
        rounds, _cpu(lambda: open_conference(file)), _cpu(lambda: _parse(content))
    )
    median = milliseconds(statistics.median(loads))
    return paired_ratio(loads, parses), f"{rounds} rounds; {median} of CPU"


def _cpu(action: Callable[[], object]) -> Callable[[], float]:
    """Return `action` as a function that returns how many seconds of CPU it took."""

    def run() -> float:
        begun = time.process_time()
        action()
        return time.process_time() - begun

    return run


def _parse(content: bytes) -> list[object]:
    """Parse XML with each element and text passed to Python, as a reader must at least do."""
    seen: list[object] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: seen.append((name, attributes))
    parser.EndElementHandler = seen.append
    parser.CharacterDataHandler = seen.append
    parser.Parse(content, True)
    return seen


def main() -> None:
    """Print the ratio for one file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.loading", description=__doc__)
    parser.add_argument("file", type=Path, help="a schedule in XML")
    ratio, note = _load_xml(parser.parse_args().file, rounds=21)
    print(f"cold load: {ratio:.2f}× parsing; {note}")


if __name__ == "__main__":
    main()
