"""UTC offsets that contradict the time zone of the conference."""

from collections.abc import Iterable

from confui.schedule.models import Session


def find_wrong_offsets(sessions: Iterable[Session], timezone: str) -> list[Session]:
    """Return the sessions whose start has an offset that a zone does not have at that wall time.

    Args:
        sessions: Those to look at; one without a start or an offset is not wrong.
        timezone: An IANA name, or empty: then nothing is wrong.
    """
    if not timezone:
        return []
    from zoneinfo import ZoneInfo  # only here: most conferences are read without it

    zone = ZoneInfo(timezone)
    wrong = []
    for session in sessions:
        if session.start is not None and session.utc_offset is not None:
            offset = zone.utcoffset(session.start)
            if offset is not None and offset.total_seconds() != session.utc_offset * 60:
                wrong.append(session)
    return wrong
