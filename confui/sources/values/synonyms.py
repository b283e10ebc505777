"""Synonyms of keys: the canonical names that confui reads, and what sites call them.

Talk files and the events of schedule files have different canonical names.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from confui.sources.syntax.raw_values import RawValue

_TALK_SYNONYMS = {
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
        *("youtube_video_id"),
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
"""The canonical names of a talk file, each with its synonyms."""

_ALSO_READ = frozenset(
    ("session_title", "start_datetime", "end_datetime", "level", "schedule-layout")
)
"""Synonyms that the reader of talk files asks for by name."""

_TALK_NAMES = {word: name for name, words in _TALK_SYNONYMS.items() for word in (name, *words)}
_RANK = {word: rank for rank, word in enumerate(_TALK_NAMES)}
"""Where a file has several synonyms of one name, the one listed first counts."""

CANONICAL_NAMES = tuple(_TALK_SYNONYMS)
"""The names that `fields` in `conference.yaml` may map a key to; synonyms work as well."""

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
"""Keys that talk files share with other pages. Such a file is a talk only in a suitable folder."""

_EVENT_SYNONYMS = {
    "guid": ("uuid", "uid"),
    "code": (),
    "id": (),
    "title": ("name", "session_title", "talk_title", "event_title", "name_en", "title_en"),
    "subtitle": ("sub_title",),
    "date": (
        *("start_date", "datetime", "date_time", "scheduled_date", "event_date", "from_date"),
        *("from_time_millis", "start_timestamp"),
    ),
    "start": (
        *("start_time", "starts_at", "start_at", "begin", "begins", "time_start", "time", "starts"),
        *("from", "from_time", "start_datetime", "scheduled_at", "event_start", "session_start"),
        *("dtstart", "times"),
    ),
    "end": (
        *("end_time", "ends_at", "end_at", "ends", "end_date", "time_end", "finish"),
        *("to", "to_time", "to_date", "until", "end_datetime", "event_end", "session_end", "dtend"),
    ),
    "duration": ("length", "duration_minutes", "duration_in_minutes", "minutes"),
    "room": ("location", "room_name", "hall", "venue", "stage", "place", "auditorium"),
    "track": ("track_name", "track_title"),
    "type": ("session_type", "kind", "session_format", "talk_type", "format", "event_type"),
    "language": ("lang", "languages", "content_locale", "locale"),
    "tags": ("keywords",),
    "level": ("audience_level", "experience_level", "skill_level"),
    "difficulty": (),
    "abstract": ("summary", "short_description"),
    "description": ("long_description",),
    "persons": (
        *("people", "presenters", "presenter", "speaker", "speaker_names", "authors", "author"),
        *("performers", "performer", "lecturers", "lecturer", "instructors", "instructor"),
        *("speaker_ids",),
    ),
    "speakers": (),
}
"""The canonical names of an event in a schedule file, each with its synonyms."""

_EVENT_NAMES = {word: name for name, words in _EVENT_SYNONYMS.items() for word in (name, *words)}
_EVENT_TIMES = frozenset({"date", "start", "end", "duration"})

_TALK_TIMES = frozenset({"date", "start", "end_date"})

_LONGEST_KEY = 40
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN_WORDS = re.compile(r"[\s_-]+")
_DATE = re.compile(r"\d[-/.]\w+[-/.]\d")


def find_talk_synonyms(
    values: Mapping[str, RawValue], declared: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return the keys of a talk file to read for each canonical name, in order.

    Names that the file has only under the name itself are left out. A key that is declared as
    another name is not read under its own: its list is empty.

    Args:
        values: The talk file.
        declared: The canonical name of each key that `conference.yaml` declares.
    """
    keys_by_name: dict[str, list[str]] = {}
    for key in values:
        if key in declared:
            keys_by_name.setdefault(declared[key], []).append(key)
        elif key not in _TALK_SYNONYMS and key not in _ALSO_READ:
            word = normalise_key(key)
            # A `slot` is a date only if it looks like one; elsewhere it is a parallel slot.
            if word in _TALK_NAMES and (word != "slot" or _DATE.search(str(values[key]))):
                keys_by_name.setdefault(_TALK_NAMES[word], []).append(key)
    not_read: dict[str, tuple[str, ...]] = {key: () for key in values if key in declared}
    return {
        **not_read,
        **{name: _order_keys(name, keys, declared) for name, keys in keys_by_name.items()},
    }


def is_talk(values: Mapping[str, RawValue], declared: Mapping[str, str]) -> bool:
    """Whether front matter has one of `SESSION_KEYS`, or a key declared as one."""
    return _has_any(SESSION_KEYS, values, declared)


def may_be_talk(values: Mapping[str, RawValue], declared: Mapping[str, str]) -> bool:
    """Whether front matter has one of `POSSIBLE_KEYS`, or a key declared as one."""
    return _has_any(POSSIBLE_KEYS, values, declared)


def canonical_name(key: str) -> str:
    """Return the canonical name for a key of a talk file, or the empty string."""
    return _TALK_NAMES.get(normalise_key(key), "")


def normalise_key(key: str) -> str:
    """Return a key in snake case, such as `start_time` for `startTime` and `Start Time`.

    Keys of more than 40 characters are returned as they are: they are no synonyms.
    """
    return _to_snake_case(key) if len(key) <= _LONGEST_KEY else key


@lru_cache(maxsize=1024)
def _to_snake_case(key: str) -> str:
    return _BETWEEN_WORDS.sub("_", _INNER_CAPITAL.sub("_", key).strip()).lower()


def _has_any(
    words: frozenset[str], values: Mapping[str, RawValue], declared: Mapping[str, str]
) -> bool:
    if not declared and not words.isdisjoint(values):
        return True
    return any(normalise_key(declared.get(key, key)) in words for key in values)


def _order_keys(name: str, keys: Iterable[str], declared: Mapping[str, str]) -> tuple[str, ...]:
    """Return the declared keys, then the canonical name, then the synonyms by rank."""
    declared_keys = [key for key in keys if key in declared]
    synonyms = sorted((key for key in keys if key not in declared), key=_rank)
    canonical = [] if name in declared else [name]
    return (*declared_keys, *canonical, *synonyms)


def _rank(key: str) -> int:
    return _RANK[normalise_key(key)]


def find_event_synonyms(values: Mapping[str, RawValue]) -> dict[str, tuple[str, ...]]:
    """Return the keys of an event to read for each canonical name, in order.

    Names that the event has only under the name itself are left out.
    """
    keys_by_name: dict[str, tuple[str, ...]] = {}
    for key in values:
        if key not in _EVENT_SYNONYMS and (name := event_name(key)):
            keys_by_name[name] = (*keys_by_name.get(name, (name,)), key)
    return keys_by_name


def is_event(value: RawValue) -> bool:
    """Whether a value is an object with a title and a time, or with synonyms of them."""
    if not isinstance(value, dict):
        return False
    names = set(map(event_name, value))
    return "title" in names and not names.isdisjoint(_EVENT_TIMES)


def is_event_time(key: str) -> bool:
    """Whether a key of an event is about its time."""
    return event_name(key) in _EVENT_TIMES


def is_talk_time(key: str) -> bool:
    """Whether a key of a talk file is about its time."""
    return canonical_name(key) in _TALK_TIMES


def event_name(key: str) -> str:
    """Return the canonical name for a key of an event, or the empty string."""
    return _EVENT_NAMES.get(key) or _EVENT_NAMES.get(normalise_key(key), "")
