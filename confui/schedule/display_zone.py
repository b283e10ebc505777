"""The time zone in which times are shown: that of the conference, or that of the attendee."""

from datetime import date, datetime, tzinfo
from typing import NamedTuple


class DisplayZone(NamedTuple):
    """How wall times at the venue are shown. By default they are shown as they are."""

    event: tzinfo | None = None
    """The zone of the conference."""
    mine: tzinfo | None = None
    """The zone of the attendee; `None` shows times as they are at the venue."""

    @property
    def is_mine(self) -> bool:
        """Whether times are shown in the zone of the attendee."""
        return self.event is not None and self.mine is not None

    @property
    def name(self) -> str:
        """The name of the attendee's zone, such as `Europe/Oslo`; empty for event time."""
        return str(self.mine) if self.is_mine else ""

    def convert(self, moment: datetime) -> datetime:
        """Return the wall time that is shown for a wall time at the venue.

        At the edge of the calendar, where there is no such time, it is the one at the venue.
        """
        if not self.is_mine:
            return moment
        try:
            return moment.replace(tzinfo=self.event).astimezone(self.mine).replace(tzinfo=None)
        except OverflowError:
            return moment

    def clock(self, moment: datetime, day: date | None = None) -> str:
        """Return a wall time at the venue as `09:05`, or converted as `01:05+1` if a day later.

        Args:
            moment: The wall time at the venue.
            day: The day that stands beside the time; by default that of the wall time.
        """
        if not self.is_mine:
            return f"{moment:%H:%M}"
        shown = self.convert(moment)
        days = (shown.date() - (day or moment.date())).days
        return f"{shown:%H:%M}" + (f"{days:+}" if days else "")


EVENT_TIME = DisplayZone()
"""Times as they are at the venue."""


def find_local_zone() -> tzinfo:
    """Return the time zone of this computer."""
    from tzlocal import get_localzone  # only for those who are not at the venue

    return get_localzone()


def find_zone(name: str, mine: tzinfo | None) -> DisplayZone:
    """Return how times of a conference are shown in the attendee's zone.

    They stay as they are without one zone or the other, and if both are the same.

    Args:
        name: The IANA zone that the conference declares; empty if it declares none.
        mine: The attendee's zone, if times shall be shown in it.
    """
    if not name or mine is None or str(mine) == name:
        return EVENT_TIME
    from zoneinfo import ZoneInfo  # 2 ms, and most attendees are at the venue

    return DisplayZone(ZoneInfo(name), mine)
