"""Mutated files: each must be read as sessions and problems, or refused in one line.

`python -m tests.torture.mutations READER COUNT SEED` reads so many and prints those that crashed.
A crash of the interpreter, or a reader that hangs, ends only this process.
"""

import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.torture.readers import READERS

_ROOT = Path(__file__).parents[2]
_HANGS = 20
"""Seconds that no file of a few kilobytes may take on however slow a machine."""
_TOKENS = (
    *(b"\x00", b"\x1b[2J", b"\x9b", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe2\x80\xae", b"\xed\xa0\x80"),
    *(b"[", b"{", b"]", b"}", b'"', b"'", b"---\n", b"...\n", b"\r", b"\n\n", b"\t", b": ", b"- "),
    *(b"&a ", b"*a", b"<<: ", b"!!python/object:os.system ", b"|\n", b">-\n", b"? ", b"%YAML 9\n"),
    *(b"<", b"</", b"/>", b"&#27;", b"&amp;", b"<![CDATA[", b"<!DOCTYPE x>", b"<!--", b"]]>"),
    *(b"null", b"true", b"-1", b"9" * 30, b"1e999", b"0x1F", b"1:2:3", b"\\ud800", b"\\u001b"),
    *(b"0001-01-01", b"9999-12-31T23:59:59", b"2031-02-30", b"25:00", b"+99:00", b"-0000", b"P9W"),
    *(
        b"Moon/Base",
        b"BEGIN:VEVENT\r\n",
        b"END:VCALENDAR\r\n",
        b";TZID=",
        b"RRULE:FREQ=SECONDLY\r\n",
    ),
    *(
        b"javascript:x",
        b"https://[",
        b"https://\xd0\xb5.example/",
        b"../../etc/passwd",
        b"x" * 3000,
    ),
)

_VALUES: tuple[object, ...] = (
    *(None, True, False, 0, -1, 1.5, 1e300, 10**30, "", " ", "x", "0", "[]", "null", "\x1b[2J"),
    *([], {}, [[]], [None], [{}], {"": ""}, [1, "a", None], {"name": []}, {"en": "Snow", "de": 1}),
    *(
        "2031-02-30",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01",
        "25:00",
        "-0:30",
        "P9999W",
        "9" * 40,
    ),
    *("https://[", "javascript:x", "//x", "https://a.example/\u202e", "\ud800", "<p>" * 300),
    *(
        "Moon/Base",
        "Europe/Oslo",
        "Advanced",
        "keynote",
        1_900_000_000,
        1_900_000_000_000,
        [[1], [2]],
    ),
)
_KEYS = (
    *("title", "start", "end", "date", "duration", "room", "rooms", "days", "events", "sessions"),
    *("speakers", "persons", "id", "guid", "name", "level", "tags", "links", "url", "x", ""),
)


def mutate(chance: random.Random, content: bytes) -> bytes:
    """Return a file in which a few bytes, words or spans are changed, added, removed or moved."""
    mutated = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 9))):
        place = chance.randrange(len(mutated) + 1)
        end = min(len(mutated), place + chance.choice((1, 1, 2, 8, 40, 200)))
        match chance.randrange(7):
            case 0 if mutated:
                mutated[min(place, len(mutated) - 1)] ^= 1 << chance.randrange(8)
            case 1:
                del mutated[place:end]
            case 2:
                mutated[place:place] = mutated[place:end] * chance.choice((1, 2, 30))
            case 3:
                mutated[place:place] = chance.choice(_TOKENS)
            case 4:
                mutated[place:end] = chance.choice(_TOKENS)
            case 5:
                span = bytes(mutated[place:end])
                del mutated[place:end]
                there = chance.randrange(len(mutated) + 1)
                mutated[there:there] = span
            case _:
                del mutated[place:]
                mutated += content[chance.randrange(len(content)) :]
    return bytes(mutated)


def mutate_json(chance: random.Random, content: bytes) -> bytes:
    """Return JSON in which a few values are other ones, so that it is still JSON."""
    document = json.loads(content)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        places = list(_places(document))
        container, key = chance.choice(places)
        match chance.randrange(4):
            case 0 if isinstance(container, dict):
                container[chance.choice(_KEYS)] = container.pop(key)
            case 1:
                del container[key]
            case 2:
                other, there = chance.choice(places)
                value = json.loads(json.dumps(other[there])) if there in _keys(other) else None
                container[key] = value
            case _:
                container[key] = json.loads(json.dumps(chance.choice(_VALUES)))
        if not document:
            break
    return json.dumps(document).encode()


def _places(container: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each object or list with each of its keys or indices, at any depth."""
    for key in _keys(container):
        yield container, key
        yield from _places(container[key])


def _keys(container: Any) -> list[Any]:
    if isinstance(container, dict):
        return list(container)
    return list(range(len(container))) if isinstance(container, list) else []


def mutated_file(reader: str, seed: int, number: int) -> bytes:
    """Return the mutated file with a number, the same one every time."""
    chance = random.Random(f"{reader}/{seed}/{number}")
    content = READERS[reader].seed
    is_json = content.startswith(b"{")
    return mutate_json(chance, content) if is_json and number % 4 else mutate(chance, content)


def read_mutated(reader: str, numbers: range, seed: int) -> list[str]:
    """Read mutated files in this process; return what was raised, with the number of each file."""
    crashes = []
    for number in numbers:
        content = mutated_file(reader, seed, number)
        signal.alarm(_HANGS)  # its default action ends the process, in whatever C code it is
        try:
            READERS[reader].read(content)
        except Exception as error:
            crashes.append(f"{reader}, seed {seed}, file {number}: {type(error).__name__}: {error}")
        finally:
            signal.alarm(0)
    return crashes


def mutations(count: int, seed: int = 0) -> tuple[int, int, list[str]]:
    """Read so many mutated files in another process; if it dies, the next reader gets a new one.

    Returns how many were read, how many crashed, and a line about each crash.
    """
    each = -(-count // len(READERS))
    waiting, crashes = list(READERS), list[str]()
    while waiting:
        command = [sys.executable, "-m", "tests.torture.mutations", str(each), str(seed), *waiting]
        process = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
        done = process.stdout.splitlines()  # a line for each reader
        for line in done:
            crashes += json.loads(line)
        if len(done) < len(waiting):
            reader = waiting[len(done)]
            crashes.append(f"{reader}, seed {seed}: status {process.returncode} {process.stderr}")
        waiting = waiting[len(done) + 1 :]
    return each * len(READERS), len(crashes), crashes


def _main() -> None:
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    for reader in sys.argv[3:]:
        print(json.dumps(read_mutated(reader, range(count), seed)), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    _main()
