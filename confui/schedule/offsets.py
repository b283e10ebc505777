"""UTC offsets that contradict the time zone of the conference."""

from collections.abc import Iterable

from confui.schedule import wording
from confui.schedule.models import Problem, Session, Severity

WRONG_OFFSETS = "offset-contradicts-zone"
"""The code of the warning about these offsets."""


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


def describe_wrong_offsets(count: int, timezone: str, file: str, line: int) -> Problem:
    """Return the warning about the sessions that `find_wrong_offsets` has found.

    Args:
        count: How many there are.
        timezone: The zone of the conference.
        file: The file of the first of them.
        line: Its line.
    """
    return Problem(
        Severity.WARNING,
        WRONG_OFFSETS,
        file,
        line,
        f"The UTC offset of {wording.count_of(count, 'session')} does not match {timezone} on that "
        "day",
        "You need not do anything: confui ignores offsets. To lose this warning, delete them.",
    )
