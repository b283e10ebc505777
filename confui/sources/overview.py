"""What the first frame shows of all sessions of a conference together, for its snapshot."""

from collections.abc import Sequence

from confui.schedule.colours import assign_colours
from confui.schedule.models import Conference, Session
from confui.schedule.query import count_values
from confui.schedule.search import INDEXED_FIELDS, FieldIndexes
from confui.schedule.variety import find_variety
from confui.sources.stored_conference import DaySize, Overview, PartSize, ValueColour, ValueCount


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
        days=tuple(
            DaySize(day, len(sessions), len({room for each in sessions for room in each.rooms}))
            for day, sessions in by_day.items()
        ),
        variety=variety,
        counts=tuple(ValueCount(*each) for each in count_values(conference, facet)),
        colours=tuple(ValueColour(value, *swatch) for value, swatch in colours.items()),
        parts=tuple(_measure(conference, part) for part in parts),
        fields=tuple(field for field in sorted(INDEXED_FIELDS) if fields.is_used(field)),
        hidden=tuple(session.id for session in conference.sessions if not session.visible),
    )


def _measure(conference: Conference, part: Sequence[Session]) -> PartSize:
    visible = [session for session in part if session.visible]
    by_day = conference.group_by_day(visible)
    return PartSize(len(visible), tuple(day for day, sessions in by_day.items() if sessions))
