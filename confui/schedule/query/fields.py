"""The fields of the query language: how they are called, and what may stand after the colon."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from confui.schedule.models import Kind, Level
from confui.text import fold

WORDS = ""
"""The field of plain words, which need no colon."""

UNSET = "unset"
"""The value for sessions that have none."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TODAY, TOMORROW = "today", "tomorrow"

_WEEKDAY_LETTERS = 3
_LONGEST_GUESS = 40
# Compiled when the first value is read, not when the program starts.
_ORDINAL = r"[0-9]{1,3}"
_TIME = r"([01]?[0-9]|2[0-3])(?::([0-5][0-9]))?"


class Field(NamedTuple):
    """One field: its name, and the words that it knows."""

    name: str
    aliases: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    """The words that exist in every conference, in the order in which they are offered."""
    closed: bool = False
    """Whether no other value is valid."""
    form: str = ""
    """What a valid value looks like, where `values` do not tell."""
    unset: bool = False
    """Whether a session can have none, and be found by that."""


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
"""Every field by its canonical name, in the order in which they are offered."""

NAMES: dict[str, str] = {
    name: field.name for field in FIELDS.values() for name in (field.name, *field.aliases)
}
"""The canonical name of every name that a field goes by."""


def normalize_value(field: str, value: str) -> str:
    """Return `value` as a query keeps it; empty where `field`, a canonical name, cannot have it.

    Words and names stay as they are written; what a field counts up becomes its own word, a time
    `09:30`, a day `tue`, `2`, `today` or `2017-08-15`.
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
    """Return the weekday that a folded name or its beginning means, Monday being 0."""
    if len(word) >= _WEEKDAY_LETTERS:
        for number, name in enumerate(WEEKDAYS):
            if name.startswith(word):
                return number
    return None


def short_weekday(number: int) -> str:
    """Return a weekday as queries spell it, such as `tue`."""
    return WEEKDAYS[number][:_WEEKDAY_LETTERS]


def nearest(word: str, known: Iterable[str]) -> str:
    """Return which of the `known` words is most like `word`; empty where none is."""
    from difflib import get_close_matches  # only a mistake needs it

    folded = fold(word)
    if len(folded) > _LONGEST_GUESS:
        return ""
    spelled = {fold(each): each for each in known}
    return next((spelled[each] for each in get_close_matches(folded, spelled, n=1)), "")


def suggestions(field: str) -> tuple[str, ...]:
    """Return the words that a mistaken value of a closed field may have meant."""
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
