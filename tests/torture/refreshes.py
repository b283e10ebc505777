"""Refreshes from a file that loses sessions: only a small loss replaces the kept copy unasked."""

import json
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from confui.library import Library, LosesSessionsError
from confui.paths import SHIPPED_CONFERENCE
from confui.sources import SourceError

_DAYS = ("2031-05-17", "2031-05-18")
_ROOMS = ("Aurora", "Birch", "Cedar")


class _Talk(NamedTuple):
    guid: str
    day: str
    room: str
    hour: int


_TALKS = tuple(
    _Talk(f"{day}-{room}-{hour}", day, room, hour)
    for day in _DAYS
    for room in _ROOMS
    for hour in range(9, 13)
)


def refreshes(count: int, seed: int = 0) -> tuple[int, int, int]:
    """Refresh a conference so often from a version with fewer sessions.

    Returns how many were tried, how many of them lost much, and how many were treated wrongly: a
    version that loses much replaced the copy unasked, or one that loses little did not.
    """
    chance = random.Random(seed)
    losing = wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "schedule.json")
        file.write_text(_schedule(_TALKS, 0), encoding="utf-8")
        library = Library(Path(folder, "share"), SHIPPED_CONFERENCE)
        name = library.add(str(file)).name
        for number in range(1, count + 1):
            kept = _choose(chance)
            added = [
                _Talk(f"new-{number}-{n}", "2031-05-19", "Dune", 9 + n)
                for n in range(chance.randrange(3))
            ]
            file.write_text(_schedule([*kept, *added], number), encoding="utf-8")
            loses = _loses_much(kept)
            losing += loses
            try:
                library.refresh(library.entries()[0][0])
                replaced = True
            except (LosesSessionsError, SourceError):
                replaced = False
            held = len(library.load(name).visible)
            right = held == (len(kept) + len(added) if replaced else len(_TALKS))
            wrong += replaced == loses or not right
            file.write_text(_schedule(_TALKS, 0), encoding="utf-8")
            library.refresh(library.entries()[0][0], accept_losses=True)
    return count, losing, wrong


def _choose(chance: random.Random) -> list[_Talk]:
    """Return some of the talks: any of them, or all but those of a day or of a room."""
    kind = chance.randrange(5)
    if kind == 0:
        gone = chance.choice(_DAYS)
        return [talk for talk in _TALKS if talk.day != gone]
    if kind == 1:
        gone = chance.choice(_ROOMS)
        return [talk for talk in _TALKS if talk.room != gone]
    least = len(_TALKS) // 2 if kind == 2 else 1
    return chance.sample(_TALKS, chance.randrange(least, len(_TALKS) + 1))


def _loses_much(kept: Sequence[_Talk]) -> bool:
    """Whether more than a third is gone, or a day, or a room."""
    gone = len(_TALKS) - len(kept)
    return (
        gone * 3 > len(_TALKS)
        or {talk.day for talk in kept} != set(_DAYS)
        or {talk.room for talk in kept} != set(_ROOMS)
    )


def _schedule(talks: Sequence[_Talk], version: int) -> str:
    days: dict[str, dict[str, list[dict[str, str]]]] = {}
    for talk in talks:
        rooms = days.setdefault(talk.day, {})
        event = {"guid": talk.guid, "title": talk.guid, "duration": "0:45"}
        event |= {"date": f"{talk.day}T{talk.hour:02}:00", "abstract": f"version {version}"}
        rooms.setdefault(talk.room, []).append(event)
    listed = [{"date": day, "rooms": rooms} for day, rooms in days.items()]
    conference = {"title": "Snow 2031", "acronym": "snow-2031", "days": listed}
    return json.dumps({"schedule": {"conference": conference}})
