"""The first state of a conference: today on what is on now, else its first day."""

from collections.abc import Mapping
from datetime import date, datetime

from confui.schedule.bookmark import Bookmark
from confui.schedule.colours import Swatch, assign_colours
from confui.schedule.layout import Cursor, enter_day
from confui.schedule.models import Conference
from confui.schedule.now_next import current_session
from confui.schedule.plan import find_unseen_changes
from confui.schedule.query import count_values
from confui.schedule.search import SessionOrder
from confui.schedule.variety import MainFacet, find_variety
from confui.sources import StoredConference
from confui.state.state import State


def open_state(
    conference: Conference,
    bookmarks: Mapping[str, Bookmark],
    now: datetime | None = None,
    preferred: MainFacet | None = None,
) -> State:
    """Return the first state of a conference.

    Of one in a snapshot, only the sessions of the shown day are decoded.

    Args:
        conference: The conference.
        bookmarks: The attendee's bookmarks of it.
        now: The wall time at the venue.
        preferred: The field that the attendee wants colours for, if there is anything to colour.
    """
    state = _stored_state(conference, preferred) or _whole_state(conference, preferred)
    state = state._replace(
        conference=conference,
        day=_first_day(conference, state.days, now),
        bookmarks=bookmarks,
        changed=find_unseen_changes(state.sessions, bookmarks, now),
        now=now,
    )
    return _with_first_cursor(state)


def _whole_state(conference: Conference, preferred: MainFacet | None) -> State:
    """Return the schedule of a conference whose sessions are all in memory."""
    visible = conference.visible
    by_day = conference.group_by_day(visible)
    sessions = {session.id: session for session in visible}
    order = SessionOrder.of(sessions)
    variety = find_variety(visible)
    facet = variety.main_facet(preferred)
    return State(
        sessions=sessions,
        total=len(visible),
        by_day=by_day,
        day_sizes={day: len(of_day) for day, of_day in by_day.items()},
        days=tuple(by_day),
        positions=order,
        matching=order.all(),
        variety=variety,
        main_facet=facet,
        facet_counts=count_values(conference, facet),
        colours=assign_colours(conference, facet),
    )


def _stored_state(conference: Conference, preferred: MainFacet | None) -> State | None:
    """Return the same of one in a snapshot, without decoding sessions; None if it is in none."""
    if not isinstance(conference, StoredConference) or conference.overview is None:
        return None
    overview = conference.overview
    facet = overview.variety.main_facet(preferred)
    counts: tuple[tuple[str, int], ...]
    if facet is overview.variety.main_facet():
        counts = tuple((each.value, each.sessions) for each in overview.counts)
        colours = {each.value: Swatch(each.number, each.own) for each in overview.colours}
    else:
        counts, colours = count_values(conference, facet), dict(assign_colours(conference, facet))
    order = conference.order
    return State(
        sessions=conference.visible_by_id,
        total=overview.total,
        by_day=conference.visible_by_day,
        day_sizes={each.day: each.sessions for each in overview.days},
        days=tuple(each.day for each in overview.days),
        positions=order,
        matching=order.all(),
        variety=overview.variety,
        main_facet=facet,
        facet_counts=counts,
        colours=colours,
    )


def _first_day(
    conference: Conference, days: tuple[date | None, ...], now: datetime | None
) -> date | None:
    """Return today if it is a day of the conference, else the first day."""
    if now is not None and (today := conference.day_of(now)) in days:
        return today
    return days[0] if days else None


def _with_first_cursor(state: State) -> State:
    """Return the state with the cursor on what is on now, else on the first session of the day."""
    day = state.on_day(state.day)
    used = {room for session in day for room in session.rooms}
    first = next((room for room in state.conference.rooms if room in used), "")
    cursor = enter_day(day, first)
    on = current_session(day, state.now, cursor.room) if state.now else None
    if on is not None:
        cursor = Cursor(on.id, next(iter(on.rooms), cursor.room))
    return state._replace(cursor=cursor)
