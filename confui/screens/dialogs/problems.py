"""The problems of a schedule: what is wrong, where, and how to fix it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from confui.paths import STYLES
from confui.schedule.models import Problem, Severity


class Problems(ModalScreen[None]):
    """Lists problems."""

    CSS_PATH: ClassVar = [STYLES / "dialogs.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "leave", "Close", id="problems.close", tooltip="Close"),
    ]

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__()
        self._problems = problems

    def compose(self) -> ComposeResult:
        """Show each problem with its place and its fix."""
        with VerticalScroll(id="problems"):
            yield Static(Content.styled("Problems in this schedule", "bold"), id="title")
            if not self._problems:
                yield Static("None.", markup=False)
            yield Static(Content("\n\n").join(map(_lines, self._problems)))

    def action_leave(self) -> None:
        """Close the list."""
        self.dismiss()


def _lines(problem: Problem) -> Content:
    style = "$text-error" if problem.severity is Severity.ERROR else "$text-warning"
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    return Content.assemble(
        (f"{problem.severity} ", style), (place, "bold"), f"\n{problem.message}\n→ {problem.fix}"
    )
