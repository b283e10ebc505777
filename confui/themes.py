"""The themes, and our own design tokens. No other module or style sheet names a colour."""

from textual.theme import Theme

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
