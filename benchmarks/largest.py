"""Loading the largest schedules that confui reads, in each format: CPU and memory.

Each is loaded in a process of its own, after a small one of the same format, so that no import
counts. A calendar and a list in YAML must not cost much more than JSON of as many sessions.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.figures import Figure, milliseconds
from benchmarks.synthesis import write_calendar, write_list, write_schedule, write_xml_schedule

SESSIONS = 25_000
_ROOMS, _DAYS = 100, 6
_FORMATS: dict[str, tuple[str, Callable[..., None]]] = {
    "JSON": ("schedule.json", write_schedule),
    "XML": ("schedule.xml", write_xml_schedule),
    "a calendar": ("schedule.ics", write_calendar),
    "a list in YAML": ("schedule.yaml", write_list),
}
_MIB = 1024 * 1024
_MOST_OVER_JSON, _MOST_OVER_FILE = 2.5, 10
_PROGRAM = """
import sys, time
from pathlib import Path
from confui.sources import open_conference

def most_memory():
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return 1024 * int(status.partition("VmHWM:")[2].split()[0])

small, large = sys.argv[1:]
open_conference(small)
before, begun = most_memory(), time.process_time()
conference = open_conference(large)
print(len(conference.sessions), time.process_time() - begun, most_memory() - before)
"""


class _Load(NamedTuple):
    sessions: int
    cpu: float
    memory: int
    """Bytes above what the small schedule took."""
    size: int


def measure() -> Iterator[Figure]:
    """Return the figures of each format."""
    with tempfile.TemporaryDirectory() as folder:
        loads = {
            format: _load(Path(folder), name, write) for format, (name, write) in _FORMATS.items()
        }
    json = loads["JSON"].cpu / loads["JSON"].sessions
    for format, load in loads.items():
        ratio = load.cpu / load.sessions / json
        yield Figure(
            f"cold load, {SESSIONS:,} sessions in {format}",
            f"{ratio:.2f}× JSON",
            f"≤ {_MOST_OVER_JSON}×",
            ratio <= _MOST_OVER_JSON,
            f"{load.sessions:,} read, {load.size / _MIB:.0f} MiB; {milliseconds(load.cpu)} of CPU",
        )
        over = load.memory / load.size
        yield Figure(
            f"{SESSIONS:,} in {format}, memory",
            f"{over:.1f}× the file",
            f"≤ {_MOST_OVER_FILE}×",
            over <= _MOST_OVER_FILE,
            f"{load.memory / _MIB:.0f} MiB",
        )


def _load(folder: Path, name: str, write: Callable[..., None]) -> _Load:
    small, large = folder / f"small-{name}", folder / name
    write(small, sessions=10)
    write(large, sessions=SESSIONS, rooms=_ROOMS, days=_DAYS)
    process = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(small), str(large)],
        capture_output=True,
        text=True,
        check=True,
    )
    sessions, cpu, memory = process.stdout.split()
    return _Load(int(sessions), float(cpu), int(memory), large.stat().st_size)
