"""Random corruption of a bookmark file: each must be detected or harmless.

`python -m tests.torture.corruptions [COUNT] [SEED]` prints how many were tried and not detected.
"""

import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.models import Session
from confui.userdata.bookmarks import Bookmarks, NotSavedError

PAGE = 4096
_STARS = 60
_NEW = Session("new", "A new star")
Damage = Callable[[bytearray, random.Random], None]


class Tried(NamedTuple):
    """What came of one corruption."""

    kind: str
    seed: str
    backed_up: bool
    """Whether there were backups."""
    detected: bool
    """Whether the attendee was told."""
    harmless: bool
    """Whether all bookmarks came back, and a change was saved or refused."""

    @property
    def passed(self) -> bool:
        """Whether nothing was lost, or was told to be where there is no backup."""
        return self.harmless or (self.detected and not self.backed_up)


def corruptions(count: int, seed: int = 0) -> tuple[int, int]:
    """Corrupt a bookmark file so often; return how often, and how often that went unnoticed.

    What was noticed and could not be recovered from sound backups counts as well.
    """
    tried = list(try_corruptions(count, seed))
    return len(tried), sum(not each.passed for each in tried)


def try_corruptions(count: int, seed: int = 0) -> Iterator[Tried]:
    """Corrupt a bookmark file so often, every other time without any backup to repair it from."""
    kinds = list(DAMAGES)
    with tempfile.TemporaryDirectory() as name:
        sound, bookmarks = _sound_file(Path(name, "sound", "bookmarks.db"))
        backups = {each.name: each.read_bytes() for each in (sound.parent / "backups").iterdir()}
        for number in range(count):
            kind = kinds[number % len(kinds)]
            place = Path(name, str(number), "bookmarks.db")
            (place.parent / "backups").mkdir(parents=True)
            content = bytearray(sound.read_bytes())
            DAMAGES[kind](content, random.Random(f"{seed}/{number}"))
            place.write_bytes(content)
            backed_up = bool(number // len(kinds) % 2)
            if backed_up:
                for backup, data in backups.items():
                    (place.parent / "backups" / backup).write_bytes(data)
            detected, harmless = _outcome(place, bookmarks)
            shutil.rmtree(place.parent)
            yield Tried(kind, f"{seed}/{number}", backed_up, detected, harmless)


def _sound_file(path: Path) -> tuple[Path, Mapping[str, Bookmark]]:
    """Write a file of several pages, with a hole where a large note was; return its bookmarks."""
    with Bookmarks(path, clock=lambda: datetime(2017, 8, 15, 22, tzinfo=UTC)) as bookmarks:
        for number in range(_STARS):
            session = Session(
                f"talks/{number:02}.md", f"Lantern {number}", keys=(f"guid:{number}",)
            )
            bookmarks.mark("c", session, list(Mark)[number % 3])
            bookmarks.annotate("c", session, f"note {number} " * 8)
        bookmarks.annotate("c", Session("talks/01.md", "Lantern 1"), "x" * 3 * PAGE)
        bookmarks.annotate("c", Session("talks/01.md", "Lantern 1"), "short")
        return path, bookmarks.load("c")


def _outcome(path: Path, expected: Mapping[str, Bookmark]) -> tuple[bool, bool]:
    """Return whether the damage was told, and whether everything came back and can be changed."""
    with Bookmarks(path) as bookmarks:
        loaded = bookmarks.load("c")
        detected = bool(bookmarks.notice)
        saved = False
        with suppress(NotSavedError):
            bookmarks.mark("c", _NEW)
            saved = True
    with Bookmarks(path) as bookmarks:
        again = bookmarks.load("c")
        detected = detected or bool(bookmarks.notice)
    after = {key: each for key, each in again.items() if key != _NEW.id}
    return detected, loaded == after == expected and saved == (_NEW.id in again)


def _flip_bit(content: bytearray, chance: random.Random) -> None:
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _flip_bit_in_text(content: bytearray, chance: random.Random) -> None:
    used = [place for place, byte in enumerate(content) if chr(byte).isalnum()]
    content[chance.choice(used)] ^= 1 << chance.randrange(8)


def _flip_header(content: bytearray, chance: random.Random) -> None:
    content[chance.randrange(100)] ^= 1 << chance.randrange(8)


def _zero_page(content: bytearray, chance: random.Random) -> None:
    start = PAGE * chance.randrange(len(content) // PAGE)
    content[start : start + PAGE] = bytes(PAGE)


def _truncate(content: bytearray, chance: random.Random) -> None:
    del content[chance.randrange(len(content)) :]


def _swap_pages(content: bytearray, chance: random.Random) -> None:
    first, second = (PAGE * page for page in chance.sample(range(len(content) // PAGE), 2))
    page = content[first : first + PAGE]
    content[first : first + PAGE] = content[second : second + PAGE]
    content[second : second + PAGE] = page


def _copy_page(content: bytearray, chance: random.Random) -> None:
    first, second = (PAGE * page for page in chance.sample(range(len(content) // PAGE), 2))
    content[first : first + PAGE] = content[second : second + PAGE]


def _overwrite(content: bytearray, chance: random.Random) -> None:
    start, length = chance.randrange(len(content)), chance.randrange(1, 600)
    content[start : start + length] = chance.randbytes(len(content[start : start + length]))


DAMAGES: dict[str, Damage] = {
    "a flipped bit": _flip_bit,
    "a flipped bit in a text": _flip_bit_in_text,
    "a flipped bit in the header": _flip_header,
    "a zeroed page": _zero_page,
    "a cut": _truncate,
    "two pages swapped": _swap_pages,
    "a page written to another place": _copy_page,
    "noise": _overwrite,
}


if __name__ == "__main__":
    tried, undetected = corruptions(*map(int, sys.argv[1:] or ["500"]))
    sys.stdout.write(f"{tried} corruptions, {undetected} undetected\n")
    sys.exit(undetected > 0)
