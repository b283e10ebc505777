"""`confui config` and `confui cache`: the settings, and what is kept to open faster."""

import os
from argparse import Namespace
from pathlib import Path

from confui.cli.arguments import UsageError
from confui.cli.output import OK, PROBLEMS, print_error
from confui.paths import cache_folder, config_file, remembered_file
from confui.schedule import wording
from confui.schedule.layout import COLUMN_WIDTH
from confui.text import clean
from confui.userdata import (
    SETTINGS,
    Config,
    NoEditorError,
    Remembered,
    editor_command,
    read_config,
    run_editor,
)

_DEFAULTS = {
    "theme": "confui-dark",
    "clock": "event",
    "colour_by": "difficulty, else track, else kind",
    "column_width": str(COLUMN_WIDTH),
    "reminder_minutes": "none",
    "walk_minutes": "0",
    "directories": "the public directory",
    "keys": "as `confui config keys` lists them",
}
_FIRST_CONTENT = """\
# The settings of confui. What is missing here is as by default; `confui config` prints all.

# theme = "confui-light"
# clock = "mine"             # times as in the zone of this computer
# colour_by = "track"        # or difficulty, kind, room
# column_width = 28          # cells that a column of the grid has at least
# reminder_minutes = 10      # of an exported calendar
# walk_minutes = 5           # between two buildings of which the conference says nothing
# directories = ["https://example.org/menu.json"]

# [keys]                     # `confui config keys` lists the actions
# "session.star" = ["b", "f5"]
"""


def run_config_command(options: Namespace) -> int:
    """Print the settings or the keys, open the file in an editor, or forget what is remembered."""
    actions = {"": _print, "keys": _print_keys, "edit": _edit, "reset": _reset}
    return actions[options.action]()


def run_cache_command(options: Namespace) -> int:
    """Print where the cache is and how large, or delete it."""
    from confui.sources import clear_cache, measure_cache

    folder = cache_folder()
    try:
        before = measure_cache(folder)
        if options.action == "clear":
            clear_cache(folder)
    except OSError as error:
        print_error(f"{folder}: {error.strerror}")
        return PROBLEMS
    count = wording.count_of(before.conferences, "conference")
    size = f"{count}, {before.bytes / 2**20:.1f} MiB"
    print(f"deleted: {size}" if options.action == "clear" else f"{folder}  {size}")
    return OK


def _print() -> int:
    path = config_file()
    config = read_config(path)
    print(f"{path}{'' if path.exists() else '  (not there yet; `confui config edit` makes it)'}")
    remembered = Remembered(remembered_file())
    for name in SETTINGS:
        value, origin = _value_of(name, config, remembered)
        print(f"{name:<17} {clean(value):<34} {origin}")
    for warning in config.warnings:
        print_error(warning)
    return PROBLEMS if config.warnings else OK


def _value_of(name: str, config: Config, remembered: Remembered) -> tuple[str, str]:
    """Return the value of a setting as text, and where it comes from."""
    value = getattr(config, name)
    if value != getattr(Config(), name):
        if name == "keys":
            return f"{len(value)} changed", "config.toml"
        return ", ".join(value) if isinstance(value, tuple) else str(value), "config.toml"
    chosen = {"theme": remembered.theme, "colour_by": remembered.get("colour_by")}.get(name)
    if chosen:
        return str(chosen), "chosen in the app"
    return _DEFAULTS[name], "default"


def _print_keys() -> int:
    from confui.screens.keymap import all_actions  # loads every screen

    config = read_config(config_file())
    for id, binding in all_actions().items():
        keys = config.keys.get(id, binding.key)
        print(f"{id:<24} {keys:<28} {binding.tooltip or binding.description}")
    return OK


def _edit() -> int:
    path, command = config_file(), editor_command(os.environ)
    if not command:
        raise UsageError(f"set $VISUAL or $EDITOR, or edit {path}")
    if not path.exists():
        _create(path)
    try:
        status = run_editor(command, path)
    except NoEditorError as error:
        raise UsageError(clean(str(error))) from None
    for warning in read_config(path).warnings:
        print_error(warning)
    return OK if status == 0 else PROBLEMS


def _create(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(_FIRST_CONTENT)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None


def _reset() -> int:
    """Forget what confui remembers by itself; the config file and the bookmarks stay."""
    path = remembered_file()
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        print_error(f"{path}: {error.strerror}")
        return PROBLEMS
    print("forgotten: theme, searches, saved filters, and how each conference looked")
    return OK
