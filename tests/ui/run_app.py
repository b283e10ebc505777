"""Runs the app for a test without work that no test sees.

Without a terminal, Textual draws every frame and throws it away. Here the app draws only the last
one, when it has come to rest. It parses each stylesheet once for all tests of a process. And a test
goes on as soon as a key has had its effects, where Textual would wait until the processor is idle.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Any
from unittest.mock import patch

from rich.console import RenderableType
from textual._compositor import Compositor
from textual._wait import wait_for_idle
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.pilot import Pilot
from textual.screen import Screen

_draw_frame = Compositor.render_update
_parse = Stylesheet._parse_rules
_parsed: dict[tuple[object, ...], list[RuleSet]] = {}


@asynccontextmanager
async def run_app(
    app: App[Any], size: tuple[int, int], *, every_frame: bool = False
) -> AsyncIterator[Pilot[Any]]:
    """Run an app.

    Args:
        app: The app.
        size: Columns and rows of its screen.
        every_frame: Draw also the frames before the last one, for a test that looks at them.
    """
    frames = nullcontext() if every_frame else patch.object(Compositor, "render_update", _postpone)

    async def wait(min_sleep: float = 0) -> None:
        await _wait_for_effects(app, min_sleep)

    with (
        patch.object(Stylesheet, "_parse_rules", _parse_once),
        patch("textual.app.wait_for_idle", wait),
        patch("textual.pilot.wait_for_idle", wait),
        frames,
    ):
        async with app.run_test(size=size) as pilot:
            yield pilot


def draw(app: App[Any]) -> None:
    """Draw what has changed since the last frame, as the app does where every frame is drawn."""
    if app.screen_stack:
        _draw_frame(app.screen._compositor, screen_stack=app._background_screens)


async def _wait_for_effects(app: App[Any], min_sleep: float) -> None:
    """Wait until the event loop has nothing to do, and the screen nothing to update.

    What works beside the loop, or after a while, gets the time that Textual's Pilot gives it.
    """
    runs_next = vars(asyncio.get_running_loop())["_ready"]  # asyncio has no public name for it
    while app.is_running:
        await asyncio.sleep(0)
        if runs_next:
            continue
        if app._resize_timer or app._batch_count:
            await wait_for_idle(min_sleep)  # Textual does these after a moment
            continue
        screen = app.screen_stack[-1] if app.screen_stack else None
        if screen is None or not screen._update_timer._active.is_set():
            break
        screen._on_timer_update()  # type: ignore[unreachable]  # mypy misreads Textual's cached property
    if any(not worker.is_finished for worker in app.workers):
        await wait_for_idle(min_sleep)


def _postpone(
    compositor: Compositor,
    full: bool = False,
    screen_stack: list[Screen[object]] | None = None,
    simplify: bool = False,
) -> RenderableType | None:
    """Leave the regions that have changed for `draw`; a picture in SVG is drawn at once."""
    if simplify:
        return _draw_frame(compositor, full, screen_stack, simplify)
    if full:
        compositor._dirty_regions.add(compositor.size.region)
    return None


def _parse_once(
    stylesheet: Stylesheet,
    css: str,
    read_from: CSSLocation,
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    variables = tuple(sorted(stylesheet._variables.items()))
    key = css, read_from, is_default_rules, tie_breaker, scope, variables
    if key not in _parsed:
        _parsed[key] = _parse(stylesheet, css, read_from, is_default_rules, tie_breaker, scope)
    return _parsed[key]
