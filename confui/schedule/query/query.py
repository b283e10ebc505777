"""The query: an immutable value with methods that return an edited copy."""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from confui.schedule.query.fields import NAMES, SAVED, TEXT_FIELDS, WORDS
from confui.text import fold

_PLAIN_VALUE = r'[^\s,"“”„‟]+'
"""As a string: it is compiled when first used, which saves start-up time."""

_DESCRIPTIONS = {
    WORDS: "{}",
    SAVED: "@{}",
    "has": "with {}",
    "is": "{}",
    "after": "from {} on",
    "before": "before {}",
}


class Term(NamedTuple):
    """One condition on a session."""

    field: str
    """The canonical name of a field; empty for words."""
    values: tuple[str, ...]
    """The alternatives, of which one must match. Never empty; safe to show.

    A word or phrase is as `spell_sought` returns it: in quotes if it is whole words.
    """
    negated: bool = False
    """Whether none of the values may match."""
    meanings: "tuple[Query, ...]" = ()
    """What each value stands for, if they are names of saved filters; else empty."""

    def __str__(self) -> str:
        """Return the text of the term in the query language."""
        is_text = self.field in TEXT_FIELDS
        spell = spell_filter if self.field == SAVED else spell_term
        values = ",".join(self.values if is_text else map(spell, self.values))
        field = self.field if self.field in (WORDS, SAVED) else f"{self.field}:"
        return ("-" if self.negated else "") + field + values

    def describe(self) -> str:
        """Return a description such as `not room Aurora or Birch`."""
        from confui.schedule.query.sought import describe_sought  # 1 ms, and no query at the start

        is_text = self.field in TEXT_FIELDS
        values = map(describe_sought, self.values) if is_text else self.values
        description = _DESCRIPTIONS.get(self.field, f"{self.field} {{}}")
        return ("not " if self.negated else "") + description.format(" or ".join(values))

    def chooses(self, field: str) -> bool:
        """Whether the term requires, and does not exclude, values of `field`."""
        return self.field == field and not self.negated


class Query(NamedTuple):
    """A search: all terms must match. The empty query matches every session."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __str__(self) -> str:
        """Return the text of the query; `parse` turns it back into an equal query."""
        return " ".join(map(str, self.terms))

    def describe(self) -> str:
        """Return a description of the query on one line; empty for the empty query."""
        return " · ".join(term.describe() for term in self.terms)

    @property
    def words(self) -> tuple[str, ...]:
        """The words and phrases to search for, as `spell_sought`, without the excluded ones."""
        chosen = (term for term in self.unfolded if term.field in TEXT_FIELDS and not term.negated)
        return tuple(word for term in chosen for word in term.values)

    @property
    def unfolded(self) -> tuple[Term, ...]:
        """The terms, with those of a saved filter in its place.

        A filter that is excluded, or one of several alternatives, stays as it is.
        """
        unfolded: list[Term] = []
        for term in self.terms:
            is_single = term.field == SAVED and not term.negated and len(term.meanings) == 1
            unfolded += term.meanings[0].unfolded if is_single else (term,)
        return tuple(unfolded)

    def uses(self, fields: Collection[str]) -> bool:
        """Whether any of some fields is in a term, also in one of a saved filter."""
        return any(
            term.field in fields or any(each.uses(fields) for each in term.meanings)
            for term in self.terms
        )

    def values(self, field: str) -> tuple[str, ...]:
        """Return the chosen values of a field, given by name or alias."""
        field = NAMES.get(field, field)
        chosen = (value for term in self.terms if term.chooses(field) for value in term.values)
        return tuple(dict.fromkeys(chosen))

    def with_values(self, field: str, values: Iterable[str]) -> "Query":
        """Return the query with these values chosen for a field, instead of the present ones.

        Without values, the field is no longer filtered. Negated terms stay as they are.
        """
        field = NAMES.get(field, field)
        chosen = tuple(dict.fromkeys(values))
        terms = list(self.terms)
        indexes = [index for index, term in enumerate(terms) if term.chooses(field)]
        first = indexes[0] if indexes else len(terms)
        terms[first:] = [term for term in terms[first:] if not term.chooses(field)]
        if chosen:
            terms.insert(first, Term(field, chosen))
        return Query(tuple(terms))

    def toggled(self, field: str, value: str) -> "Query":
        """Return the query with a value of a field added, or removed if it was chosen.

        A value that was excluded is chosen instead.
        """
        chosen = self.values(field)
        name, key = NAMES.get(field, field), fold(value)
        terms = [
            Term(term.field, tuple(other for other in term.values if fold(other) != key), True)
            if term.negated and term.field == name
            else term
            for term in self.terms
        ]
        if terms and terms != list(self.terms):
            return Query(tuple(term for term in terms if term.values)).with_values(
                field, (*chosen, value)
            )
        others = [other for other in chosen if fold(other) != key]
        return self.with_values(field, others if len(others) < len(chosen) else (*chosen, value))

    def without(self, term: Term) -> "Query":
        """Return the query without a term."""
        return Query(tuple(other for other in self.terms if other != term))


def spell_filter(name: str) -> str:
    """Return the name of a saved filter as typed after its `@`, quoted if necessary."""
    from confui.schedule.query.sought import quote_value  # as above

    # `@@` is a word.
    return quote_value(name) if name.startswith(SAVED) else spell_term(name)


def spell_term(value: str) -> str:
    """Return a value as typed after a field and its colon, quoted if necessary."""
    from confui.schedule.query.sought import quote_value  # as above

    return value if re.fullmatch(_PLAIN_VALUE, value) else quote_value(value)
