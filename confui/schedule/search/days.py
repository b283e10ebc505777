"""The days of a conference by the names that a query can use for them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from confui.schedule.models import Conference, Session
from confui.schedule.query import TODAY, TOMORROW, short_weekday, weekday


class Days:
    """The days that a conference lists, and other days on which it has sessions."""

    def __init__(self, conference: Conference, sessions: Iterable[Session]) -> None:
        others = {session.day for session in sessions if session.day is not None}
        self._conference = conference
        self._days = (*conference.days, *sorted(others - set(conference.days)))
        repeated = len({day.weekday() for day in self._days}) < len(self._days)
        self.labels: Mapping[date, str] = {
            day: day.isoformat() if repeated else short_weekday(day.weekday()) for day in self._days
        }
        """The name of each day in a query: the weekday, or the date if weekdays repeat."""

    def days_named(self, word: str, now: datetime | None = None) -> tuple[date, ...]:
        """Return the days that a valid value of `day:` means; `now` is a wall time."""
        if word in (TODAY, TOMORROW):
            target = now and self._conference.day_of(now) + timedelta(days=word == TOMORROW)
            return tuple(day for day in self._days if day == target)
        if word.isdecimal():
            return self._days[int(word) - 1 : int(word)]
        number = weekday(word)
        if number is not None:
            return tuple(day for day in self._days if day.weekday() == number)
        return tuple(day for day in self._days if day.isoformat() == word)
