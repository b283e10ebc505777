"""Find the command that was asked for and run it; only that command's module is imported."""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence

from confui.cli.arguments import PARSERS, UsageError
from confui.cli.output import OK, PROBLEMS, WRONG_USE, drop_output, print_error
from confui.startup import collect, delay_collecting

COMMANDS = {
    "": "open_app:open_app",
    "list": "list_sessions:list_sessions",
    "show": "show:show",
    "now": "now_next:now",
    "next": "now_next:next_up",
    "plan": "plan:plan",
    "star": "star:star",
    "unstar": "star:unstar",
    "import": "import_bookmarks:import_file",
    "add": "library_commands:add",
    "conferences": "library_commands:conferences",
    "refresh": "library_commands:refresh",
    "remove": "library_commands:remove",
    "check": "check:check",
}
"""The module of this folder and the function that run each command; no command opens the app."""

_INTERRUPTED = 130
"""The exit status that shells expect of a program stopped by Ctrl+C."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run confui and return its exit status: 0 fine, 1 problems found, 2 wrong use.

    Raises:
        SystemExit: After `--help` and `--version`; argparse ends these itself.
    """
    delay_collecting()
    given = sys.argv[1:] if argv is None else list(argv)
    command = given[0] if given and given[0] in COMMANDS else ""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        options = PARSERS[command]().parse_args(given[1:] if command else given)
        status = _function(command)(options)
        sys.stdout.flush()
    except UsageError as error:
        print_error(str(error) if command else str(error) + _suggestion(given))
        return WRONG_USE
    except BrokenPipeError:
        drop_output()
        return OK  # the reader of the output has seen enough
    except OSError as error:
        drop_output()
        print_error(str(error))
        return PROBLEMS
    except KeyboardInterrupt:
        return _INTERRUPTED
    finally:
        collect()  # the process is about to end: searching its memory would only take time
    return status


def _function(command: str) -> Callable[[Namespace], int]:
    module, _, name = COMMANDS[command].partition(":")
    full_name = f"confui.cli.{module}"
    __import__(full_name)
    function: Callable[[Namespace], int] = getattr(sys.modules[full_name], name)
    return function


def _suggestion(given: Sequence[str]) -> str:
    """Return a hint that the first word looks like a mistyped command, or nothing."""
    from difflib import get_close_matches  # 4 ms, and only needed after a mistake

    commands = [command for command in COMMANDS if command]
    near = get_close_matches(given[0], commands, n=1) if given else []
    if not near or given[0].startswith("-"):
        return ""
    return f" (or is it the command `confui {near[0]}`?)"
