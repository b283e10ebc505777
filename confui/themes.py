"""The themes, and our own design tokens. No other module or style sheet names a colour."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from textual.color import Color, ColorParseError
from textual.theme import Theme

from confui.text import quote

TOKENS = {
    "level-beginner": "text-success",
    "level-intermediate": "text-warning",
    "level-advanced": "text-error",
    "level-all": "text-primary",
    "level-unset": "foreground-muted",
    "star": "text-warning",
    "now": "text-error",
    "match": "text-accent",
}
"""Our design tokens, each with the variable that provides it in a theme that does not set it."""

# The palettes for tracks, kinds and rooms. They were found by search: every colour has a contrast
# of 3 and more on the surfaces of all themes, and any two are apart for each kind of colour vision.
# The tests compute both. A terminal in its own 16 colours has fewer that are legible on white.
_ON_DARK = (
    *("#8599f2", "#f497ad", "#16a78b", "#cfb583", "#cfc3ff"),
    *("#8e9b3d", "#76fff0", "#ac88b0", "#f1ed8a", "#cbf3c8"),
)
_ON_LIGHT = (
    *("#1567da", "#bf3454", "#027a60", "#926200", "#64015c"),
    *("#676891", "#1d38aa", "#822906", "#073d2b", "#6d4863"),
)
_ANSI_ON_DARK = (
    *("ansi_bright_blue", "ansi_bright_magenta", "ansi_bright_green", "ansi_yellow", "ansi_cyan"),
    *("ansi_bright_red", "ansi_bright_cyan", "ansi_magenta", "ansi_bright_yellow", "ansi_green"),
)
_ANSI_ON_LIGHT = (
    *("ansi_blue", "ansi_magenta", "ansi_green", "ansi_red", "ansi_cyan"),
    *("ansi_bright_black", "ansi_bright_blue", "ansi_bright_magenta", "ansi_black"),
    "ansi_bright_red",
)
_THEME_COLOURS = (
    *("primary", "secondary", "accent", "warning", "error", "success"),
    *("foreground", "background", "surface", "panel"),
)
"""The colours that a theme of the attendee's own can have."""


def make_theme(name: str, values: Mapping[str, object]) -> tuple[Theme, list[str]]:
    """Return a theme of the attendee's own, and what is wrong with it.

    Args:
        name: The name of the theme.
        values: Colours by their names, such as `primary`, and `dark`. Colours that are missing or
            wrong are those of our own dark or light theme.
    """
    dark, mistakes = values.get("dark", True), []
    if not isinstance(dark, bool):
        mistakes.append("dark must be true or false")
        dark = True
    base = DARK if dark else LIGHT
    colours: dict[str, str] = {}
    for key, value in values.items():
        if key == "dark":
            continue
        if key not in _THEME_COLOURS:
            known = ", ".join(_THEME_COLOURS)
            mistakes.append(f"unknown colour {quote(key)}; the colours are: {known}, and dark")
            continue
        try:
            colours[key] = Color.parse(value if isinstance(value, str) else "").hex
        except ColorParseError:
            mistakes.append(f"{key} must be a colour, such as #6ea8fe")
    return replace(base, name=name, **colours), mistakes  # type: ignore[arg-type]  # its colours are texts


LEAST_CONTRAST = 3.0
"""Of a bar on what is behind it: what WCAG 2 asks of graphical objects."""

_PAPERS = ("background", "surface", "panel")

DARK = Theme(
    name="confui-dark",
    primary="#6ea8fe",
    secondary="#8b9bb4",
    accent="#7fd1b9",
    warning="#f2c14e",
    error="#ff7a70",
    success="#8fd694",
    foreground="#dfe5ee",
    background="#12161d",
    surface="#1b212b",
    panel="#252d3a",
    dark=True,
)
LIGHT = Theme(
    name="confui-light",
    primary="#1f5fbf",
    secondary="#5b6b82",
    accent="#0f766e",
    warning="#9a6700",
    error="#b3261e",
    success="#1a7f37",
    foreground="#1c2430",
    background="#fbfbf8",
    surface="#eff1f3",
    panel="#e2e6eb",
    dark=False,
)
CONTRAST = Theme(
    name="confui-contrast",
    primary="#ffff00",
    secondary="#ffffff",
    accent="#00ffff",
    warning="#ffff00",
    error="#ff8080",
    success="#00ff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    dark=True,
)
THEMES = (DARK, LIGHT, CONTRAST)


def palette_of(theme: Theme) -> Sequence[str]:
    """Return the colours for tracks, kinds and rooms in a theme."""
    if theme.ansi:
        return _ANSI_ON_DARK if theme.dark else _ANSI_ON_LIGHT
    return _ON_DARK if theme.dark else _ON_LIGHT


def palette_tokens(theme: Theme) -> dict[str, str]:
    """Return the design tokens of a theme's palette: `colour-0` and so on."""
    return {f"colour-{number}": colour for number, colour in enumerate(palette_of(theme))}


def is_legible(colour: str, variables: Mapping[str, str]) -> bool:
    """Whether a hexadecimal colour stands out from all that is behind a bar.

    Args:
        colour: Such as `#1a2b3c`.
        variables: Those of the theme; a terminal's own colours are not known, so none is legible.
    """
    return _stands_out(colour, tuple(variables.get(paper, "") for paper in _PAPERS))


@lru_cache(maxsize=1024)
def _stands_out(colour: str, papers: Sequence[str]) -> bool:
    return all(
        paper.startswith("#")
        and contrast(Color.parse(colour), Color.parse(paper)) >= LEAST_CONTRAST
        for paper in papers
    )


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two colours as WCAG 2 defines it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in colour.normalized
    ]
    return sum(map(float.__mul__, linear, (0.2126, 0.7152, 0.0722)))
