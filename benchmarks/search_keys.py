"""Searching as one types: from each key to the frame that shows field, grid, counts and tabs.

The queries are words that the made-up conference really has, rare and common ones, alone and with
fields. Each is typed key by key and taken back by as many backspaces.
"""

import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.figures import Figure, in_milliseconds, percentile
from benchmarks.startup import CONFUI
from benchmarks.synthesis import write_conference
from benchmarks.terminal import Response, Terminal, attendee_environment
from confui.schedule.models import Conference
from confui.sources.opening import open_conference

_SESSIONS, _ROOMS = 1_000, 30
_COLUMNS, _ROWS = 160, 48
_MEDIAN, _P95 = 0.016, 0.022


def measure() -> Iterator[Figure]:
    """Return the figures of the grid and of the agenda, at 1,000 sessions."""
    with tempfile.TemporaryDirectory() as folder:
        write_conference(Path(folder), sessions=_SESSIONS, rooms=_ROOMS)
        conference = open_conference(Path(folder))
        queries = _queries(conference)
        for view, key in (("grid", "g"), ("agenda", "a")):
            responses = _typed(Path(folder), conference, queries, key)
            latencies = [each.latency for each in responses if each.latency is not None]
            frames = Counter(each.frames for each in responses)
            yield Figure(
                f"search, key to {view}, 1,000 sessions",
                f"{in_milliseconds(latencies)}, {told(frames)}",
                "≤ 16 / 22 ms, 1 frame",
                statistics.median(latencies) <= _MEDIAN
                and percentile(latencies, 0.95) <= _P95
                and set(frames) == {1},
                f"{len(responses)} keys, longest {max(latencies) * 1000:.0f} ms",
            )


def _queries(conference: Conference) -> Sequence[str]:
    """Return what somebody might type: common, middling and rare words, a phrase, fields."""
    counts = Counter(word for session in conference.sessions for word in session.body.split())
    words = [word for word, _ in counts.most_common() if word.isalpha()]
    common, middling, rare = words[3], words[len(words) // 8], words[-5]
    speaker = conference.sessions[-1].speakers[0].name.split()[0]
    room = conference.rooms[1].split()[1]
    return (
        *(common, middling, rare, f"{common} {middling}"),
        f"difficulty:beginner {middling}",
        f"speaker:{speaker} has:outline",
        f"room:{room} -{common}",
    )


def _typed(
    folder: Path, conference: Conference, queries: Sequence[str], view: str
) -> list[Response]:
    first = conference.days[0]
    arguments = [*CONFUI, str(folder), "--now", f"{first}T06:00"]
    responses = []
    with tempfile.TemporaryDirectory() as home:
        environment = attendee_environment(Path(home))
        with Terminal(arguments, environment, columns=_COLUMNS, rows=_ROWS) as terminal:
            terminal.wait_for(*(each.title for each in conference.visible if each.day == first))
            terminal.settle(quiet=1.5)
            for key in (view, "/"):
                terminal.press(key, quiet=0.4)
            for query in queries:
                responses += [terminal.press(key) for key in query]
                responses += [terminal.press("backspace") for _ in query]
    return responses


def told(frames: Counter[int]) -> str:
    """Return how many frames the keys brought."""
    if set(frames) == {1}:
        return "1 frame"
    return ", ".join(f"{count}× {number} frames" for number, count in sorted(frames.items()))
