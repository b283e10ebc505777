"""In what the sessions of a conference differ. What they all share is not said of each of them."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from confui.schedule.models import Session


class MainFacet(StrEnum):
    """A field that can give sessions their colour, as queries call it."""

    LEVEL = "difficulty"
    TRACK = "track"
    KIND = "kind"
    ROOM = "room"


class Variety(NamedTuple):
    """In which fields the sessions of a conference differ. The default is that of no session."""

    levels: bool = False
    """Whether any session has a level."""
    tracks: bool = False
    kinds: bool = False
    languages: bool = False
    rooms: bool = False

    def main_facet(self, preferred: MainFacet | None = None) -> MainFacet | None:
        """Return the field that gives sessions their colour; `None` if they differ in none.

        That is the preferred one if sessions differ in it, else the level, the track or the kind.
        """
        facets = self.facets
        if preferred in facets:
            return preferred
        return next((facet for facet in facets if facet is not MainFacet.ROOM), None)

    @property
    def facets(self) -> tuple[MainFacet, ...]:
        """The fields that can give sessions their colour, the one that tells most first."""
        differing = {
            MainFacet.LEVEL: self.levels,
            MainFacet.TRACK: self.tracks,
            MainFacet.KIND: self.kinds,
            MainFacet.ROOM: self.rooms,
        }
        return tuple(facet for facet, differs in differing.items() if differs)


def find_variety(sessions: Sequence[Session]) -> Variety:
    """Return in what sessions differ. A single session shares nothing, so all is said of it."""
    return Variety(
        levels=any(session.level for session in sessions),
        tracks=_differ(session.track for session in sessions),
        kinds=_differ(session.kind for session in sessions),
        languages=_differ(session.language for session in sessions),
        rooms=_differ(session.rooms for session in sessions),
    )


def _differ(values: Iterable[object]) -> bool:
    """Whether there are two different values, or one value at all."""
    numbers = iter(values)
    first = next(numbers, None)
    second = next(numbers, None)
    if second is None:
        return bool(first)
    return first != second or any(value != first for value in numbers)
