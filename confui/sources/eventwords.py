"""What the keys of an event are called in schedules whose programme nobody has met yet."""

from collections.abc import Mapping

from confui.sources.spellings import normal
from confui.sources.tree import Tree

_WORDS = {
    "guid": ("uuid", "uid"),
    "code": (),
    "id": (),
    "title": ("name", "session_title", "talk_title", "event_title"),
    "subtitle": ("sub_title",),
    "date": ("start_date", "datetime", "date_time"),
    "start": ("start_time", "starts_at", "start_at", "begin", "begins", "time_start", "time"),
    "end": ("end_time", "ends_at", "end_at", "ends", "end_date", "time_end", "finish"),
    "duration": ("length", "duration_minutes", "duration_in_minutes", "minutes"),
    "room": ("location", "room_name", "hall", "venue", "stage", "place", "auditorium"),
    "track": ("track_name", "track_title"),
    "type": ("session_type", "kind", "session_format", "talk_type", "format"),
    "language": ("lang", "languages", "content_locale", "locale"),
    "tags": ("keywords",),
    "level": ("audience_level", "experience_level", "skill_level"),
    "difficulty": (),
    "abstract": ("summary", "short_description"),
    "description": ("long_description",),
    "persons": ("people", "presenters", "presenter", "speaker", "speaker_names", "authors"),
    "speakers": (),
}
_OURS = {word: ours for ours, words in _WORDS.items() for word in (ours, *words)}
_TIMES = frozenset({"date", "start", "end", "duration"})


def spelled_event(values: Mapping[str, Tree]) -> dict[str, tuple[str, ...]]:
    """Return by what keys an event calls our names, where it calls them anything else."""
    found: dict[str, tuple[str, ...]] = {}
    for key in values:
        if key not in _WORDS and (ours := _ours(key)):
            found[ours] = (*found.get(ours, (ours,)), key)
    return found


def is_event(value: Tree) -> bool:
    """Whether a value is an object that has a title and a time, whatever they are called."""
    if not isinstance(value, dict):
        return False
    names = {*map(_ours, value)}
    return "title" in names and not names.isdisjoint(_TIMES)


def _ours(key: str) -> str:
    return _OURS.get(key) or _OURS.get(normal(key), "")
