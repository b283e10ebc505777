"""Labels for the fields and values in the filter panel."""

from collections.abc import Iterable

from confui.schedule import wording
from confui.schedule.models import Conference, Session
from confui.schedule.query import LEVELS, parse_level
from confui.schedule.search.days import Days

_FIELDS = {"has": "Material", "is": "Stars & time"}

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


class FacetLabels:
    """The labels of the values of one conference."""

    def __init__(self, conference: Conference, sessions: Iterable[Session]) -> None:
        """Create the labels.

        Args:
            conference: The conference.
            sessions: Its visible sessions.
        """
        labels = Days(conference, sessions).labels
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
