"""The kind of a session: the words for each kind, and how it is inferred."""

import re
from collections.abc import Iterable

from confui.schedule.models import Kind
from confui.text import fold

_KINDS = {
    "talk": Kind.TALK,
    "lecture": Kind.TALK,
    "presentation": Kind.TALK,
    "keynote": Kind.KEYNOTE,
    "plenary": Kind.KEYNOTE,
    "tutorial": Kind.TUTORIAL,
    "workshop": Kind.WORKSHOP,
    "panel": Kind.PANEL,
    "panel discussion": Kind.PANEL,
    "podium": Kind.PANEL,
    "lightning": Kind.LIGHTNING,
    "lightning talk": Kind.LIGHTNING,
    "sprint": Kind.SPRINT,
    "break": Kind.BREAK,
    "coffee": Kind.BREAK,
    "coffee break": Kind.BREAK,
    "meal": Kind.MEAL,
    "breakfast": Kind.MEAL,
    "lunch": Kind.MEAL,
    "dinner": Kind.MEAL,
    "social": Kind.SOCIAL,
    "social event": Kind.SOCIAL,
    "social hour": Kind.SOCIAL,
    "party": Kind.SOCIAL,
    "concert": Kind.SOCIAL,
    "performance": Kind.SOCIAL,
    "film": Kind.SOCIAL,
    "reception": Kind.SOCIAL,
    "service": Kind.SERVICE,
    "registration": Kind.SERVICE,
    "orientation": Kind.SERVICE,
    "opening": Kind.SERVICE,
    "closing": Kind.SERVICE,
    "other": Kind.OTHER,
    "poster": Kind.OTHER,
    "open space": Kind.OTHER,
    "bof": Kind.OTHER,
    "meeting": Kind.OTHER,
    "meetup": Kind.OTHER,
}
"""The kind for a category or the name of a folder, in lower case and in the singular."""

_CATCH_ALL = frozenset({Kind.TALK, Kind.TUTORIAL, Kind.WORKSHOP, Kind.SPRINT, Kind.OTHER})
"""Kinds that a category or folder may give to the breaks between its sessions as well."""

_TITLE_SEPARATOR = re.compile(r" [-–—] |[:(/]")
"""Ends the part of a title that may name the kind, as in `Keynote - Testing in Django`."""

_DURATION_IN_CATEGORY = re.compile(r"[\d(\[+:]")
"""Begins the duration in a category such as `Talk 30 min + 10min Q&A`."""

_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_FILLERS = frozenset({"session", "slot", "event"})
"""Last words of a category that do not change the kind: `Keynote session`."""

_BEFORE_KEYNOTE = frozenset({"opening", "closing", "welcome", "and", "&"})
_PHRASES = {
    "lightning talk": Kind.LIGHTNING,
    "lightning talks": Kind.LIGHTNING,
    "panel": Kind.PANEL,
    "panel discussion": Kind.PANEL,
    "orientation": Kind.SERVICE,
    "opening remarks": Kind.SERVICE,
    "closing remarks": Kind.SERVICE,
    "game night": Kind.SOCIAL,
    "board game night": Kind.SOCIAL,
}
"""Whole titles that name the kind even if the session has speakers, who may only chair it."""

_OPENING_WORDS = frozenset({"opening", "closing", "welcome"})
_FIRST_WORDS = frozenset({"registration", "check-in", "orientation"})
_LAST_WORDS = {
    "breakfast": Kind.MEAL,
    "brunch": Kind.MEAL,
    "lunch": Kind.MEAL,
    "dinner": Kind.MEAL,
    "break": Kind.BREAK,
    "sprint": Kind.SPRINT,
    "sprints": Kind.SPRINT,
    "reception": Kind.SOCIAL,
    "party": Kind.SOCIAL,
    "picnic": Kind.SOCIAL,
    "social": Kind.SOCIAL,
    "night": Kind.SOCIAL,
}
_MAX_WORDS = 3
"""Only titles of up to this many words name the kind by their last word: `Board Game Night`."""


def infer_kind(category: str, folders: Iterable[str], title: str, *, has_speakers: bool) -> Kind:
    """Return the kind of a session.

    The category decides, else the nearest folder that is named after a kind. If that kind is a
    general one (talk, tutorial), or there is none, the title may name a more specific one: a
    keynote, lightning talks, and without speakers also a break, a meal, registration and the like.

    Args:
        category: The kind as written, or empty.
        folders: The names of the folders around the session, the nearest first.
        title: The title of the session.
        has_speakers: Whether it has speakers.
    """
    named = find_kind(category)
    for folder in folders:
        named = named or find_kind(folder)
    if named is None or named in _CATCH_ALL:
        words = _TITLE_SEPARATOR.split(fold(title), maxsplit=1)[0].split()
        specific = _find_kind_in_title(words)
        if specific is None and not has_speakers:
            specific = _find_kind_without_speakers(words)
        if specific is not None:
            return specific
    if named is not None:
        return named
    return Kind.TALK if has_speakers or not category else Kind.OTHER


def find_kind(label: str) -> Kind | None:
    """Return the kind that a category or the name of a folder means, or None."""
    words = _split_words(label)
    named = _find_exact(words)
    if named is None and words:
        words = _split_words(
            _DURATION_IN_CATEGORY.split(_INNER_CAPITAL.sub(" ", label), maxsplit=1)[0]
        )
        while len(words) > 1 and words[-1].removesuffix("s") in _FILLERS:
            words.pop()
        named = _find_exact(words) or _find_exact(words[-2:]) or _find_exact(words[-1:])
    return named


def _split_words(label: str) -> list[str]:
    return fold(label).replace("-", " ").replace("_", " ").split()


def _find_exact(words: list[str]) -> Kind | None:
    joined = " ".join(words)
    return _KINDS.get(joined) or _KINDS.get(joined.removesuffix("s"))


def _find_kind_in_title(words: list[str]) -> Kind | None:
    if "keynote" in words and _BEFORE_KEYNOTE.issuperset(words[: words.index("keynote")]):
        return Kind.KEYNOTE
    return _PHRASES.get(" ".join(words))


def _find_kind_without_speakers(words: list[str]) -> Kind | None:
    if not words:
        return None
    if words[0] in _FIRST_WORDS:
        return Kind.SERVICE
    if len(words) <= _MAX_WORDS and words[-1] in _LAST_WORDS:
        meals = (_LAST_WORDS.get(word) is Kind.MEAL for word in words)
        return Kind.MEAL if any(meals) else _LAST_WORDS[words[-1]]
    if words[0] in _OPENING_WORDS and (len(words) <= 2 or words[1] in ("and", "&")):
        return Kind.SERVICE
    if len(words) <= _MAX_WORDS and words[-1] == "room":
        return Kind.SERVICE
    return None
