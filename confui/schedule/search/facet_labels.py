"""What the fields and values to filter by are called where an attendee chooses among them."""

from collections.abc import Iterable

from confui.schedule import wording
from confui.schedule.models import Conference, Session
from confui.schedule.query import LEVELS, parse_level
from confui.schedule.search.days import Days

_FIELDS = {"has": "Material", "is": "Stars & time"}

_MATERIAL = {"video": "Recording", "note": "Note of mine"}

_BEING = {
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

_FIXED = {"has": _MATERIAL, "is": _BEING, "language": _LANGUAGES}
_CAPITALISED = frozenset({"has", "is"})


def field_label(field: str) -> str:
    """Return what a field is called, such as `Difficulty`."""
    return _FIELDS.get(field, field.capitalize())


class FacetLabels:
    """Names the values of one conference's facets."""

    def __init__(self, conference: Conference, sessions: Iterable[Session]) -> None:
        """Take a conference and its visible sessions."""
        labels = Days(conference, sessions).labels
        self._days = {
            label: f"{wording.short_day(day)} {day:%b}" for day, label in labels.items()
        } | {wording.UNSET: wording.UNSCHEDULED}

    def name(self, field: str, value: str) -> str:
        """Return what a value, as a query writes it, is called, such as `Tue 15 Aug`."""
        if field == "difficulty" and value in LEVELS:
            return wording.level_name(parse_level(value))
        if field == "day":
            return self._days.get(value, value)
        if field == "kind":
            return wording.kind_name(value)
        name = _FIXED.get(field, {}).get(value, value)
        return name[:1].upper() + name[1:] if field in _CAPITALISED else name
