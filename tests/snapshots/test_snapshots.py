"""Snapshots of the screen as SVG files, which any browser shows.

After an intended change of the design, update the files and review them:
``CONFUI_UPDATE_SNAPSHOTS=1 pytest tests/snapshots``.
"""

import difflib
import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.models import Conference
from confui.sources.opening import open_conference
from confui.themes import LIGHT
from tests.large_conference import NOON, make_large_conference
from tests.ui.conftest import Open, bookmarks, library, open_window, pynorth

__all__ = ["bookmarks", "library", "open_window", "pynorth"]

HERE = Path(__file__).parent

CONFERENCES: dict[str, tuple[Callable[[], Conference], datetime]] = {
    "shipped": (lambda: open_conference(SHIPPED_CONFERENCE), datetime(2017, 8, 15, 14, 30)),
    "large": (make_large_conference, NOON),
}
"""What makes each conference, and the time at which it is opened."""
VIEWS = {"grid": "g", "turned": "w", "agenda": "w a", "people": "p", "now": "0", "plan": "m"}
"""The keys that lead to each view from the one before."""


def _normal(svg: str) -> str:
    """Return an SVG without web fonts and without the checksum that Rich puts into style names."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-\d+", "terminal", svg).rstrip() + "\n"


def _compare(name: str, svg: str) -> None:
    path, picture = HERE / f"{name}.svg", _normal(svg)
    if os.environ.get("CONFUI_UPDATE_SNAPSHOTS"):
        path.write_text(picture, encoding="utf-8")
        return
    kept = path.read_text(encoding="utf-8")
    if picture != kept:
        lines = difflib.unified_diff(kept.splitlines(), picture.splitlines(), n=0, lineterm="")
        changes = "\n".join(line[:300] for line in lines)
        pytest.fail(f"{path.name} looks different:\n{changes[:3000]}", pytrace=False)


@pytest.mark.parametrize(
    ("name", "size", "theme", "keys"),
    [
        ("narrow", (80, 24), None, ["b"]),
        ("wide", (120, 36), None, ["b", "d"]),
        ("light", (120, 36), LIGHT.name, ["b", "d"]),
        ("agenda", (100, 30), None, ["b", "slash", *"the", "enter", "a"]),
        ("people", (100, 30), None, ["p"]),
        ("filters", (120, 36), None, ["D", "space"]),
        ("conferences", (120, 36), None, ["c"]),
        ("plan", (120, 36), None, ["b", "right", "B", "down", "b", "m", "end", "enter"]),
    ],
)
async def test_the_screen_matches_its_snapshot(
    open_window: Open, name: str, size: tuple[int, int], theme: str | None, keys: list[str]
) -> None:
    async with open_window(size=size) as window:
        if theme:
            window.app.theme = theme
        await window.select("Reading list[int]")
        await window.press(*keys)
        _compare(name, window.app.export_screenshot(title="confui", simplify=True))


@pytest.mark.parametrize("name", CONFERENCES)
@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)], ids="{0[0]}x{0[1]}".format)
async def test_every_view_matches_its_snapshot_at_every_size(
    open_window: Open, name: str, size: tuple[int, int]
) -> None:
    make, now = CONFERENCES[name]
    async with open_window(size=size, conference=make(), now=now) as window:
        await window.press("b", "down", "B")
        for view, keys in VIEWS.items():
            await window.press(*keys.split())
            picture = window.app.export_screenshot(title="confui", simplify=True)
            _compare(f"{name}-{view}-{size[0]}x{size[1]}", picture)
