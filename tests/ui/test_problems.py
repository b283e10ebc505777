"""The list of problems of a schedule."""

import asyncio
from itertools import pairwise

import pytest
from textual.strip import Strip

from confui.schedule.models import Conference, Problem, Severity
from confui.screens.dialogs.problems import ProblemList
from tests.ui.conftest import Open


def make_conference(problems: int, words: int = 3) -> Conference:
    """Return a conference with problems whose messages have a number of words."""
    return Conference(
        id="odd",
        title="Odd",
        problems=tuple(
            Problem(Severity.WARNING, "odd", f"talks/{n}.md", n, "odd " * words, f"Mend {n}")
            for n in range(1, problems + 1)
        ),
    )


async def test_each_problem_has_its_place_its_message_and_its_fix(open_window: Open) -> None:
    async with open_window(conference=make_conference(2)) as window:
        await window.press("exclamation_mark")
        x, y = window.screen.find("warning talks/1.md:1")
        lines = [line[x : x + 20].rstrip() for line in window.screen.lines[y : y + 8]]
        assert lines[:3] == ["warning talks/1.md:1", "odd odd odd", "→ Mend 1"]
        assert lines[4:7] == ["warning talks/2.md:2", "odd odd odd", "→ Mend 2"]


async def test_what_a_schedule_lacks_as_a_whole_is_said_on_opening(open_window: Open) -> None:
    problem = Problem(Severity.WARNING, "no-times", "a.md", 0, "No session has a time", "Add them")
    conference = make_conference(1)._replace(problems=(problem,))
    async with open_window(conference=conference) as window:
        assert "⚠ No session has a time; ! lists the problems" in window.screen
    async with open_window(conference=make_conference(1)) as window:
        assert "! lists the problems" not in window.screen


async def test_a_long_message_is_wrapped_and_scrolled(open_window: Open) -> None:
    async with open_window(size=(80, 24), conference=make_conference(3, words=100)) as window:
        await window.press("exclamation_mark")
        assert "→ Mend 1" in window.screen and "→ Mend 3" not in window.screen
        await window.press("end")
        await window.pilot.wait_for_animation()
        assert "→ Mend 3" in window.screen
        await window.pilot.resize_terminal(140, 40)
        await window.pause()
        assert "→ Mend 1" in window.screen and "→ Mend 3" in window.screen


async def test_very_many_problems_are_wrapped_a_step_at_a_time(open_window: Open) -> None:
    wrapped = [0]

    async def watch() -> None:
        while wrapped[-1] < 2_000:
            for problems in window.app.screen.query(ProblemList):
                wrapped.append(problems.wrapped)
            await asyncio.sleep(0)

    async with open_window(conference=make_conference(2_000)) as window:
        watching = asyncio.create_task(watch())
        await window.press("exclamation_mark")
        assert "→ Mend 5" in window.screen
        problems = window.app.screen.query_one(ProblemList)
        await window.app.workers.wait_for_complete()
        await window.press("end")
        await window.pilot.wait_for_animation()
        assert watching.done()
        assert "→ Mend 2000" in window.screen
    assert problems.wrapped == 2_000
    assert max(after - before for before, after in pairwise(wrapped)) <= 50


async def test_only_the_visible_lines_of_very_many_problems_are_drawn(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: set[int] = set()
    draw_row = ProblemList.draw_row

    def counted(problems: ProblemList, row: int) -> Strip:
        drawn.add(row)
        return draw_row(problems, row)

    monkeypatch.setattr(ProblemList, "draw_row", counted)
    async with open_window(conference=make_conference(2_000), every_frame=True) as window:
        await window.press("exclamation_mark")
        await window.app.workers.wait_for_complete()
        await window.pause()
    assert 10 < len(drawn) <= 36
