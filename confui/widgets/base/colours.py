"""The colours of sessions: those of their level, or of the value of another main facet."""

from collections.abc import Mapping

from confui.schedule.colours import Swatch
from confui.schedule.models import Session
from confui.schedule.query import values_of
from confui.schedule.variety import MainFacet
from confui.schedule.wording import UNSET
from confui.state import State
from confui.themes import is_legible

NO_COLOUR = "$level-unset"


def colour_of(state: State, session: Session) -> str | Swatch:
    """Return the colour of a session: a `$token` or a swatch, for `SessionView.get_style`."""
    if state.main_facet is MainFacet.LEVEL:
        return f"$level-{session.level or UNSET}"
    if state.main_facet is None or (state.main_facet is MainFacet.ROOM and session.whole_venue):
        return NO_COLOUR
    value = next(iter(values_of(session, state.main_facet)), "")
    return state.colours.get(value, NO_COLOUR)


def value_colour(state: State, value: str, variables: Mapping[str, str]) -> str:
    """Return the colour of a value of the main facet, spelled as in a query, for `Content`.

    `variables` are those of the theme.
    """
    if state.main_facet is MainFacet.LEVEL:
        return f"$level-{value}"
    swatch = state.colours.get(value)
    return NO_COLOUR if swatch is None else resolve_swatch(swatch, variables)


def resolve_swatch(swatch: Swatch, variables: Mapping[str, str]) -> str:
    """Return the source's own colour if it is legible in the theme, else that of the palette."""
    if swatch.own and is_legible(swatch.own, variables):
        return swatch.own
    return f"$colour-{swatch.number}"
