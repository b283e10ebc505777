"""Large folders of which every other file is broken: the good ones are there, the others told."""

import json
import random
from collections.abc import Callable
from pathlib import Path

from confui.sources import SourceError, open_conference
from tests.torture.sinks import run

_A_FOLDER = 500
"""How many files a folder has."""
_LONGEST = 1024 * 1024


def read_broken(folder: Path, count: int, seed: int = 0) -> tuple[int, list[str]]:
    """Read a folder of so many files, as the program does and by `confui list`.

    Returns how many files there were, and a line on each fault.
    """
    chance = random.Random(seed)
    conference = folder / "snow-2031"
    good, broken = _write(conference, count, chance)
    faults = [*_open(conference, good, broken), *_list(conference, good), *_check(conference)]
    return count, [f"seed {seed}: {fault}" for fault in faults]


def _write(folder: Path, count: int, chance: random.Random) -> tuple[set[str], dict[str, str]]:
    """Write the files; return the titles in the good ones, and the kind of each broken one."""
    good, broken = set[str](), dict[str, str]()
    kinds = list(BREAKS)
    for number in range(count):
        name = f"{number // _A_FOLDER:03}/{number:05}.md"
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = _talk(number)
        if number % 2:
            kind = kinds[number // 2 % len(kinds)]
            content = BREAKS[kind](content, chance)
            broken[name] = kind
        else:
            good.add(f"Talk {number}")
        path.write_bytes(content)
    return good, broken


def _talk(number: int) -> bytes:
    start = f"2031-05-{17 + number % 3} {9 + number // 3 % 9:02}:00"
    return (
        f"---\ntitle: Talk {number}\ndate: {start}\nroom: Room {number % 90}\n"
        f"abstract: About {number}.\n---\nBring boots.\n"
    ).encode()


def _open(folder: Path, good: set[str], broken: dict[str, str]) -> list[str]:
    """Return what is wrong with the conference in a folder."""
    try:
        conference = open_conference(folder)
    except SourceError as error:
        return [f"refused: {error}"]
    titles = {session.title for session in conference.sessions}
    told = {problem.file for problem in conference.problems}
    faults = [f"{title} is missing" for title in sorted(good - titles)]
    faults += [
        f"{name}, {kind}, is not told"
        for name, kind in broken.items()
        if kind not in UNTOLD and name not in told
    ]
    faults += [f"{name} is good, but told" for name in sorted(told - {*broken, "", "."})]
    return faults


def _list(folder: Path, good: set[str]) -> list[str]:
    """Return what is wrong with what `confui list` prints."""
    status, output, errors = run("list", "-c", str(folder), "--format", "json")
    if status or errors:
        return [f"confui list: status {status}, {errors[:300]!a}"]
    listed = {session["title"] for session in json.loads(output)["sessions"]}
    status, table, errors = run("list", "-c", str(folder))
    faults = [f"{title} is not in the JSON" for title in sorted(good - listed)]
    if status or errors or any(title not in table for title in good):
        faults.append(f"the table is not whole: status {status}, {errors[:300]!a}")
    return faults


def _check(folder: Path) -> list[str]:
    """Return what is wrong with what `confui check` prints."""
    status, output, errors = run("check", str(folder))
    return [] if status == 1 and output and not errors else [f"confui check: {status}, {errors!a}"]


def _not_utf8(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(10, len(content))
    return content[:place] + chance.choice((b"\xff", b"\xc3(", b"\xed\xa0\x80", b"\xe9")) + content


def _unclosed(content: bytes, chance: random.Random) -> bytes:
    front = content.rpartition(b"---\n")[0]
    return front + b"Bring boots.\n" * chance.randrange(3)


def _garbage(content: bytes, chance: random.Random) -> bytes:
    return b"---\n" + chance.randbytes(chance.randrange(100, 2_000))


def _empty(content: bytes, chance: random.Random) -> bytes:
    return b""


def _huge_line(content: bytes, chance: random.Random) -> bytes:
    """Return front matter with a line that is too long, or a file that is too large."""
    size = _LONGEST if chance.random() < 0.05 else 100_000
    return content.replace(b"About", b"x" * size)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(5, content.index(b"\n---\n", 4))]


BREAKS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "invalid UTF-8": _not_utf8,
    "unclosed front matter": _unclosed,
    "garbage": _garbage,
    "empty": _empty,
    "a huge line": _huge_line,
    "cut": _cut,
}
"""Each makes a broken file of a good one."""
UNTOLD = frozenset({"empty"})
"""What is no talk file, like any other Markdown without front matter."""
