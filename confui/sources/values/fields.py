"""The keys of one session or file, read as values of the model.

A value that cannot be read becomes a problem and stays in `extra` as written. It never costs the
session.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from confui.sources.problems import ProblemCollector, in_quotes
from confui.sources.syntax.raw_values import RawValue
from confui.text import clean

_EMPTY_WORDS = frozenset({"", "none", "null", "~"})
_LONGEST_EMPTY_WORD = max(map(len, _EMPTY_WORDS))
_TRUE = frozenset({"true", "yes", "on", "y", "1"})
_FALSE = frozenset({"false", "no", "off", "n", "0"})

_PRIVATE_KEYS = frozenset(("answers", "questionanswers", "question_answers", "internal_notes"))
"""Keys, in lower case, with what only speakers and organisers should see."""

_NO_SYNONYMS: Mapping[str, Sequence[str]] = MappingProxyType({})


def is_empty(value: RawValue) -> bool:
    """Whether a value is empty, `null`, `~`, or the word None."""
    if not isinstance(value, str):
        return not value
    word = value.strip()
    return len(word) <= _LONGEST_EMPTY_WORD and word.lower() in _EMPTY_WORDS


def clean_name(value: RawValue) -> str:
    """Return a name, safe to show; empty where the value is empty or not a text."""
    return "" if not isinstance(value, str) or is_empty(value) else clean(value)


def parse_bool(text: str) -> bool | None:
    """Return True for `yes` and the like, False for `no` and the like, None for other texts."""
    word = text.strip().lower()
    return True if word in _TRUE else False if word in _FALSE else None


class Fields:
    """The keys of one mapping.

    Reading a key takes it out. `extra` has the keys that were not read, and the values that were
    kept because they are not valid.

    Methods that accept several names read one field that has several possible keys: the first key
    with a value counts.
    """

    def __init__(
        self,
        values: Mapping[str, RawValue],
        collector: ProblemCollector,
        *,
        line_key: str = "",
        synonyms: Mapping[str, Sequence[str]] = _NO_SYNONYMS,
    ) -> None:
        """Start with no key read.

        Args:
            values: The mapping.
            collector: Where problems are added.
            line_key: The key whose line all problems have; empty for the line of each key itself.
            synonyms: The keys to read for a name, in order, where the source has other words for
                it. The name itself is read only if it is among them.
        """
        self.collector = collector
        self._values = dict(values)
        self._line_key = line_key
        self._synonyms = synonyms
        self._kept: dict[str, RawValue] = {}

    @property
    def extra(self) -> dict[str, object]:
        """The keys that were not read or not valid, with their values as written, safe to show."""
        values = {**self._values, **self._kept}
        return {
            clean(key): _clean_value(value) for key, value in values.items() if not _is_private(key)
        }

    @property
    def unread_keys(self) -> tuple[str, ...]:
        """The keys that were not read."""
        return tuple(self._values)

    def take(self, *names: str) -> tuple[str, RawValue]:
        """Return the key that has a value, and the value as written; two empty texts if none."""
        for name in names:
            for key in self._synonyms.get(name, (name,)):
                value = self._values.pop(key, None)
                if value and not is_empty(value):
                    return key, value
        return "", ""

    def text(self, *names: str, multiline: bool = False) -> str:
        """Return a text, safe to show; empty if there is none. A list or map is a warning."""
        _, text = self.key_and_text(*names, multiline=multiline)
        return text

    def key_and_text(self, *names: str, multiline: bool = False) -> tuple[str, str]:
        """Return the key that has a value, and the text as `text` does."""
        name, value = self.take(*names)
        if not name:
            return "", ""
        if isinstance(value, str):
            return name, clean(value, multiline=multiline).strip()
        message = f"`{name}` is not a text"
        self.keep_with_warning(name, value, "not-text", message, "Write it as one text.")
        return name, ""

    def texts(self, name: str, *, commas: bool = True) -> tuple[str, ...]:
        """Return the texts of a list without repetitions, or of a single text.

        Items that are not texts are a warning. With `commas`, a single text is divided at each one.
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
            message = f"`{name}` is not a list of texts"
            self.keep_with_warning(name, value, "not-texts", message, "List plain texts.")
        return tuple(dict.fromkeys(texts))

    def boolean(self, name: str) -> bool | None:
        """Return whether a key says yes or no; None without a value, or with another one."""
        name, value = self.take(name)
        if not name:
            return None
        answer = parse_bool(value) if isinstance(value, str) else None
        if answer is None:
            message, fix = f"`{name}` is {in_quotes(value)}", "Write true or false."
            self.keep_with_warning(name, value, "not-true-or-false", message, fix)
        return answer

    def restore(self, name: str, value: RawValue) -> None:
        """Put back a key that was read, to be read again."""
        self._values[name] = value

    def drop(self, name: str) -> None:
        """Leave a key out of `extra`."""
        self._values.pop(name, "")

    def keep(self, name: str, value: RawValue) -> None:
        """Put a value into `extra`."""
        self._kept[name] = value

    def keep_with_error(
        self, name: str, value: RawValue, code: str, message: str, fix: str
    ) -> None:
        """Put a value into `extra` and add an error: the session lacks something without it."""
        self.keep(name, value)
        self.collector.error(code, self._line_key or name, message, fix)

    def keep_with_warning(
        self, name: str, value: RawValue, code: str, message: str, fix: str
    ) -> None:
        """Put a value into `extra` and add a warning."""
        self.keep(name, value)
        self.collector.warning(code, self._line_key or name, message, fix)


def _clean_value(value: RawValue) -> object:
    """Return a value as written, safe to show at every depth, without private keys."""
    if isinstance(value, str):
        return clean(value, multiline=True)
    if isinstance(value, list):
        return [_clean_value(item) for item in value]
    return {clean(key): _clean_value(item) for key, item in value.items() if not _is_private(key)}


def _is_private(key: str) -> bool:
    return key.lower() in _PRIVATE_KEYS
