"""Completion: what may stand where the cursor is in a query."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from confui.schedule.query import (
    FIELDS,
    NAMES,
    TODAY,
    TOMORROW,
    WEEKDAYS,
    Token,
    Value,
    read_tokens,
    read_value,
    spell_term,
)
from confui.schedule.search.corpus import Corpus
from confui.schedule.search.field_index import INDEXED_FIELDS
from confui.schedule.wording import UNSET, short_day
from confui.text import fold

MOST = 20
"""How many completions are offered at most."""


class Completion(NamedTuple):
    """One way to go on."""

    insert: str
    """What to type in place of the characters from `start` up to, not including, `end`."""
    start: int
    end: int
    shown: str
    """What to call it on the screen."""


class _Candidate(NamedTuple):
    value: str
    shown: str
    keys: tuple[str, ...]
    """The folded words of which it may be the end."""


def complete(text: str, cursor: int, corpus: Corpus) -> tuple[Completion, ...]:
    """Return what may stand at the cursor, a place between 0 and the length of `text`.

    Field names where a term begins, behind a colon the values that the conference has, with the
    quotes that they need. First what begins with what is typed, then what has a word that does;
    only where there is neither, what contains it.
    """
    typed = Token(cursor, False, None, (Value(cursor, cursor, ""),))
    for token in read_tokens(text[:cursor]):
        if token.end == cursor:
            typed = token
    value = typed.values[-1]
    end = read_value(text, value.start).end
    if typed.name:
        taken = {fold(other.text) for other in typed.values[:-1]}
        part = fold(value.text)
        offered = _values(typed.name, part, corpus)
        return tuple(
            Completion(spell_term(each.value), value.start, end, each.shown)
            for each in _ranked(part, offered)
            if fold(each.value) not in taken
        )[:MOST]
    if typed.field is not None or len(typed.values) > 1 or value.quoted:
        return ()
    names = [f"{name}:" for name in NAMES if name.startswith(value.text.lower())]
    end = text.find(":", value.start, end) + 1 or end
    return tuple(Completion(name, value.start, end, name) for name in names)


def _ranked(part: str, candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """Return those that `part` may become, the best first."""
    ranked: list[list[_Candidate]] = [[], [], []]
    for candidate in candidates:
        ranks = [_rank(part, key) for key in candidate.keys if part in key]
        if ranks:
            ranked[min(ranks)].append(candidate)
    begun, within, inside = ranked
    return begun + within or inside


def _rank(part: str, key: str) -> int:
    if key.startswith(part):
        return 0
    return 1 if f" {part}" in key else 2


def _values(field: str, part: str, corpus: Corpus) -> Iterator[_Candidate]:
    """Yield the values of a field, at least those that contain `part`."""
    if field == "day":
        yield from _days(corpus)
    elif field in ("after", "before"):
        yield from (_Candidate(clock, clock, (clock,)) for clock in corpus.times.clocks)
    elif field in INDEXED_FIELDS and field != "has":
        column = corpus.fields.column(field)
        for key, value in zip(column.keys, column.values, strict=True):
            if part in key:
                yield _Candidate(value, value, (key,))
    else:
        yield from (_Candidate(value, value, (value,)) for value in FIELDS[field].values)
    if FIELDS[field].unset and corpus.fields.column(field).unset:
        yield _Candidate(UNSET, UNSET, (UNSET,))


def _days(corpus: Corpus) -> Iterator[_Candidate]:
    for day, label in corpus.fields.days.labels.items():
        shown = f"{short_day(day)} {day:%b}"
        keys = (label, WEEKDAYS[day.weekday()], fold(shown), day.isoformat())
        yield _Candidate(label, shown, keys)
    for word in (TODAY, TOMORROW):
        yield _Candidate(word, word, (word,))
