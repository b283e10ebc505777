"""The choice of levels: any number of them, with how many sessions each has."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from confui.paths import STYLES
from confui.schedule import wording
from confui.schedule.query import LEVELS, UNSET, Query, count_levels
from confui.store import Store


class LevelChoice(ModalScreen[None]):
    """Filters as levels are ticked; Escape goes back to the filter of before."""

    AUTO_FOCUS = "OptionList"
    CSS_PATH: ClassVar = [STYLES / "dialogs.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="levels.cancel", tooltip="Keep the old filter"),
        Binding("space", "tick", "Choose", id="levels.tick", tooltip="Choose the level, or not"),
    ]

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._before = store.state.query

    def compose(self) -> ComposeResult:
        """Lay the choice out."""
        with Vertical(id="choice"):
            yield Static("Difficulty", markup=False, id="title")
            yield OptionList(*(Option(label) for label in self._labels()), markup=False)
            yield Static("Space choose   ⏎ done   Esc cancel", markup=False, id="keys")

    @on(OptionList.OptionSelected)
    def accept(self) -> None:
        """Keep the filter as chosen; with nothing chosen, by the level under the cursor."""
        if not self._store.state.query:
            self.action_tick()
        self.dismiss()

    def action_tick(self) -> None:
        """Add the level under the cursor to the filter, or take it out, and show what is left."""
        options = self.query_one(OptionList)
        level = LEVELS[options.highlighted or 0]
        self._store.filter(Query(self._store.state.query.levels ^ {level}))
        for index, label in enumerate(self._labels()):
            options.replace_option_prompt_at_index(index, label)

    def action_cancel(self) -> None:
        """Go back to the filter of before."""
        self._store.filter(self._before)
        self.dismiss()

    def _labels(self) -> list[Content]:
        state = self._store.state
        counts = count_levels(state.sessions.values())
        return [
            Content.assemble(
                "[x] " if level in state.query.levels else "[ ] ",
                (f"{wording.glyph(level):<4}", f"$level-{level or UNSET}"),
                f"{wording.level_name(level):<14}",
                (f"{counts[level]:>4}", "$text-muted"),
            )
            for level in LEVELS
        ]
