"""The levels of the conference with their counts, each a click away from filtering."""

from textual.content import Content
from textual.reactive import var
from textual.style import Style
from textual.widget import Widget

from confui.schedule import wording
from confui.schedule.query import LEVELS, UNSET, count_levels
from confui.store import State

_TITLE = "  Difficulty "
"""Given up first where the line is too long: the levels speak for themselves."""


class LevelBar(Widget):
    """One line: every level, how many sessions have it, and what is filtered."""

    auto_links = var(False)
    state = var(State(), init=False)

    def watch_state(self, old: State, new: State) -> None:
        """Repaint where the filter or the conference differs."""
        if old.query != new.query or old.sessions is not new.sessions or old.hiding != new.hiding:
            self.refresh()

    def render(self) -> Content:
        """Return the line for the present width."""
        width = self.size.width
        bar = level_bar(self.state, short=False)
        if bar.cell_length > width:
            bar = bar[len(_TITLE) :]
        return bar if bar.cell_length <= width else level_bar(self.state, short=True)


def level_bar(state: State, *, short: bool) -> Content:
    """Return the levels that this conference has, with counts; chosen ones stand out.

    Args:
        state: What to show.
        short: Leave out the words of the levels.
    """
    counts = count_levels(state.sessions.values())
    parts: list[Content | str] = [] if short else [Content.styled(_TITLE, "$text-muted")]
    for level in LEVELS:
        if not counts[level]:
            continue
        chosen = level in state.query.levels
        word = "" if short and not chosen else f" {wording.level_name(level)}"
        text = f"{wording.glyph(level)}{word} {counts[level]}"
        label = Content(f"[{text}]" if chosen else f" {text} ")
        label = label.stylize(f"$level-{level or UNSET}")
        if chosen:
            label = label.stylize("bold reverse")
        click = {"@click": f"screen.toggle_level('{level or UNSET}')"}
        parts.append(label.stylize(Style.from_meta(click)))
    if state.query:
        shown = f" {len(state.matching)} of {len(state.sessions)} "
        parts.append(Content.styled(shown, "bold"))
        clear = Content.styled("✕", "$text-accent")
        parts.append(clear.stylize(Style.from_meta({"@click": "screen.clear"})))
    if state.hiding and state.query:
        parts.append(Content.styled("  others hidden", "$text-warning"))
    return Content.assemble(*parts)
