"""The problems of a schedule: what is wrong, where, and how to fix it."""

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.widgets import Static

from confui.schedule.models import Problem, Severity
from confui.screens.dialogs.dialog import Dialog
from confui.screens.following import FollowsStore
from confui.state import State, Store
from confui.widgets.base.lines import LineView

_PROBLEMS_A_STEP = 50
"""How many problems are wrapped at once; so many also fill every screen."""

_LONGEST_TEXT = 1_000
"""Characters of a place, a message or a fix that are shown."""

_FRAME = Size(6, 6)
"""Cells of the dialog around the list: border, padding, and the title above it."""


class Problems(Dialog[None], FollowsStore):
    """Lists problems."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "Close", id="problems.close", tooltip="Close"),
    ]

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._problems = store.state.conference.problems

    def compose(self) -> ComposeResult:
        """Show each problem with its place and its fix."""
        with Vertical(id="problems"):
            yield Static(Content.styled("Problems in this schedule", "bold"), id="title")
            if self._problems:
                yield ProblemList(self._problems)
            else:
                yield Static("None.", markup=False)

    def on_mount(self) -> None:
        """Follow the store: a refresh may bring other problems."""
        self.follow(self._store, self._show)

    def _show(self, state: State) -> None:
        if state.conference.problems != self._problems and not self.is_closed:
            self._problems = state.conference.problems
            self.refresh(recompose=True)


class ProblemList(LineView, can_focus=True):
    """Problems as wrapped lines, with a blank line between two of them.

    A schedule can have tens of thousands. The first ones are wrapped at once, the others a step at
    a time between other events, and only the visible lines are drawn.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self._problems = problems
        self._width = 0
        self._wrapped = 0
        self._lines: list[Content] = []

    @property
    def wrapped(self) -> int:
        """The number of problems that have been wrapped to the present width."""
        return self._wrapped

    def on_mount(self) -> None:
        """Take the keys that scroll."""
        self.focus()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the first problems, at most what the dialog has room for."""
        first = self._problems[:_PROBLEMS_A_STEP]
        widths = (line.cell_length for each in first for line in _lines(each))
        return min(max(widths), viewport.width * 9 // 10 - _FRAME.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the height of the first problems, at most what the dialog has room for."""
        self._wrap_to(width)
        return max(1, min(len(self._lines), viewport.height * 9 // 10 - _FRAME.height))

    def on_resize(self) -> None:
        """Wrap the problems to the new width."""
        self.fit()

    def fit(self) -> None:
        """Wrap the problems to the present width, if that has not been done yet."""
        self._wrap_to(self.size.width)
        if self.virtual_size.width != self._width or self.virtual_size.height < len(self._lines):
            self.resize_content(self._width, len(self._lines))

    def draw_row(self, row: int) -> Strip:
        """Return a line; blank below the last one."""
        style = self.visual_style
        if row >= len(self._lines):
            return Strip.blank(self.size.width, self.base_style)
        strip = Strip(self._lines[row].render_segments(style))
        return strip.crop_extend(0, self.size.width, style.rich_style)

    def _wrap_to(self, width: int) -> None:
        if width == self._width or width <= 0:
            return
        self._width, self._wrapped = width, 0
        self._lines = []
        self._strips.clear()
        self._wrap_step()
        if self._wrapped < len(self._problems):
            self.run_worker(self._wrap_others(), group="wrapping", exclusive=True)

    async def _wrap_others(self) -> None:
        """Wrap the other problems, and look at keys and signals after each step."""
        while self._wrapped < len(self._problems):
            await asyncio.sleep(0)
            self._wrap_step()
            self.resize_content(self._width, len(self._lines))
        self.redraw()

    def _wrap_step(self) -> None:
        stop = min(self._wrapped + _PROBLEMS_A_STEP, len(self._problems))
        for problem in self._problems[self._wrapped : stop]:
            if self._lines:
                self._lines.append(Content(""))
            for line in _lines(problem):
                self._lines += line.wrap(self._width)
        self._wrapped = stop


def _lines(problem: Problem) -> tuple[Content, Content, Content]:
    """Return severity and place of a problem, its message, and its fix."""
    style = "$text-error" if problem.severity is Severity.ERROR else "$text-warning"
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    return (
        Content.assemble((f"{problem.severity} ", style), (place[-_LONGEST_TEXT:], "bold")),
        Content(problem.message[:_LONGEST_TEXT]),
        Content(f"→ {problem.fix[:_LONGEST_TEXT]}"),
    )
