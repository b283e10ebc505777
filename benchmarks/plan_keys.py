"""My plan under the keys: 100 stars among 1,000 sessions, from each key to its frame.

Opening it, walking through it, filling free time, marking and taking back: what an attendee does
there, each key timed alone.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, in_milliseconds, percentile
from benchmarks.search_keys import told
from benchmarks.startup import CONFUI
from benchmarks.synthesis import write_conference
from benchmarks.terminal import Response, Terminal, attendee_environment
from confui.schedule.bookmark import Mark
from confui.schedule.models import Conference
from confui.sources.opening import open_conference
from confui.userdata.bookmarks import Bookmarks

_SESSIONS, _ROOMS, _STARS = 1_000, 30, 100
_COLUMNS, _ROWS = 160, 48
_P95 = 0.016
_ROUNDS = 12
_WALK = ("down",) * 6 + ("up",) * 2
_DEEDS = ("b", "u", "B", "u", "x", "u")


def measure() -> Iterator[Figure]:
    """Return the figures of opening the plan, of moving in it, and of marking there."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as home:
        write_conference(Path(folder), sessions=_SESSIONS, rooms=_ROOMS)
        conference = open_conference(Path(folder))
        _star(conference, Path(home))
        opened, moved, marked = _driven(Path(folder), conference, Path(home))
    yield _figure("plan, key to frame", [*opened, *moved, *marked], judged=True)
    yield _figure("of these, to open it", opened)
    yield _figure("of these, to move", moved)
    yield _figure("of these, to mark and undo", marked)


def _figure(name: str, responses: list[Response], *, judged: bool = False) -> Figure:
    latencies = [each.latency for each in responses if each.latency is not None]
    frames = Counter(each.frames for each in responses)
    return Figure(
        name,
        f"{in_milliseconds(latencies)}, {told(frames)}",
        "p95 ≤ 16 ms" if judged else "",
        percentile(latencies, 0.95) <= _P95 if judged else None,
        f"{len(responses)} keys, longest {max(latencies) * 1000:.0f} ms",
    )


def _star(conference: Conference, home: Path) -> None:
    """Star sessions all over the days, every fourth only as a maybe."""
    talks = [session for session in conference.visible if session.exclusive]
    step = len(talks) / _STARS
    with Bookmarks(home / "data" / "confui" / "bookmarks.db") as bookmarks:
        for number in range(_STARS):
            mark = Mark.MUST if number % 4 else Mark.MAYBE
            bookmarks.mark(conference.id, talks[int(number * step)], mark)


def _driven(
    folder: Path, conference: Conference, home: Path
) -> tuple[list[Response], list[Response], list[Response]]:
    first = conference.days[0]
    arguments = [*CONFUI, str(folder), "--now", f"{first}T06:00"]
    opened, moved, marked = [], [], []
    with Terminal(arguments, attendee_environment(home), columns=_COLUMNS, rows=_ROWS) as terminal:
        terminal.wait_for(*(each.title for each in conference.visible if each.day == first))
        terminal.settle(quiet=1.5)
        terminal.press("m", quiet=0.6)  # the widget is made but once
        terminal.press("g", quiet=0.4)
        for _ in range(_ROUNDS):
            opened.append(terminal.press("m"))
            moved += [terminal.press(key) for key in _WALK]
            marked += [terminal.press(key) for key in _DEEDS]
            terminal.press("g", quiet=0.2)
            terminal.press("down", quiet=0.2)
    return opened, moved, marked
