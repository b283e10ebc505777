"""Finding a conference in a directory by words of its name."""

from collections.abc import Iterable, Sequence
from datetime import date

from confui.library.storage import LibraryError
from confui.schedule.search import is_word_edge
from confui.sources import DirectoryEntry
from confui.text import fold

_LONGEST_QUERY = 200


class SeveralConferencesError(LibraryError):
    """More than one conference is meant. Nothing was done; the attendee decides."""

    def __init__(self, matches: Sequence[DirectoryEntry]) -> None:
        super().__init__(f"{len(matches)} conferences match; name one by its id")
        self.matches = matches
        """The best first."""


def is_running(entry: DirectoryEntry, today: date) -> bool:
    """Return whether a conference is on."""
    return entry.first is not None and entry.last is not None and entry.first <= today <= entry.last


def is_over(entry: DirectoryEntry, today: date) -> bool:
    """Return whether a conference is over; one without dates is not."""
    return entry.last is not None and entry.last < today


def find_conferences(
    entries: Iterable[DirectoryEntry], words: str, today: date
) -> tuple[DirectoryEntry, ...]:
    """Return the conferences that have all words in title, id or year, where a word begins there.

    The conference with exactly this id comes first, then what is on or comes, the next first, then
    what is over, the latest first. Among the former and the latter, whole words come before
    beginnings of words. Without words, all conferences are returned.
    """
    query = _Query(words)
    ranks = ((query.rank(entry), entry) for entry in entries)
    matches = [(rank, entry) for rank, entry in ranks if rank is not None]
    matches.sort(key=lambda match: _sort_key(match[0], match[1], today))
    return tuple(entry for _, entry in matches)


def choose_conference(
    entries: Iterable[DirectoryEntry], words: str, today: date
) -> DirectoryEntry | None:
    """Return the conference that is clearly meant; None if none matches.

    That is the one with exactly this id. Else it is the edition that is on or comes next, or the
    last one, of the only series that matches best.

    Raises:
        SeveralConferencesError: It is not clear.
    """
    matches = find_conferences(entries, words, today)
    if not matches:
        return None
    query = _Query(words)
    best = min(rank for entry in matches if (rank := query.rank(entry)) is not None)
    top = [entry for entry in matches if query.rank(entry) == best]
    chosen = top[0]
    dates = [(entry.first, entry.last) for entry in top]
    is_clear = best == _BY_ID or (
        all(_is_same_series(chosen, entry) for entry in top)
        and dates.count(dates[0]) == 1
        and (not is_over(chosen, today) or all(is_over(entry, today) for entry in matches))
    )
    if not is_clear:
        raise SeveralConferencesError(matches)
    return chosen


_BY_ID, _BY_NAME, _BY_WORDS, _BY_BEGINNINGS = range(4)
"""How well a conference matches, the best first: the words are its id; they are its name without
numbers; they are whole words of it; they begin words of it."""


class _Query:
    """The words that a conference must have."""

    def __init__(self, text: str) -> None:
        self._text = fold(text[:_LONGEST_QUERY]).strip()
        self._words = _split(self._text)
        self._stem = _stem(self._text)

    def rank(self, entry: DirectoryEntry) -> int | None:
        """Return how well a conference matches; None if it does not."""
        title, id = fold(entry.title), fold(entry.id)
        if self._text and self._text == id:
            return _BY_ID
        years = {str(day.year) for day in (entry.first, entry.last) if day}
        searched = " ".join((title, id, *years))
        ends = []
        for word in self._words:
            ends.append(_ends_of(word, searched))
            if not ends[-1]:
                return None
        if self._stem and self._stem in (_stem(title), _stem(id)):
            return _BY_NAME
        whole = all(any(_is_edge(searched, end) for end in each) for each in ends)
        return _BY_WORDS if whole else _BY_BEGINNINGS


def _sort_key(rank: int, entry: DirectoryEntry, today: date) -> tuple[bool, bool, int, int, str]:
    """Return what conferences that match are sorted by."""
    over = is_over(entry, today)
    day = entry.last if over else entry.first
    number = (day or date.max).toordinal()
    return rank != _BY_ID, over, rank, -number if over else number, entry.title


def _is_same_series(one: DirectoryEntry, other: DirectoryEntry) -> bool:
    """Return whether two conferences are editions of one, by their title or id without numbers."""
    return any(
        _stem(fold(a)) == _stem(fold(b)) != ()
        for a, b in ((one.title, other.title), (one.id, other.id))
    )


def _split(text: str) -> list[str]:
    """Return the words of a folded text: runs of letters and digits."""
    return "".join(each if each.isalnum() else " " for each in text).split()


def _stem(text: str) -> tuple[str, ...]:
    """Return the words of a folded text without its numbers."""
    return tuple("".join(each if each.isalpha() else " " for each in text).split())


def _ends_of(word: str, text: str) -> list[int]:
    """Return where the word ends in a text, wherever it begins a word there."""
    ends = []
    at = text.find(word)
    while at >= 0:
        if _is_edge(text, at):
            ends.append(at + len(word))
        at = text.find(word, at + 1)
    return ends


def _is_edge(text: str, at: int) -> bool:
    """Return whether a word, or a number, may begin or end at a position of a folded text."""
    beside_number = 0 < at < len(text) and text[at - 1].isdigit() != text[at].isdigit()
    return beside_number or is_word_edge(text, at)
