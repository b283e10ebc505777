"""What sort of session a talk file means, and what it asks of its audience: words of many hands."""

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
"""Words in `category` and names of folders, in the singular."""

_CATCH_ALL = frozenset({Kind.TALK, Kind.TUTORIAL, Kind.WORKSHOP, Kind.SPRINT, Kind.OTHER})
"""What a category or folder calls the breaks between its sessions as well."""

_HEAD = re.compile(r" [-–—] |[:(/]")
"""What ends the part of a title that says what a session is: `Keynote - Testing in Django`."""

_LENGTH = re.compile(r"[\d(\[+:]")
"""Where a category goes on to how long its sessions are: `Talk 30 min + 10min Q&A`."""

_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_FILLERS = frozenset({"session", "slot", "event"})

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
"""Whole titles that say what a session is even where somebody presents, or chairs, it."""

_FRAME = frozenset({"opening", "closing", "welcome"})
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
_SHORT = 3
"""A title of so many words that ends in one of these says what it is: `Board Game Night`."""


def infer_kind(category: str, folders: Iterable[str], title: str, *, has_speakers: bool) -> Kind:
    """Return what sort of session a talk file is.

    The category decides, else the nearest folder with a telling name. Where either only says what
    most of its sessions are (talks, tutorials), the title may say more: a keynote, lightning talks,
    and, for a session that nobody presents, a break, a meal, registration and the like.
    """
    named = find_kind(category)
    for folder in folders:
        named = named or find_kind(folder)
    if named is None or named in _CATCH_ALL:
        words = _HEAD.split(fold(title), maxsplit=1)[0].split()
        said = _presented(words) or (None if has_speakers else _unpresented(words))
        if said is not None:
            return said
    if named is not None:
        return named
    return Kind.TALK if has_speakers or not category else Kind.OTHER


def find_kind(label: str) -> Kind | None:
    """Return the kind that a category or a folder names, or None."""
    words = _words(label)
    named = _of_words(words)
    if named is None and words:
        words = _words(_LENGTH.split(_INNER_CAPITAL.sub(" ", label), maxsplit=1)[0])
        while len(words) > 1 and words[-1].removesuffix("s") in _FILLERS:
            words.pop()
        named = _of_words(words) or _of_words(words[-2:]) or _of_words(words[-1:])
    return named


def _words(label: str) -> list[str]:
    return fold(label).replace("-", " ").replace("_", " ").split()


def _of_words(words: list[str]) -> Kind | None:
    joined = " ".join(words)
    return _KINDS.get(joined) or _KINDS.get(joined.removesuffix("s"))


def _presented(words: list[str]) -> Kind | None:
    if "keynote" in words and _BEFORE_KEYNOTE.issuperset(words[: words.index("keynote")]):
        return Kind.KEYNOTE
    return _PHRASES.get(" ".join(words))


def _unpresented(words: list[str]) -> Kind | None:
    if not words:
        return None
    if words[0] in _FIRST_WORDS:
        return Kind.SERVICE
    if len(words) <= _SHORT and words[-1] in _LAST_WORDS:
        meals = (_LAST_WORDS.get(word) is Kind.MEAL for word in words)
        return Kind.MEAL if any(meals) else _LAST_WORDS[words[-1]]
    if words[0] in _FRAME and (len(words) <= 2 or words[1] in ("and", "&")):
        return Kind.SERVICE
    if len(words) <= _SHORT and words[-1] == "room":
        return Kind.SERVICE
    return None
