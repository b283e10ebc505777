"""The days of a conference, by all the words that a query has for them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from confui.schedule.models import Conference, Session
from confui.schedule.query import TODAY, TOMORROW, short_weekday, weekday


class Days:
    """The days of a conference and of the sessions that lie outside of them."""

    def __init__(self, conference: Conference, sessions: Iterable[Session]) -> None:
        others = {session.day for session in sessions if session.day is not None}
        self._conference = conference
        self._days = (*conference.days, *sorted(others - set(conference.days)))
        repeated = len({day.weekday() for day in self._days}) < len(self._days)
        self.labels: Mapping[date, str] = {
            day: day.isoformat() if repeated else short_weekday(day.weekday()) for day in self._days
        }
        """How a query names each day: by its weekday, or by its date where weekdays repeat."""

    def called(self, word: str, now: datetime | None = None) -> tuple[date, ...]:
        """Return the days that a valid value of `day:` means; `now` is the wall time."""
        if word in (TODAY, TOMORROW):
            wanted = now and self._conference.day_of(now) + timedelta(days=word == TOMORROW)
            return tuple(day for day in self._days if day == wanted)
        if word.isdecimal():
            return self._days[int(word) - 1 : int(word)]
        number = weekday(word)
        if number is not None:
            return tuple(day for day in self._days if day.weekday() == number)
        return tuple(day for day in self._days if day.isoformat() == word)
