"""The conferences of a directory that match what is typed, each with its days and its time zone."""

from collections.abc import Mapping, Sequence
from datetime import date

from textual.content import Content

from confui.library import is_over, is_running
from confui.schedule import wording
from confui.sources import DirectoryEntry
from confui.widgets.lists.choice_list import ChoiceList

_WIDE = 72
"""Width in cells from which on the time zone is shown too."""


class DirectoryList(ChoiceList, can_focus=False):
    """Marks what is on, and dims what is over. The focus stays in the field where one types."""

    JUMPS = False

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._entries: Sequence[DirectoryEntry] = ()
        self._labels: Mapping[str, str] = {}

    def show(self, entries: Sequence[DirectoryEntry], labels: Mapping[str, str]) -> None:
        """Show conferences, with the cursor on the first; `labels` are shown beside their titles.

        Args:
            entries: The conferences.
            labels: By source, such as `in your library`.
        """
        self._entries = entries
        self._labels = labels
        self.show_rows(0)

    @property
    def entry(self) -> DirectoryEntry | None:
        """The conference under the cursor; None in an empty list."""
        return self._entries[self.cursor] if self._entries else None

    @property
    def row_count(self) -> int:
        """The number of conferences."""
        return len(self._entries)

    def get_name(self, row: int) -> str:
        """Return the title."""
        return self._entries[row].title

    def render_row(self, row: int) -> tuple[Content, Content]:
        """Return sign and title; days and time zone."""
        entry = self._entries[row]
        sign = "▶ " if is_running(entry, self._today) else "  "
        style = "$foreground-muted" if is_over(entry, self._today) else ""
        label = f"  {self._labels.get(entry.source, '')}".rstrip()
        left = Content.assemble(
            (sign, "$text-accent"), (entry.title, style), (label, "$foreground-muted")
        )
        right = wording.date_range(entry.first, entry.last)
        if self.size.width >= _WIDE:
            right = f"{right}   {entry.zone:<20.20}"
        return left, Content.styled(right, "$foreground-muted")
