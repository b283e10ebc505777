"""Parses text into a query. Mistakes are reported with their position and never raise."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from confui.schedule.query.fields import (
    FIELDS,
    NAMES,
    TEXT_FIELDS,
    nearest,
    normalize_value,
    suggestions,
)
from confui.schedule.query.lexer import MOST_CHARACTERS, MOST_VALUES, Token, Value, read_tokens
from confui.schedule.query.query import Query, Term, spell_term
from confui.schedule.query.sought import quote_value, spell_sought
from confui.text import quote

MOST_MISTAKES = 3
"""The maximum number of mistakes that are reported."""

_FEW_VALUES = 8
"""Up to this many values of a field are listed in a message."""

_LONGEST_QUOTE = 30
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


def parse(text: str, vocabulary: Vocabulary | None = None) -> Parsed:
    """Return the query in `text`, and its mistakes. Never raises.

    Args:
        text: The query as typed.
        vocabulary: The values of the conference; values that no session has are then mistakes.
    """
    parser = _Parser(vocabulary)
    for token in read_tokens(text[:MOST_CHARACTERS]):
        if not parser.read(token):
            parser.add_mistake(
                token.start, len(text), f"only the first {MOST_VALUES} words are used"
            )
            break
    else:
        if len(text) > MOST_CHARACTERS:
            message = f"only the first {MOST_CHARACTERS:,} characters are used"
            parser.add_mistake(MOST_CHARACTERS, len(text), message)
    return Parsed(Query(tuple(parser.terms)), tuple(parser.mistakes))


def join_arguments(arguments: Iterable[str]) -> str:
    """Join the arguments of a command to one text and restore the quotes that the shell removed.

    `room:Ballroom A` becomes `room:"Ballroom A"`. Words without a field, and an argument that is
    a query of several terms, stay as they are.
    """
    return " ".join(_restore_quotes(argument) for argument in arguments if argument.strip())


def _restore_quotes(argument: str) -> str:
    first, *others = (token.name for token in read_tokens(argument))
    is_one_name = first and not any(others) and not FIELDS[first].closed
    if not is_one_name or '"' in argument:
        return argument
    head, _, tail = argument.partition(":")
    values = [quote_value(value) if " " in value else value for value in tail.split(",")]
    return f"{head}:{','.join(values)}"


class _Parser:
    """Collects the terms and the mistakes of one text."""

    def __init__(self, vocabulary: Vocabulary | None) -> None:
        self.terms: list[Term] = []
        self.mistakes: list[Mistake] = []
        self._vocabulary = vocabulary
        self._values = 0

    def read(self, token: Token) -> bool:
        """Add a token. Return False if there are too many values already."""
        self._values += len(token.values)
        if self._values > MOST_VALUES:
            return False
        if token.field is None:
            values = [spell_sought(value) for value in token.values if self._is_word(value)]
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
        if not self._has_room:
            return normalized
        if not normalized:
            meant = nearest(value.text, suggestions(field))
            advice = f"did you mean “{meant}”?" if meant else f"use {_describe_values(field)}"
            message = f"{quote(value.text, _LONGEST_QUOTE)} is not valid after “{field}:”; {advice}"
            self.add_mistake(value.start, value.end, message, meant)
        elif self._vocabulary and not self._vocabulary.has(field, normalized):
            self._report_missing_value(field, value, self._vocabulary)
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
