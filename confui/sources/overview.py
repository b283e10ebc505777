"""What the first frame shows of all sessions of a conference together, for its snapshot."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

from confui.schedule.colours import assign_colours
from confui.schedule.models import Conference, Session
from confui.schedule.plan import find_gaps, is_plannable
from confui.schedule.query import count_values
from confui.schedule.search import INDEXED_FIELDS, FieldIndexes
from confui.schedule.variety import find_variety
from confui.sources.stored_conference import (
    DayRun,
    Overview,
    PartSize,
    StoredDay,
    StoredOffer,
    ValueColour,
    ValueCount,
)


def make_overview(conference: Conference, parts: Sequence[Sequence[Session]]) -> Overview:
    """Return the overview of a conference whose sessions are in some parts."""
    visible = conference.visible
    by_day = conference.group_by_day(visible)
    variety = find_variety(visible)
    facet = variety.main_facet()
    fields = FieldIndexes(conference, visible)
    colours = assign_colours(conference, facet)
    return Overview(
        total=len(visible),
        days=tuple(_describe(day, sessions) for day, sessions in by_day.items()),
        variety=variety,
        counts=tuple(ValueCount(*each) for each in count_values(conference, facet)),
        colours=tuple(ValueColour(value, *swatch) for value, swatch in colours.items()),
        parts=tuple(_measure(conference, part) for part in parts),
        fields=tuple(field for field in sorted(INDEXED_FIELDS) if fields.is_used(field)),
        hidden=tuple(session.id for session in conference.sessions if not session.visible),
        runs=tuple(
            DayRun(day, len([*run])) for day, run in groupby(visible, key=attrgetter("day"))
        ),
        together=tuple(
            len([*group]) for _, group in groupby(visible, key=attrgetter("day", "start"))
        ),
    )


def _describe(day: date | None, sessions: Sequence[Session]) -> StoredDay:
    rooms = {room for session in sessions for room in session.rooms}
    return StoredDay(day, len(sessions), len(rooms), _find_offer(day, sessions))


def _find_offer(day: date | None, sessions: Sequence[Session]) -> StoredOffer | None:
    offered = [each for each in sessions if each.day == day and is_plannable(each)]
    starts = [session.start for session in offered if session.start]
    if day is None or not starts:
        return None
    ends = [session.end or session.start for session in offered if session.start]
    fits = sum(len(gap.fits) for gap in find_gaps(day, (), offered))
    return StoredOffer(min(starts), max(starts), max(filter(None, ends)), fits)


def _measure(conference: Conference, part: Sequence[Session]) -> PartSize:
    visible = [session for session in part if session.visible]
    by_day = conference.group_by_day(visible)
    return PartSize(len(visible), tuple(day for day, sessions in by_day.items() if sessions))
