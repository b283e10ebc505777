"""Finding a room by a few letters of its name."""

import re
from collections.abc import Iterator, Sequence

from confui.text import fold

_CODE_LENGTH = 2
_LONGEST = 40
"""Characters of a name that are looked at."""
_LETTERS_OF_CODES = 12
"""Letters of a name from which its code is made."""
_MOST_CODES = 200
"""With more rooms than this none has a code."""

_WHOLE_CODE, _START, _WORD, _INSIDE, _SPREAD = range(5)


class RoomFinder:
    """Finds rooms by what is typed, in order of how well they match.

    Each room has a code of one or two letters, as far as there are enough. Typing the code makes
    the room the first one.
    """

    def __init__(self, rooms: Sequence[str]) -> None:
        self._rooms = tuple(dict.fromkeys(rooms))
        self._letters = {room: _letters(room) for room in self._rooms}
        self.codes = _assign_codes(self._letters) if len(self._rooms) <= _MOST_CODES else {}
        """The code of each room that has one."""

    def find(self, typed: str) -> tuple[str, ...]:
        """Return the rooms that match, the best first; all rooms if nothing is typed.

        A room matches if its name has the typed letters and digits in this order. The rooms whose
        code it is, whose name begins with it, and who have a word beginning with it come first.
        """
        wanted = _letters(typed)
        if not wanted:
            return self._rooms
        ranked = [(self._rank(room, wanted), room) for room in self._rooms]
        found = [(rank, room) for rank, room in ranked if rank is not None]
        return tuple(room for _, room in sorted(found, key=lambda each: each[0]))

    def _rank(self, room: str, wanted: str) -> int | None:
        letters = self._letters[room]
        if self.codes.get(room) == wanted:
            return _WHOLE_CODE
        if letters.startswith(wanted):
            return _START
        if any(_letters(word).startswith(wanted) for word in room[:_LONGEST].split()):
            return _WORD
        if wanted in letters:
            return _INSIDE
        rest = iter(letters)
        return _SPREAD if all(letter in rest for letter in wanted) else None


def _letters(text: str) -> str:
    return "".join(letter for letter in fold(text[:_LONGEST]) if letter.isalnum())


def _assign_codes(letters: dict[str, str]) -> dict[str, str]:
    """Return a code of its own for as many rooms as possible.

    A room takes its most natural free code. Only if none is free, another room gives its code up
    for a free one, and so on: the augmenting paths of bipartite matching.
    """
    codes = {room: tuple(_possible_codes(room, letters[room])) for room in letters}
    owner: dict[str, str] = {}

    def take(room: str, tried: set[str]) -> bool:
        free = next((code for code in codes[room] if code not in owner), None)
        if free is not None:
            owner[free] = room
            return True
        for code in codes[room]:
            if code not in tried:
                tried.add(code)
                if take(owner[code], tried):
                    owner[code] = room
                    return True
        return False

    for room in letters:
        take(room, set())
    return {room: code for code, room in owner.items()}


def _possible_codes(room: str, letters: str) -> Iterator[str]:
    """Yield the codes of a name, the most natural first: the first letters of its words."""
    if len(letters) < _CODE_LENGTH:
        yield from letters
    initials = "".join(word[0] for word in re.findall(r"[^\W_]+", fold(room[:_LONGEST])))
    for source in (initials, letters[:_LETTERS_OF_CODES]):
        for first in range(len(source)):
            for second in range(first + 1, len(source)):
                yield source[first] + source[second]
