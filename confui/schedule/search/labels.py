"""Names for the fields, days and other values to filter by, as a query or the screen has them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from confui.schedule import wording
from confui.schedule.models import Conference
from confui.schedule.query import (
    FIELDS,
    LEVELS,
    SAVED,
    TODAY,
    TOMORROW,
    parse_level,
    short_weekday,
    weekday,
)
from confui.text import fold

_FIELDS = {"has": "Material", "is": "Stars & time", SAVED: "Saved"}

_MATERIAL = {"video": "Recording", "note": "Note of mine"}

_STATES = {
    "must": "Must see",
    "maybe": "Maybe",
    "conflict": "Overlapping stars",
    "past": "Over",
    "now": "On now",
    "upcoming": "Still to come",
    "whole-venue": "Whole venue",
}

_LANGUAGES = {
    "cs": "Czech",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "uk": "Ukrainian",
    "zh": "Chinese",
}

_FIXED = {"has": _MATERIAL, "is": _STATES, "language": _LANGUAGES}
_CAPITALISED = frozenset({"has", "is"})


def field_label(field: str) -> str:
    """Return the label of a field, such as `Difficulty`."""
    return _FIELDS.get(field, field.capitalize())


class Days:
    """The days that a conference lists, and other days on which it has sessions."""

    def __init__(self, conference: Conference, days: Iterable[date | None]) -> None:
        others = {day for day in days if day is not None}
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


class FacetLabels:
    """The labels of the values of one conference."""

    def __init__(self, conference: Conference, days: Iterable[date | None]) -> None:
        """Create the labels.

        Args:
            conference: The conference.
            days: The days on which its visible sessions are.
        """
        labels = Days(conference, days).labels
        self._days = {
            label: f"{wording.short_day(day)} {day:%b}" for day, label in labels.items()
        } | {wording.UNSET: wording.UNSCHEDULED}

    def name(self, field: str, value: str) -> str:
        """Return the label of a value as in a query, such as `Tue 15 Aug` for `tue`."""
        if field == "difficulty" and value in LEVELS:
            return wording.level_name(parse_level(value))
        if field == "day":
            return self._days.get(value, value)
        if field == "kind":
            return wording.kind_name(value)
        name = _FIXED.get(field, {}).get(value, value)
        return name[:1].upper() + name[1:] if field in _CAPITALISED else name


def find_labels(
    field: str, values: Iterable[str], days: Mapping[date, str], labels: FacetLabels
) -> Mapping[str, str]:
    """Return the values of a field by what the screen calls them, folded.

    Args:
        field: The canonical name of a field.
        values: Its values, as in a query.
        days: The name of each day in a query.
        labels: The labels of the filter panel.
    """
    found = {fold(labels.name(field, value)): value for value in values}
    if field == "day":
        found |= {fold(wording.long_day(day)): value for day, value in days.items()}
    if FIELDS[field].unset:
        found |= {fold(labels.name(field, wording.UNSET)): wording.UNSET}
        found |= {f"no {field}": wording.UNSET}
    return found
