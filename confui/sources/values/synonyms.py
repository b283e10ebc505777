"""What the keys of talk files are called: our names, and the words of other sites for them."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from confui.sources.syntax.raw_values import RawValue

_SPELLINGS = {
    "title": ("session_title", "talk_title", "proposal_title", "name", "summary"),
    "subtitle": ("sub_title", "tagline"),
    "category": (
        *("kind", "session_type", "session_format", "session_kind", "talk_type", "talk_format"),
        *("type", "format"),
    ),
    "date": ("start_datetime", "datetime", "date_time", "start_date", "day", "when", "slot"),
    "start": (
        *("start_time", "time_start", "starts", "starts_at", "start_at", "begin", "begins"),
        *("begin_time", "time"),
    ),
    "end_date": (
        *("end_datetime", "end", "end_time", "time_end", "ends", "ends_at", "end_at", "finish"),
    ),
    "duration": (
        *("length", "duration_minutes", "duration_in_minutes", "minutes", "talk_length"),
        *("session_length",),
    ),
    "room": ("rooms", "room_name", "location", "venue", "place", "hall", "auditorium", "stage"),
    "track": (),
    "track_name": ("track_title",),
    "talk_slot": (),
    "schedule_layout": (),
    "difficulty": (
        *("level", "audience_level", "experience_level", "skill_level", "python_level"),
        *("talk_level", "session_level"),
    ),
    "audience": ("target_audience", "experience", "complexity"),
    "language": ("lang", "languages", "spoken_language"),
    "tags": ("keywords", "topics"),
    "presenters": ("presenter", "presented_by"),
    "speakers": (
        *("speaker", "speaker_name", "speaker_names", "instructors", "instructor"),
        *("authors", "author"),
    ),
    "presenter_slugs": ("presenter_slug", "speaker_slugs", "speaker_slug"),
    "abstract": ("description", "short_description"),
    "video_url": ("video", "video_link", "recording", "recording_url", "recording_link"),
    "additional_video_url": (),
    "youtube": (
        *("youtube_url", "youtube_link", "youtube_slug", "youtube_id", "youtube_video"),
        *("youtube_video_id",),
    ),
    "vimeo": ("vimeo_url", "vimeo_link", "vimeo_id"),
    "slides_url": (
        *("slides", "slide_url", "slides_link", "slide_deck", "deck", "presentation"),
        *("presentation_url", "presentation_link"),
    ),
    "permalink": (),
    "accepted": (),
    "published": (),
    "hidden": (),
    "hide": (),
    "draft": (),
    "hidefromlist": (),
}
"""Our names, and other words for each of them: the first one in a file counts."""

_READ_AS_THEY_ARE = frozenset(
    ("session_title", "start_datetime", "end_datetime", "level", "schedule-layout")
)
"""Further names that readers ask for themselves."""

_OURS = {word: ours for ours, words in _SPELLINGS.items() for word in (ours, *words)}
_RANK = {word: rank for rank, word in enumerate(_OURS)}

CANONICAL_NAMES = tuple(_SPELLINGS)
"""What `fields` in `conference.yaml` may name as ours; the other words will do as well."""

SESSION_KEYS = frozenset(
    (
        *("start_datetime", "end_date", "end_datetime", "room", "track", "talk_slot"),
        *("schedule_layout", "schedule-layout", "difficulty", "accepted"),
        *("presenters", "presenter_slugs", "speakers", "abstract"),
        *("session_title", "talk_title", "proposal_title", "start_time", "end_time"),
        *("time_start", "time_end", "speaker", "presenter", "speaker_slugs", "session_type"),
    )
)
"""A Markdown file with one of these keys in its front matter is a talk file."""

POSSIBLE_KEYS = frozenset(
    (
        *("date", "category", "level", "start", "starts", "starts_at", "begin", "start_date"),
        *("datetime", "when", "time"),
    )
)
"""Keys that talk files share with other pages of a site: where a file is has to say more."""

_LONGEST_KEY = 40
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN_WORDS = re.compile(r"[\s_-]+")
_DATE_IN_IT = re.compile(r"\d[-/.]\w+[-/.]\d")


def find_talk_synonyms(
    values: Mapping[str, RawValue], declared: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return by what keys a file calls our names, where it calls them anything else.

    Args:
        values: The keys of the file.
        declared: What `conference.yaml` says of them: their name, and ours.
    """
    found: dict[str, list[str]] = {}
    for key in values:
        if key in declared:
            found.setdefault(declared[key], []).append(key)
        elif key not in _SPELLINGS and key not in _READ_AS_THEY_ARE:
            word = normalise_key(key)
            if word in _OURS and (word != "slot" or _DATE_IN_IT.search(str(values[key]))):
                found.setdefault(_OURS[word], []).append(key)
    given_away: dict[str, tuple[str, ...]] = {key: () for key in values if key in declared}
    return {
        **given_away,
        **{ours: _in_order(ours, keys, declared) for ours, keys in found.items()},
    }


def is_talk(values: Mapping[str, RawValue], declared: Mapping[str, str]) -> bool:
    """Whether front matter has a key that only sessions have."""
    return _has_any(SESSION_KEYS, values, declared)


def may_be_talk(values: Mapping[str, RawValue], declared: Mapping[str, str]) -> bool:
    """Whether front matter has a key that sessions have among other pages."""
    return _has_any(POSSIBLE_KEYS, values, declared)


def canonical_name(key: str) -> str:
    """Return our name for a key, or the empty string."""
    return _OURS.get(normalise_key(key), "")


def normalise_key(key: str) -> str:
    """Return a key as it would be written in lower case with underscores; long ones as they are."""
    return _normal(key) if len(key) <= _LONGEST_KEY else key


@lru_cache(maxsize=1024)
def _normal(key: str) -> str:
    return _BETWEEN_WORDS.sub("_", _INNER_CAPITAL.sub("_", key).strip()).lower()


def _has_any(
    words: frozenset[str], values: Mapping[str, RawValue], declared: Mapping[str, str]
) -> bool:
    if not declared and not words.isdisjoint(values):
        return True
    return any(normalise_key(declared.get(key, key)) in words for key in values)


def _in_order(ours: str, keys: Iterable[str], declared: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keys that are declared, then our own name, then the guesses."""
    said = [key for key in keys if key in declared]
    guessed = sorted((key for key in keys if key not in declared), key=_rank)
    own = [] if ours in declared else [ours]
    return (*said, *own, *guessed)


def _rank(key: str) -> int:
    return _RANK[normalise_key(key)]


_EVENT_WORDS = {
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
_EVENT_NAMES = {word: ours for ours, words in _EVENT_WORDS.items() for word in (ours, *words)}
_EVENT_TIMES = frozenset({"date", "start", "end", "duration"})


def find_event_synonyms(values: Mapping[str, RawValue]) -> dict[str, tuple[str, ...]]:
    """Return by what keys an event calls our names, where it calls them anything else."""
    found: dict[str, tuple[str, ...]] = {}
    for key in values:
        if key not in _EVENT_WORDS and (ours := _event_name(key)):
            found[ours] = (*found.get(ours, (ours,)), key)
    return found


def is_event(value: RawValue) -> bool:
    """Whether a value is an object that has a title and a time, whatever they are called."""
    if not isinstance(value, dict):
        return False
    names = {*map(_event_name, value)}
    return "title" in names and not names.isdisjoint(_EVENT_TIMES)


def _event_name(key: str) -> str:
    return _EVENT_NAMES.get(key) or _EVENT_NAMES.get(normalise_key(key), "")
