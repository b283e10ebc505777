"""Completion of a query at the cursor."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from confui.schedule.query import (
    FIELDS,
    MOST_CHARACTERS,
    NAMES,
    SAVED,
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

MAX_COMPLETIONS = 20


class Completion(NamedTuple):
    """One suggestion."""

    insert: str
    """The text that replaces the characters from `start` up to, but not including, `end`."""
    start: int
    end: int
    label: str
    """The text to show for it, which can be typed as it stands."""


class _Candidate(NamedTuple):
    value: str
    label: str
    keys: tuple[str, ...]
    """The folded texts to compare with what is typed."""


def complete(
    text: str, cursor: int, corpus: Corpus, filters: Iterable[str] = ()
) -> tuple[Completion, ...]:
    """Return the completions at the cursor, at most `MAX_COMPLETIONS`, best first.

    At the start of a term they are the fields that sessions have, after a colon the values of the
    conference, quoted if necessary. Values that start with the typed text come first, then values
    with a word that does. Values that only contain it are returned if there are no others.

    Args:
        text: The query as typed.
        cursor: A position from 0 to the length of `text`.
        corpus: The sessions whose values to offer.
        filters: The names of saved filters, which are offered after `@`.
    """
    text = text[:MOST_CHARACTERS]
    cursor = min(cursor, len(text))
    typed = Token(cursor, False, None, (Value(cursor, cursor, ""),))
    for token in read_tokens(text[:cursor]):
        if token.end == cursor:
            typed = token
    value = typed.values[-1]
    end = read_value(text, value.start).end
    if typed.name:
        taken = {fold(other.text) for other in typed.values[:-1]}
        part = fold(value.text)
        candidates = _candidates(typed.name, part, corpus, filters)
        return tuple(
            Completion(spell_term(each.value), value.start, end, spell_term(each.label))
            for each in _ranked(part, candidates)
            if fold(each.value) not in taken
        )[:MAX_COMPLETIONS]
    if typed.field is not None or len(typed.values) > 1 or value.quoted:
        return ()
    if value.text == SAVED:
        names = [f"{SAVED}{spell_term(name)}" for name in filters]
        return tuple(Completion(name, value.start, end, name) for name in names[:MAX_COMPLETIONS])
    typed_name = value.text.lower()
    names = [
        f"{name}:"
        for name, field in NAMES.items()
        if name.startswith(typed_name) and corpus.fields.is_used(field)
    ]
    end = text.find(":", value.start, end) + 1 or end
    return tuple(Completion(name, value.start, end, name) for name in names)


def _ranked(part: str, candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """Return the candidates that match `part`, best first."""
    ranked: list[list[_Candidate]] = [[], [], []]
    for candidate in candidates:
        ranks = [_rank(part, key) for key in candidate.keys if part in key]
        if ranks:
            ranked[min(ranks)].append(candidate)
    prefix, word_prefix, contained = ranked
    return prefix + word_prefix or contained


def _rank(part: str, key: str) -> int:
    if key.startswith(part):
        return 0
    return 1 if f" {part}" in key else 2


def _candidates(
    field: str, part: str, corpus: Corpus, filters: Iterable[str]
) -> Iterator[_Candidate]:
    """Yield the values of a field, at least those that contain the folded text `part`."""
    if field == SAVED:
        yield from (_Candidate(name, name, (fold(name),)) for name in filters)
        return
    if field == "day":
        yield from _days(corpus)
    elif field in ("after", "before"):
        yield from (_Candidate(clock, clock, (clock,)) for clock in corpus.times.clocks)
    elif field in INDEXED_FIELDS and field != "has":
        index = corpus.fields.index_of(field)
        for key, value in zip(index.keys, index.values, strict=True):
            if part in key:
                yield _Candidate(value, value, (key,))
    else:
        yield from (_Candidate(value, value, (value,)) for value in FIELDS[field].values)
    if FIELDS[field].unset:
        index = corpus.fields.index_of(field)
        if index.unset and index.values:
            yield _Candidate(UNSET, f"no {field}", (UNSET,))


def _days(corpus: Corpus) -> Iterator[_Candidate]:
    for day, label in corpus.fields.days.labels.items():
        label_with_date = f"{short_day(day)} {day:%b}"
        keys = (label, WEEKDAYS[day.weekday()], fold(label_with_date), day.isoformat())
        yield _Candidate(label, label_with_date, keys)
    for word in (TODAY, TOMORROW):
        yield _Candidate(word, word, (word,))
