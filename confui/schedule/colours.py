"""Which colour of the palette the value of a field has: always the same one for the same name."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from zlib import crc32

from confui.schedule.models import SUPPORTING_KINDS, Conference, Kind
from confui.schedule.variety import MainFacet
from confui.text import fold

PALETTE_SIZE = 10
"""How many colours a palette has. With more values than this, colours are used again."""

_NEIGHBOURS = 3
"""A colour is not used again for so many values that follow in the order of display."""


class Swatch(NamedTuple):
    """The colour of a value."""

    number: int
    """In the palette of the theme, from 0."""
    own: str = ""
    """The colour that the source gives it, to use where it is legible."""


def assign_colours(conference: Conference, facet: MainFacet | None) -> Mapping[str, Swatch]:
    """Return the colours of the values of a field, by the value as sessions have it.

    Levels have tokens of their own, and kinds that only accompany the talks have no colour.
    """
    if facet is MainFacet.TRACK:
        return _colour_tracks(conference)
    if facet is MainFacet.ROOM:
        return {name: Swatch(number) for name, number in number_names(conference.rooms).items()}
    if facet is MainFacet.KIND:
        kinds = (kind for kind in Kind if kind not in SUPPORTING_KINDS)
        return {kind: Swatch(number) for number, kind in enumerate(kinds)}
    return {}


def order_of_tracks(conference: Conference) -> list[str]:
    """Return the names of the tracks as sessions have them: declared ones first, then by name."""
    used = {session.track for session in conference.sessions if session.track}
    declared = {fold(track.name): rank for rank, track in enumerate(conference.tracks)}
    keys = {name: fold(name) for name in used}
    return sorted(used, key=lambda name: (declared.get(keys[name], len(declared)), keys[name]))


def number_names(names: Iterable[str]) -> dict[str, int]:
    """Return the number of a colour for each name.

    The number follows from the name, so that it stays when other names come and go. No two names
    share one while there are enough; after that neighbours differ. Spellings that queries take for
    the same have the same number.
    """
    numbers: dict[str, int] = {}
    by_key: dict[str, int] = {}
    uses: Counter[int] = Counter()
    latest: list[int] = []
    for name in names:
        key = fold(name)
        if key not in by_key:
            first = crc32(key.encode())
            order = [(first + step) % PALETTE_SIZE for step in range(PALETTE_SIZE)]
            by_key[key] = min(order, key=lambda number: (number in latest, uses[number]))
            uses[by_key[key]] += 1
            latest = [*latest, by_key[key]][-_NEIGHBOURS:]
        numbers[name] = by_key[key]
    return numbers


def _colour_tracks(conference: Conference) -> dict[str, Swatch]:
    numbers = number_names(order_of_tracks(conference))
    shared = Counter(track.colour for track in conference.tracks)
    own = {
        fold(track.name): track.colour
        for track in conference.tracks
        if shared[track.colour] == 1  # a colour of several tracks is no colour of its own
    }
    return {name: Swatch(number, own.get(fold(name), "")) for name, number in numbers.items()}
