"""Keys: from the press to the end of the frame that answers it, over the whole schedule.

Where the detail pane is on the screen, every move of the cursor also shows another session in it,
so one walk yields both figures: when the frame was there, and what it took to compute it. A bare
app gets a key after each of ours: what its frame takes tells how fast the machine is just then.
"""

import itertools
import statistics
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bare import GREETING
from benchmarks.figures import Figure, in_milliseconds, paired_ratio, percentile
from benchmarks.startup import BARE, CONFUI
from benchmarks.synthesis import write_conference
from benchmarks.terminal import KEYS, Response, Terminal, attendee_environment, without_escapes
from benchmarks.tour import Move, tour
from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.models import Conference
from confui.sources.opening import open_conference

_BESIDE, _WITHOUT_PANE = 160, 78
"""Columns for both panes, and too few for the detail pane."""

_ROWS = 48
_WALKS = 3
_MOVES_AMONG_MANY = 120


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one move brought, and what a bare app's frame took right after it."""

    move: Move
    response: Response
    bare: Response


def measure() -> Iterator[Figure]:
    """Return the figures of cursor, detail pane and days, and of a cursor among 2,000 sessions."""
    conference = open_conference(SHIPPED_CONFERENCE)
    moves = list(tour(conference))
    walks = [_walk(SHIPPED_CONFERENCE, conference, moves, _BESIDE) for _ in range(_WALKS)]
    answers = [answer for walk in walks for answer in walk]
    yield _cursor("cursor move, key to frame", answers)
    yield _detail(conference, answers)
    yield _day(answers)
    alone = _walk(SHIPPED_CONFERENCE, conference, moves, _WITHOUT_PANE)
    yield _cursor("the same, no detail pane", alone)
    with tempfile.TemporaryDirectory() as folder:
        write_conference(Path(folder))
        large = open_conference(Path(folder))
        some = list(itertools.islice(tour(large), _MOVES_AMONG_MANY))
        yield _cursor("the same, 2,000 sessions", _walk(Path(folder), large, some, _BESIDE))


def _walk(
    folder: Path, conference: Conference, moves: Iterable[Move], columns: int
) -> list[_Answer]:
    """Open the conference on its first day and press the keys of all moves, one at a time."""
    first = conference.days[0]
    arguments = [*CONFUI, str(folder), "--now", f"{first}T06:00"]
    with tempfile.TemporaryDirectory() as home:
        environment = attendee_environment(Path(home))
        with (
            Terminal(arguments, environment, columns=columns, rows=_ROWS) as confui,
            Terminal(BARE, environment, columns=columns, rows=_ROWS) as bare,
        ):
            confui.wait_for(*(each.title for each in conference.visible if each.day == first))
            bare.wait_for(GREETING)
            for terminal in (confui, bare):
                terminal.settle()
            return [_Answer(move, confui.press(move.key), bare.press("x")) for move in moves]


def _cursor(what: str, answers: Sequence[_Answer]) -> Figure:
    arrows = [answer for answer in answers if answer.move.key in KEYS]
    latencies = [each.response.latency for each in arrows if each.response.latency is not None]
    return Figure(
        f"{what}, median / p95",
        f"{in_milliseconds(latencies)}, {_frames(arrows)}",
        "≤ 6 / 15 ms, 1 frame",
        statistics.median(latencies) <= 0.006
        and percentile(latencies, 0.95) <= 0.015
        and _is_one_frame_each(arrows),
        f"{len(arrows)} keys; {_cpu(arrows)}",
    )


def _detail(conference: Conference, answers: Sequence[_Answer]) -> Figure:
    """Judge first visits only: what was rendered once comes from memory the second time."""
    visits = [answer for answer in answers if answer.move.first_visit]
    titles = {session.id: session.title for session in conference.sessions}
    seen = {
        answer.move.session
        for answer in visits
        if titles[answer.move.session].split()[0] in without_escapes(answer.response.output)
    }
    what, goal = "detail switch, CPU, median / p95", "≤ 10 / 20 ms, 1 frame"
    times = [each.response.cpu for each in visits if each.response.cpu is not None]
    if not times:
        return Figure(what, "not told by this system", goal)
    return Figure(
        what,
        f"{in_milliseconds(times)}, {_frames(visits)}",
        goal,
        statistics.median(times) <= 0.010
        and percentile(times, 0.95) <= 0.020
        and _is_one_frame_each(visits),
        f"{len(seen)} sessions shown",
    )


def _day(answers: Sequence[_Answer]) -> Figure:
    turns = [answer for answer in answers if answer.move.key not in KEYS]
    latencies = [each.response.latency for each in turns if each.response.latency is not None]
    return Figure(
        "another day, key to frame, median / p95",
        f"{in_milliseconds(latencies)}, {_frames(turns)}",
        note=f"{len(turns)} keys; {_cpu(turns)}",
    )


def _is_one_frame_each(answers: Iterable[_Answer]) -> bool:
    return all(answer.response.frames == 1 for answer in answers)


def _frames(answers: Sequence[_Answer]) -> str:
    counts = [answer.response.frames for answer in answers]
    if set(counts) == {1}:
        return "1 frame"
    return f"{statistics.mean(counts):.2f} frames ({min(counts)} to {max(counts)})"


def _cpu(answers: Iterable[_Answer]) -> str:
    """Return what the keys cost, in milliseconds and in frames of a bare app."""
    pairs = [
        (answer.response.cpu, answer.bare.cpu)
        for answer in answers
        if answer.response.cpu is not None and answer.bare.cpu is not None
    ]
    if not pairs:
        return "CPU not told by this system"
    ours, bare = zip(*pairs, strict=True)
    return f"CPU {in_milliseconds(ours)}, {paired_ratio(ours, bare):.1f}× a bare frame's"
