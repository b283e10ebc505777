"""The detail pane: everything about the session under the cursor, as wrapped lines."""

from textual.geometry import Region
from textual.reactive import var
from textual.strip import Strip

from confui.schedule.models import Link
from confui.store import State
from confui.widgets.description import Description, describe
from confui.widgets.lines import LineView


class SessionDetail(LineView, can_focus=True):
    """Shows one session; the lines are kept for the next visit at the same width."""

    BINDING_GROUP_TITLE = "Session"

    state = var(State(), init=False)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._description = Description()
        self._kept: dict[tuple[str, int], Description] = {}
        self._opened = False

    def on_mount(self) -> None:
        """Render Markdown only once the first frame is out: its parser takes time to import."""
        self.call_after_refresh(self._complete)

    def watch_state(self, old: State, new: State) -> None:
        """Show another session, or the same one with a star."""
        if old.conference is not new.conference:
            self._kept.clear()
        if old.selected is not new.selected:
            self._show(rewind=True)
        elif self._is_starred(old) != self._is_starred(new):
            self._show(rewind=False)

    def on_resize(self) -> None:
        """Wrap to the new width."""
        self.fit()

    def fit(self) -> None:
        """Wrap to the present width."""
        if self._description.width != self.size.width:
            self._show(rewind=False)

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the session on show, by the number that a click sends."""
        return self._description.links

    @property
    def neighbours(self) -> tuple[str, ...]:
        """The ids of the sessions named in the description, by the number that a click sends."""
        return self._description.neighbours

    def draw(self, row: int) -> Strip:
        """Return one line of the description."""
        lines, width = self._description.lines, self._description.width
        if row >= len(lines):
            return Strip.blank(width, self.ground)
        segments = lines[row].render_segments(self.visual_style)
        return Strip(segments).crop_extend(0, width, self.ground)

    def _complete(self) -> None:
        self._opened = True
        self._show(rewind=False)

    def _show(self, *, rewind: bool) -> None:
        width = self.size.width
        if not width:
            return
        before = len(self._description.lines)
        self._description = self._describe(width)
        self._strips.clear()
        if rewind:
            self.scroll_to(0, 0, animate=False, immediate=True, force=True)
        self.resize_content(width, len(self._description.lines))
        # Below both texts nothing changes, and each line that Textual is spared saves time.
        self.refresh(Region(0, 0, self.size.width, max(before, len(self._description.lines))))

    def _describe(self, width: int) -> Description:
        session = self.state.selected
        if session is None:
            return Description()
        if not self._opened:
            return describe(session, self.state, width, with_prose=False)
        key = session.id, width
        if key not in self._kept:
            self._kept[key] = describe(session, self.state, width)
        return self._kept[key].with_star(self._is_starred(self.state))

    @staticmethod
    def _is_starred(state: State) -> bool:
        return state.cursor.session in state.bookmarks
