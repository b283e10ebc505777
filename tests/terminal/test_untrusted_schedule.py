"""A hostile schedule, shown on every screen: none of its control characters reach the terminal.

The test checks the bytes that a real
terminal gets, so it does not matter which part of the program let them through.
"""

import os
from pathlib import Path

import pytest

from tests.terminal.conftest import Start
from tests.torture.payloads import FORBIDDEN, PAYLOADS

POISON = "".join(PAYLOADS.values())


def _escaped(text: str) -> str:
    """Return a double-quoted YAML scalar with every character escaped."""
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


def _talk(title: str, room: str, hour: int) -> str:
    poison = _escaped(f"x{POISON}x")
    markdown = (
        f"# Head {POISON}\n\n- a {POISON} `b {POISON}`\n\n> [c {POISON}](https://d.example/)\n"
    )
    return f"""---
title: {_escaped(f"{title} {POISON} {title}")}
subtitle: {poison}
room: {_escaped(f"{room} {POISON}")}
date: 2031-05-17 {hour}:00
end_date: 2031-05-17 {hour + 1}:30
difficulty: {poison}
category: {poison}
track: {poison}
language: [{poison}]
tags: [{poison}, {poison}]
presenters:
  - name: {_escaped(f"Mallory {POISON}")}
    bio: {poison}
    company: {poison}
    role: {poison}
    website: https://mallory.example.org/
    github: {poison}
abstract: {_escaped(f"An abstract {POISON}")}
video_url: [https://video.example.org/, {poison}]
slides_url: {poison}
permalink: {poison}
---
{markdown}
"""


@pytest.fixture
def poisoned(tmp_path: Path) -> Path:
    """Write two overlapping talks, settings and broken files, with payloads also in file names."""
    folder = tmp_path / "conference"
    folder.mkdir()
    name = POISON.replace("\x00", "").replace("/", "")[:40]
    settings = f"title: {_escaped(f'Eve {POISON}')}\ntimezone: {_escaped(POISON)}\n"
    (folder / "conference.yaml").write_text(settings, encoding="utf-8")
    (folder / f"one{name}.md").write_text(_talk("First", "Left", 10), encoding="utf-8")
    (folder / f"two{name}.md").write_text(_talk("Second", "Right", 11), encoding="utf-8")
    (folder / f"surrogate{name}.md").write_text('---\ntitle: "\\ud800"\nroom: A\n---\n')
    broken = os.fsencode(folder) + b"/three" + os.fsencode(name) + b"\xff\xfe.md"
    descriptor = os.open(broken, os.O_WRONLY | os.O_CREAT)
    os.write(descriptor, b"---\ntitle: \xff broken\ndate: 2031-13-45\n---\n")
    os.close(descriptor)
    return folder


@pytest.mark.parametrize("columns", [70, 120])
def test_no_payload_reaches_the_terminal(start: Start, poisoned: Path, columns: int) -> None:
    terminal = start(poisoned, columns=columns)
    terminal.wait_for("? help")
    terminal.settle()
    for step, shown in [
        (("b", "right", "b"), "overlaps"),
        (("enter",), "An abstract"),
        (("page_down", "escape"), "Second"),
        (("?",), "Move"),
        (("escape", "!"), "Problems"),
        (("page_down", "escape", "o"), "video.example.org"),
        (("y",), "clipboard"),
        (("D",), "Esc cancel"),
        (("escape", "ctrl+p"), "Search"),
        (("F", "i", "r", "s", "t"), "First"),
        (("escape", "d", "F", "escape", "escape", "2", "1", "t"), "help"),
        (("/", *"First", "enter"), "1 of 2"),
        (("a",), "1 session"),
        (("p",), "Mallory"),
        (("g", "escape", "enter", "tab", "enter"), "Backspace goes back"),
    ]:
        before = len(terminal.output)
        for key in step:
            terminal.press(key)
            if key == "escape":
                terminal.settle()  # with the next letter at once it would be one key
        terminal.wait_for(shown, after=before if shown != "help" else 0)
    terminal.write(b"q")
    assert terminal.wait() == 0
    output = terminal.output.decode(errors="surrogateescape")
    assert "First" in output and "Mallory" in output and "\ufffd" in output
    # The OSC 52 of the y key is ours: it copies the URL that was on the screen.
    reached = [repr(payload) for payload in FORBIDDEN if payload in output]
    assert not reached
