"""From text to query. A mistake never raises: it is told at its place, and the rest counts."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from confui.schedule.query.fields import FIELDS, NAMES, nearest, normalize_value, suggestions
from confui.schedule.query.lexer import MOST_VALUES, Token, Value, read_tokens
from confui.schedule.query.query import Query, Term, quote_value, spell_term
from confui.text import clean

MOST_MISTAKES = 3
"""How many mistakes are told: whoever has made more wants to start again."""

_LONGEST_SHOWN = 30
_FEW = 8
_DASHES = frozenset("-–—")


class Vocabulary(Protocol):
    """What a parser asks of a known conference."""

    def has(self, field: str, value: str) -> bool:
        """Whether any session has a value that is valid in a query."""

    def values(self, field: str) -> Sequence[str]:
        """Return the values that sessions have."""

    def nearest(self, field: str, value: str) -> str:
        """Return the value that some session has and that is most like this one; empty for none."""


class Mistake(NamedTuple):
    """What is wrong with a part of the text."""

    start: int
    """The first character of the part; `end` is the one behind it."""
    end: int
    message: str
    """One line, safe to show."""
    nearest: str = ""
    """What was probably meant, as it is typed in place of the part, or empty."""


class Parsed(NamedTuple):
    """What a text says, and what is wrong with it."""

    query: Query
    """All that is valid. A valid value that the conference does not have counts: nothing matches
    it. A value that no conference could have does not."""
    mistakes: tuple[Mistake, ...] = ()
    """In the order of the text, at most `MOST_MISTAKES`."""


def parse(text: str, vocabulary: Vocabulary | None = None) -> Parsed:
    """Return the query that `text` says, and its mistakes. Never raises.

    A `vocabulary` lets values be told apart that no session of the conference has.
    """
    reader = _Reader(vocabulary)
    for token in read_tokens(text):
        if not reader.read(token):
            reader.complain(token.start, len(text), f"only the first {MOST_VALUES} words count")
            break
    return Parsed(Query(tuple(reader.terms)), tuple(reader.mistakes))


def join_arguments(arguments: Iterable[str]) -> str:
    """Return the arguments of a command as one text, with the quotes that the shell took away.

    `room:Ballroom A` was `room:"Ballroom A"`. Words without a field, and a query that is one
    argument as a whole, are left as they are.
    """
    return " ".join(_requoted(argument) for argument in arguments if argument.strip())


def _requoted(argument: str) -> str:
    first, *others = (token.name for token in read_tokens(argument))
    is_one_name = first and not any(others) and not FIELDS[first].closed
    if not is_one_name or '"' in argument:
        return argument
    head, _, tail = argument.partition(":")
    values = [quote_value(value) if " " in value else value for value in tail.split(",")]
    return f"{head}:{','.join(values)}"


class _Reader:
    """Collects the terms and the mistakes of one text."""

    def __init__(self, vocabulary: Vocabulary | None) -> None:
        self.terms: list[Term] = []
        self.mistakes: list[Mistake] = []
        self._vocabulary = vocabulary
        self._values = 0

    def read(self, token: Token) -> bool:
        """Take a term over; return whether there was room for it."""
        self._values += len(token.values)
        if self._values > MOST_VALUES:
            return False
        if token.field is None:
            values = [value.text for value in token.values if self._is_word(value)]
        elif token.name:
            values = [self._valid(token, value) for value in token.values]
        else:
            values = []
            self._complain_of_field(token, token.field)
        if kept := tuple(dict.fromkeys(filter(None, values))):
            self.terms.append(Term(token.name, kept, token.negated))
        return True

    def complain(self, start: int, end: int, message: str, meant: str = "") -> None:
        """Tell a mistake."""
        if self._patient:
            self.mistakes.append(Mistake(start, end, message, meant and spell_term(meant)))

    @property
    def _patient(self) -> bool:
        return len(self.mistakes) < MOST_MISTAKES

    def _is_word(self, value: Value) -> bool:
        self._check_quote(value)
        return value.quoted or not _DASHES.issuperset(value.text)

    def _check_quote(self, value: Value) -> None:
        if not value.closed:
            self.complain(value.start, value.end, "the quote that begins here does not end")

    def _complain_of_field(self, token: Token, field: str) -> None:
        if not self._patient:
            return
        meant = nearest(field, NAMES)
        advice = f"did you mean “{meant}”?" if meant else "in quotes it would be a word"
        start = token.start + token.negated
        message = f"there is no field {_shown(field)}; {advice}"
        self.complain(start, start + len(field), message, meant)

    def _valid(self, token: Token, value: Value) -> str:
        """Return a field's value as a query keeps it; empty where it is none."""
        self._check_quote(value)
        field = token.name
        if not value.text:
            start = token.start if value is token.values[0] else value.start - 1
            self.complain(start, value.end, f"what {field}? Write {_form(field)}")
            return ""
        kept = normalize_value(field, value.text)
        if not self._patient:
            return kept
        if not kept:
            meant = nearest(value.text, suggestions(field))
            advice = f"did you mean “{meant}”?" if meant else f"write {_form(field)}"
            message = f"{_shown(value.text)} means nothing after {field}:; {advice}"
            self.complain(value.start, value.end, message, meant)
        elif self._vocabulary and not self._vocabulary.has(field, kept):
            self._complain_of_absence(field, value, self._vocabulary)
        return kept

    def _complain_of_absence(self, field: str, value: Value, vocabulary: Vocabulary) -> None:
        known = vocabulary.values(field)
        meant = vocabulary.nearest(field, value.text)
        message = f"no session has the {field} {_shown(value.text)}"
        if meant:
            message += f"; did you mean “{meant}”?"
        elif not known:
            message = f"no session has a {field}"
        elif len(known) <= _FEW:
            message += f"; there are {', '.join(known)}"
        self.complain(value.start, value.end, message, meant)


def _form(field: str) -> str:
    described = FIELDS[field]
    if described.form:
        return described.form
    return ", ".join(described.values) or f"a {field}, or a part of its name"


def _shown(word: str) -> str:
    word = clean(word)
    return f"“{word}”" if len(word) <= _LONGEST_SHOWN else f"“{word[:_LONGEST_SHOWN]}…”"
