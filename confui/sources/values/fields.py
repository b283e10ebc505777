"""The keys of one file as values of the model, taken with tolerance.

A value that does not fit costs a problem and never the session: it stays in `extra` as written.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from confui.sources.problems import ProblemCollector, in_quotes
from confui.sources.syntax.raw_values import RawValue
from confui.text import clean

_ABSENT = frozenset({"", "none", "null", "~"})
_LONGEST_ABSENT = max(map(len, _ABSENT))
_TRUE = frozenset({"true", "yes", "on", "y", "1"})
_FALSE = frozenset({"false", "no", "off", "n", "0"})

_PRIVATE = frozenset(("answers", "questionanswers", "question_answers", "internal_notes"))
"""What presenters and organisers told one another."""

_AS_THEY_ARE: Mapping[str, Sequence[str]] = MappingProxyType({})


def is_empty(value: RawValue) -> bool:
    """Whether a value stands for nothing: empty, `null`, `~`, or the word None."""
    if not isinstance(value, str):
        return not value
    word = value.strip()
    return len(word) <= _LONGEST_ABSENT and word.lower() in _ABSENT


def clean_name(value: RawValue) -> str:
    """Return a name, safe to show; the empty text where a value is none or stands for nothing."""
    return "" if not isinstance(value, str) or is_empty(value) else clean(value)


def parse_bool(text: str) -> bool | None:
    """Return whether a text says yes or no; None where it says neither."""
    word = text.strip().lower()
    return True if word in _TRUE else False if word in _FALSE else None


def clean_value(value: RawValue) -> object:
    """Return a value as written, safe to show at every depth, without what is private in it."""
    if isinstance(value, str):
        return clean(value, multiline=True)
    if isinstance(value, list):
        return [clean_value(item) for item in value]
    return {clean(key): clean_value(item) for key, item in value.items() if not _is_private(key)}


def _is_private(key: str) -> bool:
    return key.lower() in _PRIVATE


class Fields:
    """The keys of one mapping. Each is taken once; what nobody took, or could use, is `extra`."""

    def __init__(
        self,
        values: Mapping[str, RawValue],
        collector: ProblemCollector,
        *,
        line_key: str = "",
        synonyms: Mapping[str, Sequence[str]] = _AS_THEY_ARE,
    ) -> None:
        """Begin with all keys to be taken.

        Args:
            values: What the mapping says.
            collector: Where problems go.
            line_key: Whose line they are at; each key's own where this is empty.
            spelled: The keys that stand for a name in this mapping, where that is not the name.
        """
        self.collector = collector
        self._values = dict(values)
        self._line_key = line_key
        self._spelled = synonyms
        self._kept: dict[str, RawValue] = {}

    @property
    def extra(self) -> dict[str, object]:
        """The keys that were not taken or not understood, as written, safe to show."""
        left = {**self._values, **self._kept}
        return {
            clean(key): clean_value(value) for key, value in left.items() if not _is_private(key)
        }

    @property
    def left(self) -> tuple[str, ...]:
        """The keys that nobody asked for."""
        return tuple(self._values)

    def take(self, *names: str) -> tuple[str, RawValue]:
        """Return the first of these keys that has a value, and the value; two empty texts if none.

        The names are one field under several spellings.
        """
        if self._spelled:
            names = tuple(key for name in names for key in self._spelled.get(name, (name,)))
        for name in names:
            value = self._values.pop(name, "")
            if value and not is_empty(value):
                return name, value
        return "", ""

    def text(self, *names: str, multiline: bool = False) -> str:
        """Return a text, safe to show, or the empty one; a list or map is a warning."""
        name, value = self.take(*names)
        return self._text(name, value, multiline=multiline) if name else ""

    def key_and_text(self, *names: str, multiline: bool = False) -> tuple[str, str]:
        """Return the key that has a value, and the text as `text` does."""
        name, value = self.take(*names)
        return name, self._text(name, value, multiline=multiline) if name else ""

    def _text(self, name: str, value: RawValue, *, multiline: bool) -> str:
        if isinstance(value, str):
            return clean(value, multiline=multiline).strip()
        self.keep_with_warning(
            name, value, "not-text", f"`{name}` is not a text", "Write it as one text."
        )
        return ""

    def texts(self, name: str, *, commas: bool = True) -> tuple[str, ...]:
        """Return the texts of a list, each once, or of one text; what is no text is a warning.

        Whether `commas` divide one text is up to the field.
        """
        name, value = self.take(name)
        if not name:
            return ()
        if isinstance(value, str):
            items: list[RawValue] = [*value.split(",")] if commas else [value]
        else:
            items = value if isinstance(value, list) else [value]
        texts = [clean(item) for item in items if isinstance(item, str) and not is_empty(item)]
        if not all(isinstance(item, str) for item in items):
            self.keep_with_warning(
                name, value, "not-texts", f"`{name}` is not a list of texts", "List plain texts."
            )
        return tuple(dict.fromkeys(texts))

    def boolean(self, name: str) -> bool | None:
        """Return whether a key says yes or no; None where it says neither."""
        name, value = self.take(name)
        if not name:
            return None
        answer = parse_bool(value) if isinstance(value, str) else None
        if answer is None:
            message = f"`{name}` is {in_quotes(value)}"
            self.keep_with_warning(
                name, value, "not-true-or-false", message, "Write true or false."
            )
        return answer

    def restore(self, name: str, value: RawValue) -> None:
        """Put a key back that was taken, for somebody else to take."""
        self._values[name] = value

    def drop(self, name: str) -> None:
        """Leave a key out of `extra`: another one says the same."""
        self._values.pop(name, "")

    def keep(self, name: str, value: RawValue) -> None:
        """Put a value into `extra`."""
        self._kept[name] = value

    def keep_with_error(
        self, name: str, value: RawValue, code: str, message: str, fix: str
    ) -> None:
        """Put a value into `extra` that the session is the poorer without: an error at its line."""
        self.keep(name, value)
        self.collector.error(code, self._line_key or name, message, fix)

    def keep_with_warning(
        self, name: str, value: RawValue, code: str, message: str, fix: str
    ) -> None:
        """Put a value that does not fit into `extra`, with a warning at its line."""
        self.keep(name, value)
        self.collector.warning(code, self._line_key or name, message, fix)
