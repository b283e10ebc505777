"""Searching as one types: what each key costs, to the frame with field, grid, counts and tabs.

The queries are words that the made-up conference really has, rare and common ones, alone and with
fields. Each is typed key by key and taken back by as many backspaces. A bare app gets a key after
each of ours: what its frame takes tells how fast the machine is just then.

The first letter is also typed right after the first frame of a conference of 25,000 sessions: one
that was opened before, one that was only listed before, and one that was read just now.
"""

import shutil
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.bare import GREETING
from benchmarks.figures import Figure, in_milliseconds, paired_ratio
from benchmarks.growth import SETTLED, SIZES, titles_of_the_first_day
from benchmarks.startup import BARE, CONFUI, measure_bare_frame
from benchmarks.synthesis import write_conference, write_schedule
from benchmarks.terminal import Response, Terminal, attendee_environment
from confui.schedule.models import Conference
from confui.sources.opening import open_conference

_SESSIONS, _MANY, _ROOMS = 1_000, 25_000, 30
_COLUMNS, _ROWS = 160, 48
_GOALS: Mapping[tuple[int, str], float] = {
    (_SESSIONS, "grid"): 3.5,
    (_SESSIONS, "agenda"): 5.0,
    (_MANY, "grid"): 5.0,
}
_STARTS = 5
_IDLE = 0.05
"""Seconds of processor time in half a second, below which nothing goes on."""


def measure() -> Iterator[Figure]:
    """Return the figures of the grid and of the agenda, at 1,000 and at 25,000 sessions."""
    for sessions in (_SESSIONS, _MANY):
        with tempfile.TemporaryDirectory() as folder:
            write_conference(Path(folder), sessions=sessions, rooms=_ROOMS)
            conference = open_conference(Path(folder))
            queries = _queries(conference)
            for view, key in (("grid", "g"), ("agenda", "a")):
                yield _figure(
                    f"search, key to {view}, {sessions:,} sessions",
                    _typed(Path(folder), conference, queries, key),
                    _GOALS.get((sessions, view)),
                )

    with tempfile.TemporaryDirectory() as folder:
        yield from _first_letters(Path(folder))


def _first_letters(folder: Path) -> Iterator[Figure]:
    """Measure the first letter that is typed into a conference of 25,000 sessions."""
    file, home, size = folder / "schedule.json", folder / "home", SIZES[_MANY]
    write_schedule(file, sessions=_MANY, rooms=size.rooms, days=size.days, every=size.every)
    time.sleep(SETTLED)
    titles = titles_of_the_first_day(file)
    for before in ("read just now", "listed before", "opened before"):
        answers = []
        for _ in range(_STARTS):
            if before != "opened before":
                shutil.rmtree(home / "cache", ignore_errors=True)
            if before == "listed before":
                command = [*CONFUI, "list", "-c", str(file)]
                subprocess.run(
                    command, env=attendee_environment(home), stdout=subprocess.DEVNULL, check=True
                )
            answers.append(_first_letter(file, home, titles))
        frames, results = zip(*answers, strict=True)
        what = f"first letter, {_MANY:,}, {before}"
        yield _first_figure(f"{what}: its frame", frames, goal=5, must=7)
        yield _first_figure(f"{what}: then the texts", results, goal=6, must=6)


def _first_figure(what: str, ratios: Sequence[float], *, goal: float, must: float) -> Figure:
    value = statistics.median(ratios)
    return Figure(
        *(what, f"{value:.1f}× a bare frame", f"≤ {goal}×", value <= goal),
        *(f"{len(ratios)} starts, at most {max(ratios):.1f}×", f"≤ {must}×", value <= must),
    )


def _first_letter(file: Path, home: Path, titles: Sequence[str]) -> tuple[float, float]:
    """Return the processor time from a letter to its frame, and then to the last match.

    In frames of a bare app. All that the program does meanwhile counts.
    """
    environment = attendee_environment(home)
    arguments = [*CONFUI, str(file), "--now", "2031-05-05T10:00"]
    with Terminal(arguments, environment, columns=_COLUMNS, rows=_ROWS) as terminal:
        terminal.wait_for(*titles, timeout=120)
        terminal.write(b"/")
        terminal.wait_for("words, or")
        start, begun = len(terminal.output), terminal.cpu() or 0
        terminal.write(b"t")
        terminal.wait_for(f" of {_MANY}", after=start)
        framed = terminal.cpu_at_read or 0
        terminal.wait_for(f" of {_MANY} ✕", after=start)
        found = terminal.cpu_at_read or 0
    frame = measure_bare_frame(environment, columns=_COLUMNS, rows=_ROWS)
    return (framed - begun) / frame, (found - framed) / frame


def _figure(what: str, answers: Sequence[tuple[Response, Response]], goal: float | None) -> Figure:
    """Judge how much processor time a key takes, in frames of a bare app."""
    pairs = [(key.cpu, bare.cpu) for key, bare in answers if key.cpu and bare.cpu]
    if not pairs:
        return Figure(what, "not told by this system")
    spent, floor = zip(*pairs, strict=True)
    ratio = paired_ratio(spent, floor)
    frames = Counter(key.frames for key, _ in answers)
    return Figure(
        what,
        f"{ratio:.1f}× a bare frame, {told(frames)}",
        f"≤ {goal}×, 1 frame" if goal else "1 frame",
        (goal is None or ratio <= goal) and set(frames) == {1},
        f"{len(answers)} keys; CPU {in_milliseconds(spent)}",
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
) -> list[tuple[Response, Response]]:
    """Type each query and take it back; return for each key what it brought, and a bare frame."""
    first = conference.days[0]
    arguments = [*CONFUI, str(folder), "--now", f"{first}T06:00"]
    answers = []
    with tempfile.TemporaryDirectory() as home:
        environment = attendee_environment(Path(home))
        with (
            Terminal(arguments, environment, columns=_COLUMNS, rows=_ROWS) as terminal,
            Terminal(BARE, environment, columns=_COLUMNS, rows=_ROWS) as bare,
        ):
            terminal.wait_for(
                *(each.title for each in conference.visible if each.day == first), timeout=120
            )
            bare.wait_for(GREETING)
            for each in (terminal, bare):
                each.settle(quiet=1.5, timeout=60)
            _wait_until_idle(terminal)
            for key in (view, "/"):
                terminal.press(key, quiet=0.4)
            for query in queries:
                for key in (*query, *["backspace"] * len(query)):
                    answers.append((terminal.press(key), bare.press("x")))
    return answers


def _wait_until_idle(terminal: Terminal) -> None:
    """Wait until the index of the search is built, which paints nothing."""
    before = terminal.cpu()
    while True:
        terminal.settle(quiet=0.5)
        after = terminal.cpu()
        if before is None or after is None or after - before < _IDLE:
            return
        before = after


def told(frames: Counter[int]) -> str:
    """Return how many frames the keys brought."""
    if set(frames) == {1}:
        return "1 frame"
    return ", ".join(f"{count}× {number} frames" for number, count in sorted(frames.items()))
