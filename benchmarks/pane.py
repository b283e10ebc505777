"""The detail pane: on which of its lines the abstract of a session begins."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure
from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.models import Conference, Session
from confui.schedule.session_text import session_markdown
from confui.sources.opening import open_conference
from confui.state.first_state import open_state
from confui.state.state import State
from confui.widgets.detail.description import describe

_REAL = Path(__file__).parents[2] / "shared" / "conferences" / "fosdem-2025"
_SIZES = {"120×36": (46, 33), "80×24": (78, 7)}
"""By the size of the terminal: the cells of a line in the pane, and the lines of the pane."""
_LINES = 7
_SHARE = 0.95


def measure() -> Iterator[Figure]:
    """Yield for each size how many sessions have their text on the first lines of the pane."""
    for folder in (SHIPPED_CONFERENCE, _REAL):
        if not folder.exists():
            yield Figure(f"abstracts of {folder.name}", "not measured", note=f"no {folder}")
            continue
        conference = open_conference(folder)
        state = open_state(conference, {})
        for size, (width, height) in _SIZES.items():
            yield _share(conference, state, size, width, min(height, _LINES))


def _share(conference: Conference, state: State, size: str, width: int, lines: int) -> Figure:
    begins = [
        _first_line(session, state, width)
        for session in conference.visible
        if session_markdown(session)
    ]
    early = sum(begin <= lines for begin in begins) / len(begins)
    return Figure(
        f"{conference.title}, {size}: abstract by line {lines}",
        f"{early:.1%}",
        f"≥ {_SHARE:.0%}",
        early >= _SHARE,
        f"{len(begins)} sessions; the latest on line {max(begins)}",
    )


def _first_line(session: Session, state: State, width: int) -> int:
    """Return the line of the pane, counted from 1, on which the text of a session begins."""
    head = describe(session, state, width, with_markdown=False)
    return len(head.lines) + 2  # below an empty line
