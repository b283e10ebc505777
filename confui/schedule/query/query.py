"""The query: a frozen value that prints itself, tells itself in words, and can be edited."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from confui.schedule.query.fields import NAMES, TODAY, TOMORROW, WORDS
from confui.text import fold

# Compiled when the first query is printed, not when the program starts.
_PLAIN_WORD = r'(?![–—-])[^\s,:"“”„‟]+'
_PLAIN_VALUE = r'[^\s,"“”„‟]+'

_FOLLOWING_THE_CLOCK = {"is": {"past", "now", "upcoming"}, "day": {TODAY, TOMORROW}}

_SENTENCES = {
    WORDS: "{}",
    "has": "with {}",
    "is": "{}",
    "after": "from {} on",
    "before": "before {}",
}


class Term(NamedTuple):
    """One condition on a session."""

    field: str
    """A canonical name of `fields.FIELDS`; empty for words."""
    values: tuple[str, ...]
    """What the session may have: any of them. Never empty, and safe to show."""
    negated: bool = False
    """Whether the session must have none of them instead."""

    def __str__(self) -> str:
        """Return the term as it is typed."""
        spell = spell_term if self.field else _spelled_word
        values = ",".join(map(spell, self.values))
        return ("-" if self.negated else "") + (f"{self.field}:" if self.field else "") + values

    def describe(self) -> str:
        """Return the term in words, such as `not room Aurora or Birch`."""
        values = [f"“{value}”" for value in self.values] if not self.field else self.values
        sentence = _SENTENCES.get(self.field, f"{self.field} {{}}")
        return ("not " if self.negated else "") + sentence.format(" or ".join(values))

    def chooses(self, field: str) -> bool:
        """Whether the term says what a session should have of `field`."""
        return self.field == field and not self.negated


class Query(NamedTuple):
    """What an attendee looks for: all terms together. The empty query matches every session."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __str__(self) -> str:
        """Return the text that `parsing.parse` reads back."""
        return " ".join(map(str, self.terms))

    def describe(self) -> str:
        """Return the query in words, on one line; empty for the empty query."""
        return " · ".join(term.describe() for term in self.terms)

    @property
    def words(self) -> tuple[str, ...]:
        """The words and phrases that a session may have, not those that it must not."""
        return tuple(word for term in self.terms if term.chooses(WORDS) for word in term.values)

    @property
    def follows_clock(self) -> bool:
        """Whether what matches changes as time goes by."""
        return any(
            not _FOLLOWING_THE_CLOCK.get(term.field, set()).isdisjoint(term.values)
            for term in self.terms
        )

    def values(self, field: str) -> tuple[str, ...]:
        """Return the values chosen of a field, canonical name or alias."""
        field = NAMES.get(field, field)
        chosen = (value for term in self.terms if term.chooses(field) for value in term.values)
        return tuple(dict.fromkeys(chosen))

    def with_values(self, field: str, values: Iterable[str]) -> "Query":
        """Return the query with these values chosen of a field, in place of those that were.

        No value removes the choice. What the query excludes stays excluded.
        """
        field = NAMES.get(field, field)
        chosen = tuple(dict.fromkeys(values))
        terms = list(self.terms)
        places = [place for place, term in enumerate(terms) if term.chooses(field)]
        first = places[0] if places else len(terms)
        terms[first:] = [term for term in terms[first:] if not term.chooses(field)]
        if chosen:
            terms.insert(first, Term(field, chosen))
        return Query(tuple(terms))

    def toggled(self, field: str, value: str) -> "Query":
        """Return the query with one more value chosen of a field, or without it if it was.

        A value that was excluded is so no longer.
        """
        chosen = self.values(field)
        name, key = NAMES.get(field, field), fold(value)
        terms = [
            Term(term.field, tuple(each for each in term.values if fold(each) != key), True)
            if term.negated and term.field == name
            else term
            for term in self.terms
        ]
        if terms and terms != list(self.terms):
            return Query(tuple(term for term in terms if term.values)).with_values(
                field, (*chosen, value)
            )
        kept = [each for each in chosen if fold(each) != fold(value)]
        return self.with_values(field, kept if len(kept) < len(chosen) else (*chosen, value))

    def without(self, term: Term) -> "Query":
        """Return the query without a term."""
        return Query(tuple(each for each in self.terms if each != term))


def spell_term(value: str) -> str:
    """Return the value of a field as it is typed behind the colon, in quotes if it needs them."""
    return value if re.fullmatch(_PLAIN_VALUE, value) else quote_value(value)


def _spelled_word(word: str) -> str:
    return word if re.fullmatch(_PLAIN_WORD, word) else quote_value(word)


def quote_value(value: str) -> str:
    """Return a value in quotes, inside which only the quote and the backslash mean something."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
