"""Wide grids: how much of a day of many rooms is visible, and what its keys cost.

The visible part is counted on a made-up day of 30 rooms; the keys are pressed among 2,000 sessions
in 60 rooms, next to a bare app that gets a key after each of ours.
"""

import asyncio
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.bare import GREETING
from benchmarks.figures import Figure, in_milliseconds, interleaved, paired_ratio, timed
from benchmarks.startup import BARE, CONFUI
from benchmarks.synthesis import write_conference
from benchmarks.terminal import Terminal, attendee_environment
from confui.app import ConfuiApp
from confui.library.library import Library
from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.layout import arrange, lay_out_turned, place_day
from confui.schedule.models import Conference, Session
from confui.schedule.rooms import RoomFinder
from confui.sources.opening import open_conference
from confui.state.store import Store
from confui.userdata.bookmarks import Bookmarks
from confui.widgets.grid import TurnedGrid

_DAY = datetime(2031, 5, 17, 9)
_SIZES = {(120, 36): (30, 3), (200, 60): (30, 9)}
"""For each size the goal: rooms and hours that are visible at once."""
_COLUMNS, _ROWS = 160, 48
_MOVES = ("right", "right", "down", "right", "down", "left") * 5
_TOGGLES = {"w": "w", "z": "z", "R": "\x1b", "'": "\x1b"}
"""For each key, the key that undoes it."""
_MOVE_GOAL, _TOGGLE_GOAL = 4, 10
_LAYOUT_ROOMS, _LAYOUT_SESSIONS, _LAYOUT_GOAL = 72, 400, 2


def measure() -> Iterator[Figure]:
    """Yield what is visible, the keys to a room, the cost of the keys and of the layout."""
    conference = _make_day(30, 600)
    for size, (rooms, hours) in _SIZES.items():
        seen_rooms, seen_hours = asyncio.run(_count_visible(conference, size))
        yield Figure(
            f"rooms x hours of 30 rooms, {size[0]} by {size[1]}",
            f"{seen_rooms} x {seen_hours:.1f}",
            f"{rooms} x {hours}",
            seen_rooms >= rooms and seen_hours >= hours,
        )
    yield _keys_to_a_room()
    yield from _cost_of_keys()


def _make_day(rooms: int, sessions: int) -> Conference:
    """Return one day of half-hour sessions in many rooms."""
    names = tuple(f"{building}.{number}" for building in "ABC" for number in range(rooms // 3))
    made = tuple(_make_session(number, names) for number in range(sessions))
    return Conference(
        id="wide", title="Wide", days=(_DAY.date(),), rooms=names, sessions=made, source="wide"
    )


def _make_session(number: int, rooms: Sequence[str]) -> Session:
    slot, room = divmod(number, len(rooms))
    start = _DAY + timedelta(minutes=30 * slot)
    return Session(
        id=f"{number}",
        title=f"Session {number} of the day",
        start=start,
        end=start + timedelta(minutes=30),
        day=_DAY.date(),
        rooms=(rooms[room],),
    )


async def _count_visible(conference: Conference, size: tuple[int, int]) -> tuple[int, float]:
    """Return how many rooms and hours of the turned grid are visible when it opens."""
    with tempfile.TemporaryDirectory() as home, Bookmarks(Path(home) / "b.db") as file:
        store = Store(conference, file, _DAY + timedelta(hours=4))
        library = Library(Path(home), SHIPPED_CONFERENCE)
        app = ConfuiApp(store, library, "wide", lambda _: _DAY)
        async with app.run_test(size=size) as pilot:
            await pilot.press("w")
            await pilot.pause()
            grid = app.screen.query_one(TurnedGrid)
            rows = grid.size.height - grid.HEADER_ROWS
            rooms = sum(room.bottom <= rows for room in grid.timetable.rooms)
            cells = grid.size.width - (grid.virtual_size.width - grid.timetable.width)
            return rooms, cells * grid.timetable.minutes_per_cell / 60


def _keys_to_a_room() -> Figure:
    rooms = [f"Saal {n}" for n in range(1, 41)] + [f"Stage {n}" for n in range(1, 33)]
    codes = RoomFinder(rooms).codes
    most = max(len(codes.get(room, room)) for room in rooms) + len(("'", "enter"))
    return Figure("keys from any to any of 72 rooms, at most", f"{most}", "4", most <= 4)


def _cost_of_keys() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        write_conference(Path(folder))
        conference = open_conference(Path(folder))
        arguments = [*CONFUI, folder, "--now", f"{conference.days[0]}T12:00"]
        with tempfile.TemporaryDirectory() as home:
            environment = attendee_environment(Path(home))
            with (
                Terminal(arguments, environment, columns=_COLUMNS, rows=_ROWS) as confui,
                Terminal(BARE, environment, columns=_COLUMNS, rows=_ROWS) as bare,
            ):
                confui.wait_for("Synthesis")
                bare.wait_for(GREETING)
                confui.settle()
                bare.settle()
                yield _cost("cursor move, 60 rooms", confui, bare, _MOVES, _MOVE_GOAL)
                confui.press("w")
                confui.settle()
                yield _cost("the same, turned", confui, bare, _MOVES, _MOVE_GOAL)
                confui.press("w")
                confui.settle()
                for key, back in _TOGGLES.items():
                    yield _cost(f"{key}, 60 rooms", confui, bare, (key,) * 8, _TOGGLE_GOAL, back)
                frames = [cpu for _ in range(20) if (cpu := bare.press("x").cpu) is not None]
    if frames:
        yield from _cost_of_layout(statistics.median(frames))


def _cost(
    what: str, confui: Terminal, bare: Terminal, keys: Sequence[str], goal: int, back: str = ""
) -> Figure:
    """Compare the CPU of keys with that of a bare frame; `back` undoes each, and does not count."""
    pairs = []
    for key in keys:
        ours, floor = confui.press(key).cpu, bare.press("x").cpu
        if back:
            confui.press(back)
            confui.settle(0.1)
        if ours is not None and floor is not None:
            pairs.append((ours, floor))
    if not pairs:
        return Figure(f"{what}: CPU over a bare frame", "not told by this system")
    costs, floors = zip(*pairs, strict=True)
    ratio = paired_ratio(costs, floors)
    return Figure(
        f"{what}: CPU over a bare frame",
        f"{ratio:.1f}x",
        f"{goal}x",
        ratio <= goal,
        f"{in_milliseconds(costs)}",
    )


def _cost_of_layout(bare_frame: float) -> Iterator[Figure]:
    """Compare laying out a day either way with a bare frame, which took `bare_frame` seconds."""
    day = _make_day(_LAYOUT_ROOMS, _LAYOUT_SESSIONS)
    across, down = interleaved(
        15,
        timed(lambda: arrange(place_day(day.sessions, day.rooms, 120))),
        timed(lambda: lay_out_turned(day.sessions, day.rooms, 120, 3)),
    )
    for name, costs in (("grid", across), ("turned", down)):
        ratio = statistics.median(costs) / bare_frame
        yield Figure(
            f"laying out {_LAYOUT_ROOMS} rooms, {_LAYOUT_SESSIONS} sessions, {name}",
            f"{ratio:.1f} bare frames",
            f"{_LAYOUT_GOAL}",
            ratio <= _LAYOUT_GOAL,
            in_milliseconds(costs),
        )
