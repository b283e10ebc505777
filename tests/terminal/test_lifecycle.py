"""The program in a terminal, from its first frame to its end.

That it leaves the terminal as it was: `tests/promises/test_p19_the_terminal_is_left_clean.py`.
"""

import os
import re
import select
import signal
import sys
from pathlib import Path

import pytest

from benchmarks.terminal import FRAME_END, Ended, attendee_environment
from confui.userdata.bookmarks import Bookmarks
from tests.terminal.conftest import HANGING, NOW, PYNORTH, Attendee, Start

READING = "Reading list[int]"


def titles(path: Path) -> list[str]:
    with Bookmarks(path) as bookmarks:
        return [star.title for star in bookmarks.load("pynorth-2031").values()]


def test_the_first_paint_shows_the_sessions_of_the_day(start: Start) -> None:
    terminal = start(columns=200, rows=60)
    for title in (READING, "[/nope] and Other Paths", "A Command Line in an Afternoon", "Lunch"):
        terminal.wait_for(title)
    with_rooms = [frame for frame in terminal.output.split(FRAME_END) if b"Aurora" in frame]
    assert READING.encode() in with_rooms[0], "in the same frame as the names of the rooms"


def test_a_key_costs_one_frame(start: Start) -> None:
    terminal = start()
    terminal.wait_for("? help")
    terminal.settle()
    moves = ("down", "down", "right", "b", "b", "d", "2")
    views = ("a", "m", "0", "w", "g", "z", "z", "enter", "escape")
    above = ("R", "escape", "'", "escape", "?", "escape", "/", "escape")
    for key in (*moves, *views, *above):
        assert terminal.painted(key).count(FRAME_END) == 1, key


def test_a_star_that_was_shown_survives_a_kill(start: Start, home: Path) -> None:
    terminal = start()
    terminal.wait_for("? help")
    terminal.settle()
    shown = len(terminal.output)
    terminal.write(b"b")
    terminal.wait_for("★ 1", "★", after=shown)
    terminal.send_signal(signal.SIGKILL)
    assert terminal.wait() == -signal.SIGKILL
    again = start()
    again.wait_for("★ 1")
    assert len(titles(home / "data" / "confui" / "bookmarks.db")) == 1


def test_closing_the_terminal_ends_confui_even_if_a_parent_ignores_the_signal(
    home: Path, tmp_path: Path
) -> None:
    ended = tmp_path / "ended"
    os.mkfifo(ended)
    confui = f"{sys.executable} -m confui {PYNORTH} --now {NOW}"
    parent = ["sh", "-c", f"trap '' HUP; {confui}; echo $? > {ended}"]
    reader = os.open(ended, os.O_RDONLY | os.O_NONBLOCK)
    with Attendee(parent, attendee_environment(home)) as terminal:
        terminal.wait_for("? help")
        terminal.hang_up()
        readable, _, _ = select.select([reader], [], [], HANGING)
        assert readable, "it still runs"
        assert os.read(reader, 10) == b"129\n"
    os.close(reader)


@pytest.mark.parametrize("keys", [b"", b"q", b"jjd2hm" * 9], ids=["idle", "leaving", "busy"])
def test_closing_the_terminal_ends_confui_with_the_status_of_a_hang_up(
    start: Start, keys: bytes
) -> None:
    terminal = start()
    terminal.wait_for("? help")
    terminal.write(keys)
    terminal.hang_up()
    assert terminal.wait() == 129


def test_a_resize_repaints_for_the_new_size(start: Start) -> None:
    terminal = start()
    terminal.wait_for("? help")
    terminal.settle()
    before = len(terminal.output)
    terminal.resize(70, 20)
    terminal.wait_for("? help", after=before)
    terminal.settle()
    assert terminal.painted("down").count(FRAME_END) == 1


def test_without_colour_only_greys_are_sent(start: Start) -> None:
    terminal = start(NO_COLOR="1")
    terminal.wait_for("? help")
    terminal.settle()
    # Textual's frames before the first layout have blanks that pass by its own filter.
    shown = b"".join(frame for frame in terminal.output.split(FRAME_END) if b"Aurora" in frame)
    shown += b"".join(terminal.painted(key) for key in ("b", "d", "2"))
    assert "★" in terminal.text and "◆◆ Intermediate" in terminal.text
    colours = set(re.findall(rb"[34]8;2;(\d+;\d+;\d+)", shown))
    assert {len(set(colour.split(b";"))) for colour in colours} == {1}
    assert not re.search(rb"[34]8;5;", shown)


def test_a_missing_schedule_is_one_line_of_error_and_no_screen(
    start: Start, tmp_path: Path
) -> None:
    terminal = start(tmp_path / "nowhere")
    assert terminal.wait() == 2
    assert len(terminal.text.strip().splitlines()) == 1
    assert b"\x1b[?1049h" not in terminal.output
    with pytest.raises(Ended):
        terminal.wait_for("? help")
