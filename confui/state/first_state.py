"""The first state of a large conference, with the sessions of one day instead of all."""

from collections.abc import Mapping
from datetime import datetime

from confui.schedule.bookmark import Bookmark
from confui.schedule.colours import Swatch
from confui.schedule.models import Conference, Session
from confui.schedule.plan import find_unseen_changes
from confui.schedule.variety import MainFacet
from confui.sources import StoredConference
from confui.state.last_place import LastPlace
from confui.state.state import State, View, first_day, with_first_cursor

_UNREAD = Session("", "")
"""Stands for each session of another day, so that the tabs show how many there are."""


def open_first_state(
    conference: Conference,
    bookmarks: Mapping[str, Bookmark],
    now: datetime | None,
    preferred: MainFacet | None,
    place: LastPlace | None,
) -> State | None:
    """Return what `open_state` does, with some of the sessions; None if that is not enough.

    It is enough if the conference opens in the grid and its sessions are not decoded yet. Then all
    that the screen shows is the same.
    """
    stored = conference.stored if isinstance(conference, StoredConference) else None
    is_elsewhere = place is not None and (place.view is not View.GRID or place.turned)
    overview = stored.load_overview() if stored and not is_elsewhere else None
    if stored is None or overview is None:
        return None
    facet, days = overview.variety.main_facet(), tuple(each.day for each in overview.days)
    if overview.variety.main_facet(preferred) is not facet:
        return None
    day = first_day(conference, days, now)
    shown, ids = {day}, set(bookmarks)
    if place is not None:
        shown.add(place.day)
        ids.add(place.session)
    some = stored.load_some(shown, ids)
    if some is None:
        return None
    visible = [session for session in some if session.visible]
    read, sessions = conference.group_by_day(visible), {each.id: each for each in visible}
    state = State(
        conference=conference,
        sessions=sessions,
        total=overview.total,
        by_day={
            each.day: read.get(each.day, ()) if each.day in shown else (_UNREAD,) * each.sessions
            for each in overview.days
        },
        days=days,
        day=day,
        matching=frozenset(sessions),
        variety=overview.variety,
        main_facet=facet,
        facet_counts=tuple((each.value, each.sessions) for each in overview.counts),
        colours={each.value: Swatch(each.number, each.own) for each in overview.colours},
        bookmarks=bookmarks,
        changed=find_unseen_changes(sessions, bookmarks, now),
        now=now,
    )
    return with_first_cursor(state)


def is_day_read(state: State) -> bool:
    """Whether the sessions of the day that a first state shows are there."""
    return _UNREAD not in state.on_day(state.day)[:1]


def with_all_sessions(state: State, whole: State) -> State:
    """Return a first state with all sessions of the same conference."""
    by_day = dict(whole.by_day)
    if by_day.get(state.day) == state.on_day(state.day):
        by_day[state.day] = state.on_day(state.day)  # the same object: nothing is laid out again
    return state._replace(
        conference=whole.conference,
        sessions=whole.sessions,
        total=whole.total,
        by_day=by_day,
        days=whole.days,
        matching=whole.matching,
        variety=whole.variety,
        main_facet=whole.main_facet,
        facet_counts=whole.facet_counts,
        colours=whole.colours,
    )
