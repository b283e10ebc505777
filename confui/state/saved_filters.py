"""The attendee's saved filters: queries under a name, the same for every conference."""

from collections.abc import Callable, Iterator, Mapping

from confui.doorway import TYPE_CHECKING
from confui.schedule.query import SAVED, Value, read_tokens, spell_term
from confui.text import clean, fold

if TYPE_CHECKING:
    from confui.userdata import Remembered

MOST_FILTERS, LONGEST_FILTER, LONGEST_FILTER_NAME = 100, 2_000, 60
"""How many filters may be saved, and how many characters a query and a name may have."""


class FilterError(Exception):
    """Nothing was saved. The message is one line that says why."""


class SavedFilters:
    """The saved filters, and every change to them.

    A change returns when it is on disk. If it cannot be written, it raises NotRememberedError and
    nothing has changed.
    """

    def __init__(
        self, remembered: "Remembered", on_change: Callable[[], None] = lambda: None
    ) -> None:
        """Use what is remembered; `on_change` is called after every change."""
        self._remembered = remembered
        self._on_change = on_change

    @property
    def texts(self) -> Mapping[str, str]:
        """The text of each filter by its name, in the order of their names.

        Of names that differ only in case and accents, the one saved last counts.
        """
        filters = self._remembered.filters
        by_key = {fold(name): name for name in filters if clean_filter_name(name) == name}
        return {by_key[key]: filters[by_key[key]] for key in sorted(by_key)[:MOST_FILTERS]}

    def name_in_use(self, name: str) -> str:
        """Return the name of the filter that is meant, as it was saved; empty if there is none."""
        return next((other for other in self.texts if fold(other) == fold(name)), "")

    def save(self, name: str, text: str) -> str:
        """Save a query, in place of one of the same name; return its name.

        Where the query has that filter itself, as `@name`, the filter's own text takes its place:
        so a filter can be recalled, changed, and saved under its name again.

        Raises:
            FilterError: The name or the query cannot be saved.
            NotRememberedError: It could not be written.
        """
        name, text = clean_filter_name(name), text.strip()
        before = self.name_in_use(name)
        if not name:
            raise FilterError("Type a name")
        if not text:
            raise FilterError("There is no filter to save; press / to search")
        if not before and len(self.texts) == MOST_FILTERS:
            raise FilterError(f"{MOST_FILTERS} filters are saved already; remove one first")
        text = self._unfold(text, before) if before else text
        if len(text) > LONGEST_FILTER:
            raise FilterError(f"A saved filter has at most {LONGEST_FILTER:,} characters")
        self._check_circle(name, text)
        self._change({before: None, name: text} if before != name and before else {name: text})
        return name

    def rename(self, name: str, new: str) -> str:
        """Rename a filter; return its new name. Filters that contain it have the new name, too.

        Raises:
            FilterError: There is no such filter, or the new name cannot be used.
            NotRememberedError: It could not be written.
        """
        name, new = self.name_in_use(name), clean_filter_name(new)
        if not name:
            raise FilterError("This filter is no longer saved")
        if not new:
            raise FilterError("Type a name")
        if (taken := self.name_in_use(new)) and taken != name:
            raise FilterError(f"There is a filter {SAVED}{taken} already")
        if new != name:
            others = {
                other: _replace_name(text, name, new)
                for other, text in self.texts.items()
                if other != name
            }
            changed = {other: text for other, text in others.items() if text != self.texts[other]}
            self._change({**changed, name: None, new: self.texts[name]})
        return new

    def remove(self, name: str) -> str:
        """Remove a filter; return the text of its query, empty if there is none of that name.

        Raises:
            NotRememberedError: It could not be written.
        """
        name = self.name_in_use(name)
        text = self.texts.get(name, "")
        if name:
            self._change({name: None})
        return text

    def _change(self, changes: Mapping[str, str | None]) -> None:
        self._remembered.change_filters(changes)
        self._on_change()

    def _check_circle(self, name: str, text: str) -> None:
        """Raise FilterError if a filter would contain itself, or one that contains it."""
        texts = {fold(other): each for other, each in self.texts.items()} | {fold(name): text}
        seen: set[str] = set()
        waiting = [text]
        while waiting:
            inside = {fold(value.text) for value in _find_filters(waiting.pop())} - seen
            seen |= inside
            waiting += [texts[key] for key in inside if key in texts]
        if fold(name) in seen:
            raise FilterError(f"{SAVED}{name} cannot contain itself")

    def _unfold(self, text: str, name: str) -> str:
        """Return a query with the text of a filter in the place of its name."""
        for token in reversed([*read_tokens(text)]):
            names = [fold(value.text) for value in token.values]
            if token.field == SAVED and not token.negated and names == [fold(name)]:
                text = text[: token.start] + self.texts[name] + text[token.end :]
        return text


def clean_filter_name(text: str) -> str:
    """Return a typed text as the name of a filter: one line, not too long, without `@` before."""
    return clean(text).lstrip(f"{SAVED} ")[:LONGEST_FILTER_NAME].strip()


def _find_filters(text: str) -> Iterator[Value]:
    """Yield the names of saved filters in a query."""
    for token in read_tokens(text):
        if token.field == SAVED:
            yield from token.values


def _replace_name(text: str, name: str, new: str) -> str:
    """Return a query with another name for a saved filter."""
    for value in reversed([*_find_filters(text)]):
        if fold(value.text) == fold(name):
            text = text[: value.start] + spell_term(new) + text[value.end :]
    return text
