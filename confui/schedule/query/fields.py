"""The fields of the query language: their names, aliases and valid values."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from confui.schedule.models import Kind, Level
from confui.schedule.wording import UNSET
from confui.text import fold

WORDS = ""
"""The name of the field for plain words, which are typed without a field."""

TITLE, TEXT = "title", "text"
TEXT_FIELDS = (WORDS, TITLE, TEXT)
"""The fields whose values are words and phrases: of all parts of a session, or of one part."""

SAVED = "@"
"""The name of the field for saved filters, which are typed as `@name`."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TODAY, TOMORROW = "today", "tomorrow"

_WEEKDAY_LETTERS = 3
_LONGEST_TYPO = 40
# Patterns as strings: they are compiled when first used, which saves start-up time.
_ORDINAL = r"[0-9]{1,3}"
_TIME = r"([01]?[0-9]|2[0-3])(?::([0-5][0-9]))?"


class Field(NamedTuple):
    """One field of the query language."""

    name: str
    aliases: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    """The values that are valid for every conference, in display order."""
    closed: bool = False
    """Whether only `values`, or what `form` describes, are valid."""
    form: str = ""
    """A description of valid values, if `values` does not list them all."""
    unset: bool = False
    """Whether `unset` finds the sessions without a value."""


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field(
            "difficulty",
            ("level",),
            (Level.BEGINNER, Level.INTERMEDIATE, Level.ADVANCED, Level.ALL, UNSET),
            closed=True,
            unset=True,
        ),
        Field("room", unset=True),
        Field("building", unset=True),
        Field("kind", values=tuple(Kind), closed=True),
        Field("track", unset=True),
        Field("tag", unset=True),
        Field("speaker", unset=True),
        Field(
            "day",
            values=(TODAY, TOMORROW),
            closed=True,
            form="tue, 2017-08-15, 2 for the second day, today, tomorrow or unset",
            unset=True,
        ),
        Field("language", unset=True),
        Field(TITLE, form="a word, or a phrase in quotes"),
        Field(TEXT, form="a word, or a phrase in quotes"),
        Field("after", closed=True, form="a time such as 14:00"),
        Field("before", closed=True, form="a time such as 17:30"),
        Field("has", values=("video", "slides", "outline", "note", "abstract"), closed=True),
        Field(
            "is",
            values=(
                *("starred", "must", "maybe", "skipped", "conflict", "changed", "fits"),
                *("past", "now", "upcoming", "whole-venue"),
            ),
            closed=True,
        ),
    )
}
"""Every field by its canonical name, in display order."""

NAMES: dict[str, str] = {
    name: field.name for field in FIELDS.values() for name in (field.name, *field.aliases)
}
"""The canonical name of a field, by name and by alias."""


def normalize_value(field: str, value: str) -> str:
    """Return `value` as a `Term` stores it; empty if it is not valid for the field.

    Words and names stay as written. A keyword becomes lower case, a time `09:30`, and a day `tue`,
    `2`, `today` or `2017-08-15`.

    Args:
        field: A canonical name.
        value: The value as typed.
    """
    if field in ("after", "before"):
        return _time(value)
    if field == "day":
        return _day(fold(value))
    if field == WORDS or not FIELDS[field].closed:
        return value
    word = fold(value)
    return word if word in FIELDS[field].values else ""


def weekday(word: str) -> int | None:
    """Return the weekday of a folded name or abbreviation, Monday as 0; `None` if it is none."""
    if len(word) >= _WEEKDAY_LETTERS:
        for number, name in enumerate(WEEKDAYS):
            if name.startswith(word):
                return number
    return None


def short_weekday(number: int) -> str:
    """Return the abbreviation of a weekday in queries, such as `tue` for 1."""
    return WEEKDAYS[number][:_WEEKDAY_LETTERS]


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the word of `known` that is most similar to `word`; empty if none is similar."""
    from difflib import get_close_matches  # saves start-up time: only a mistake needs it

    folded = fold(word)
    if len(folded) > _LONGEST_TYPO:
        return ""
    by_folded = {fold(other): other for other in known}
    return next((by_folded[key] for key in get_close_matches(folded, by_folded, n=1)), "")


def suggestions(field: str) -> tuple[str, ...]:
    """Return the valid words of a closed field, to compare an invalid one with."""
    days = (*WEEKDAYS, *map(short_weekday, range(len(WEEKDAYS))), UNSET) if field == "day" else ()
    return (*FIELDS[field].values, *days)


def _time(value: str) -> str:
    match = re.fullmatch(_TIME, value)
    return f"{int(match[1]):02}:{match[2] or '00'}" if match else ""


def _day(word: str) -> str:
    if word in (TODAY, TOMORROW, UNSET):
        return word
    if re.fullmatch(_ORDINAL, word):
        return str(int(word)) if int(word) else ""
    number = weekday(word)
    if number is not None:
        return short_weekday(number)
    try:
        return date.fromisoformat(word).isoformat()
    except ValueError:
        return ""
