"""What is remembered of each conference: where the attendee was, and how the grid looked."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from confui.state.state import GridScales, State, View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.schedule.rooms import RoomChoice

PLACES = "places"
"""The key under which places are remembered, by the id of the conference."""
MOST_PLACES = 40
"""Of how many conferences the place is remembered."""
_MOST_ROOMS = 1_000
_LONGEST = 300
"""Characters of a name or an id."""


class LastPlace(NamedTuple):
    """Where the attendee was in a conference. The default one is where a conference opens."""

    view: View = View.GRID
    day: date | None = None
    session: str = ""
    turned: bool = False
    all_days: bool = False
    scales: GridScales = GridScales()
    rooms: "RoomChoice | None" = None


def place_of(state: State) -> LastPlace:
    """Return the place of a state."""
    return LastPlace(
        *(state.view, state.day, state.cursor.session, state.turned, state.all_days),
        *(state.scales, state.room_choice),
    )


def go_to_place(state: State, place: LastPlace) -> State:
    """Return the first state of a conference at a place.

    During the conference the cursor stays on what is on now. What the schedule no longer has is
    left out.
    """
    state = state._replace(turned=place.turned, all_days=place.all_days)
    state = state._replace(scales=place.scales, room_choice=place.rooms)
    is_on = state.now is not None and state.conference.day_of(state.now) in state.days
    if not is_on and place.day in state.days:
        state = state._replace(day=place.day)
        if place.session in state.sessions:
            state = state.with_session(place.session)
    # The plan and what is on now are questions of a moment; a list is where one has been reading.
    view = place.view if place.view in (View.AGENDA, View.PEOPLE) else View.GRID
    return state._replace(view=view).with_cursor_on_shown()


def place_to_json(place: LastPlace) -> dict[str, object]:
    """Return a place as values of JSON; what is as by default is left out."""
    rooms = place.rooms
    values: dict[str, object] = {
        "view": "" if place.view is View.GRID else place.view.value,
        "day": place.day.isoformat() if place.day else "",
        "session": place.session if len(place.session) <= _LONGEST else "",
        "turned": place.turned,
        "all_days": place.all_days,
        **place.scales._asdict(),
        "rooms_shown": rooms.shown.value if rooms else "",
        "rooms_hidden": sorted(rooms.hidden)[:_MOST_ROOMS] if rooms else [],
        "rooms_pinned": list(rooms.pinned[:_MOST_ROOMS]) if rooms else [],
    }
    return {key: value for key, value in values.items() if value}


def place_from_json(value: object) -> LastPlace | None:
    """Return the place in a value of JSON, without parts that are wrong; `None` if it is none."""
    if not isinstance(value, dict):
        return None
    view = _text(value.get("view"))
    numbers = {name: _number(value.get(name)) for name in GridScales._fields}
    return LastPlace(
        view=View(view) if view in set(View) else View.GRID,
        day=_day(value.get("day")),
        session=_text(value.get("session")),
        turned=value.get("turned") is True,
        all_days=value.get("all_days") is True,
        scales=GridScales(**numbers),
        rooms=_rooms(value),
    )


def _rooms(value: Mapping[str, object]) -> "RoomChoice | None":
    from confui.schedule.rooms import RoomChoice, RoomsShown  # few choose rooms

    shown = _text(value.get("rooms_shown"))
    hidden, pinned = _texts(value.get("rooms_hidden")), _texts(value.get("rooms_pinned"))
    choice = RoomChoice(
        RoomsShown(shown) if shown in set(RoomsShown) else RoomsShown.ALL,
        frozenset(hidden),
        tuple(dict.fromkeys(pinned)),
    )
    return choice if choice != RoomChoice() else None


def _number(value: object) -> int:
    return value if type(value) is int and 0 <= value < 10_000 else 0


def _text(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= _LONGEST else ""


def _texts(value: object) -> list[str]:
    return [each for each in map(_text, value) if each] if isinstance(value, list) else []


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        return None
