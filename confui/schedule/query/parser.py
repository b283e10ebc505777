"""Parses text into a query. Mistakes are reported with their position and never raise."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple, Protocol

from confui.schedule.query.fields import (
    FIELDS,
    NAMES,
    SAVED,
    TEXT_FIELDS,
    nearest,
    normalize_value,
    suggestions,
)
from confui.schedule.query.lexer import MOST_CHARACTERS, MOST_VALUES, Token, Value, read_tokens
from confui.schedule.query.query import Query, Term, spell_term
from confui.schedule.query.sought import quote_value, spell_sought
from confui.text import clean, fold, quote

MOST_MISTAKES = 3
"""The maximum number of mistakes that are reported."""

_FEW_VALUES = 8
"""Up to this many values of a field are listed in a message."""

_LONGEST_QUOTE = 30
_DEEPEST = 10
"""How deep saved filters may contain one another."""

_DASHES = frozenset("-–—")


class Vocabulary(Protocol):
    """The values that a conference has, for checking a query.

    `search.FieldIndexes` implements it. The query language must not import the search.
    """

    def has(self, field: str, value: str) -> bool:
        """Whether any session has a value, which must be valid for the field."""

    def values(self, field: str) -> Sequence[str]:
        """Return the values that sessions have, in display order."""

    def nearest(self, field: str, value: str) -> str:
        """Return the most similar value that a session has; empty if none is similar."""

    def find_label(self, field: str, label: str) -> str:
        """Return the value that the screen calls so, such as `sat` for `Sat 17 May`; else empty."""

    def measure_name(self, field: str, text: str) -> int:
        """Return how many characters of a text are the longest value or label that it begins with.

        A value ends before a space, a comma or the end of the text; 0 if there is none.
        """


class Mistake(NamedTuple):
    """A mistake in the text of a query, and its position."""

    start: int
    """The first character; `end` is the position after the last."""
    end: int
    message: str
    """One line, safe to show."""
    nearest: str = ""
    """The text to replace the mistake with; empty if there is no suggestion."""


class Parsed(NamedTuple):
    """A query, and the mistakes in its text."""

    query: Query
    """All valid terms. A valid value that no session has is kept and matches nothing; an invalid
    value is left out."""
    mistakes: tuple[Mistake, ...] = ()
    """In text order, at most `MOST_MISTAKES`."""


def parse(
    text: str,
    vocabulary: Vocabulary | None = None,
    filters: Mapping[str, str] = MappingProxyType({}),
) -> Parsed:
    """Return the query in `text`, and its mistakes. Never raises.

    Args:
        text: The query as typed.
        vocabulary: The values of the conference; values that no session has are then mistakes.
        filters: The saved filters: the text of each by its name.
    """
    parser = _Parser(vocabulary, filters)
    parser.read_text(text)
    return Parsed(Query(tuple(parser.terms)), tuple(parser.mistakes))


def join_arguments(arguments: Iterable[str]) -> str:
    """Join the arguments of a command to one text and restore the quotes that the shell removed.

    `room:Ballroom A` becomes `room:"Ballroom A"`. Words without a field, and an argument that is
    a query of several terms, stay as they are.
    """
    return " ".join(_restore_quotes(argument) for argument in arguments if argument.strip())


def _restore_quotes(argument: str) -> str:
    first, *others = (token.name for token in read_tokens(argument))
    is_one_name = first and not any(others) and (first == SAVED or not FIELDS[first].closed)
    if not is_one_name or '"' in argument:
        return argument
    if first == SAVED:
        minus, _, name = argument.partition("@")
        return f"{minus}@{quote_value(name) if ' ' in name else name}"
    head, _, tail = argument.partition(":")
    values = [quote_value(value) if " " in value else value for value in tail.split(",")]
    return f"{head}:{','.join(values)}"


class _Parser:
    """Collects the terms and the mistakes of one text."""

    def __init__(
        self,
        vocabulary: Vocabulary | None,
        filters: Mapping[str, str],
        inside: tuple[str, ...] = (),
        values: int = 0,
    ) -> None:
        """Collect nothing yet.

        Args:
            vocabulary: The values of the conference.
            filters: The saved filters.
            inside: The folded names of the filters that this text is a part of.
            values: How many values were read already.
        """
        self.terms: list[Term] = []
        self.mistakes: list[Mistake] = []
        self._vocabulary = vocabulary
        self._filters = filters
        self._inside = inside
        self._values = values

    def read_text(self, text: str) -> None:
        """Add the tokens of a text."""
        measure_name = self._vocabulary.measure_name if self._vocabulary else None
        for token in read_tokens(text[:MOST_CHARACTERS], measure_name):
            if not self._read(token):
                message = f"only the first {MOST_VALUES} words are used"
                return self.add_mistake(token.start, len(text), message)
        if len(text) > MOST_CHARACTERS:
            message = f"only the first {MOST_CHARACTERS:,} characters are used"
            self.add_mistake(MOST_CHARACTERS, len(text), message)
        return None

    def _read(self, token: Token) -> bool:
        """Add a token. Return False if there are too many values already."""
        self._values += len(token.values)
        if self._values > MOST_VALUES:
            return False
        if token.field is None:
            values = [spell_sought(value) for value in token.values if self._is_word(value)]
        elif token.name == SAVED:
            self._read_saved(token)
            return True
        elif token.name:
            values = [self._read_value(token, value) for value in token.values]
        else:
            values = []
            self._report_field(token, token.field)
        if valid := tuple(dict.fromkeys(filter(None, values))):
            self.terms.append(Term(token.name, valid, token.negated))
        return True

    def add_mistake(self, start: int, end: int, message: str, meant: str = "") -> None:
        """Report a mistake, unless there are too many already."""
        if self._has_room:
            self.mistakes.append(Mistake(start, end, message, meant and spell_term(meant)))

    @property
    def _has_room(self) -> bool:
        return len(self.mistakes) < MOST_MISTAKES

    def _read_saved(self, token: Token) -> None:
        """Add a term for saved filters; one that is not saved is a mistake and left out."""
        found: dict[str, Query] = {}
        names = {fold(name): name for name in self._filters}
        for value in token.values:
            self._check_quote(value)
            key = fold(value.text)
            if key in self._inside or len(self._inside) == _DEEPEST:
                problem = "contains itself" if key in self._inside else "is nested too deep"
                self.add_mistake(value.start, value.end, f"the filter @{value.text} {problem}")
            elif key in names:
                found[names[key]] = self._parse_filter(names[key], value)
            else:
                self._report_missing_filter(value)
        meant = {name: query for name, query in found.items() if query}
        if meant:
            term = Term(SAVED, tuple(meant), token.negated, tuple(meant.values()))
            self.terms.append(term)

    def _parse_filter(self, name: str, value: Value) -> Query:
        """Return what a saved filter stands for; its first mistake is reported."""
        inside = (*self._inside, fold(name))
        parser = _Parser(self._vocabulary, self._filters, inside, self._values)
        parser.read_text(self._filters[name])
        self._values = parser._values
        for mistake in parser.mistakes[:1]:
            message = clean(f"@{name}: {mistake.message}")
            self.add_mistake(value.start, value.end, message)
        return Query(tuple(parser.terms))

    def _report_missing_filter(self, value: Value) -> None:
        meant = nearest(value.text, self._filters)
        message = f"no filter is saved as {quote(value.text, _LONGEST_QUOTE)}"
        if meant:
            message += f"; did you mean {quote(meant)}?"
        elif self._filters:
            known = clean(", ".join(f"@{name}" for name in islice(self._filters, _FEW_VALUES)))
            message += f"; saved: {known}{'' if len(self._filters) <= _FEW_VALUES else ' …'}"
        else:
            message += "; none is saved yet"
        self.add_mistake(value.start, value.end, message, meant)

    def _is_word(self, value: Value) -> bool:
        self._check_quote(value)
        return value.quoted or not _DASHES.issuperset(value.text)

    def _check_quote(self, value: Value) -> None:
        if not value.closed:
            self.add_mistake(value.start, value.end, "this quote is not closed")

    def _report_field(self, token: Token, field: str) -> None:
        if not self._has_room:
            return
        meant = nearest(field, NAMES)
        advice = f"did you mean “{meant}”?" if meant else "quote it to search for it as a word"
        start = token.start + token.negated
        message = f"unknown field {quote(field, _LONGEST_QUOTE)}; {advice}"
        self.add_mistake(start, start + len(field), message, meant)

    def _read_value(self, token: Token, value: Value) -> str:
        """Return a value as a term stores it; empty if it is invalid."""
        self._check_quote(value)
        field = token.name
        if not value.text:
            start = token.start if value is token.values[0] else value.start - 1
            self.add_mistake(start, value.end, f"{field}: needs a value: {_describe_values(field)}")
            return ""
        if field in TEXT_FIELDS:
            return spell_sought(value, field)
        normalized = normalize_value(field, value.text)
        vocabulary = self._vocabulary
        is_known = bool(normalized) and (not vocabulary or vocabulary.has(field, normalized))
        if vocabulary and not is_known:
            normalized = vocabulary.find_label(field, value.text) or normalized
            is_known = bool(normalized) and vocabulary.has(field, normalized)
        if is_known:
            return normalized
        if not self._has_room:
            return normalized
        if not normalized:
            meant = nearest(value.text, suggestions(field))
            advice = f"did you mean “{meant}”?" if meant else f"use {_describe_values(field)}"
            message = f"{quote(value.text, _LONGEST_QUOTE)} is not valid after “{field}:”; {advice}"
            self.add_mistake(value.start, value.end, message, meant)
        elif vocabulary:
            self._report_missing_value(field, value, vocabulary)
        return normalized

    def _report_missing_value(self, field: str, value: Value, vocabulary: Vocabulary) -> None:
        known = vocabulary.values(field)
        meant = vocabulary.nearest(field, value.text)
        message = f"no session has the {field} {quote(value.text, _LONGEST_QUOTE)}"
        if meant:
            message += f"; did you mean “{meant}”?"
        elif not known:
            message = f"no session has a {field}"
        elif len(known) <= _FEW_VALUES:
            message += f"; use {', '.join(known)}"
        self.add_mistake(value.start, value.end, message, meant)


def _describe_values(field: str) -> str:
    definition = FIELDS[field]
    if definition.form:
        return definition.form
    return ", ".join(definition.values) or f"a {field} or part of its name"
