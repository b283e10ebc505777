"""Find the command on the command line and run it; only that command's module is imported."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, redirect_stderr

from confui.cli.arguments import PARSERS, UsageError
from confui.cli.output import (
    HUNG_UP,
    OK,
    PROBLEMS,
    WRONG_USE,
    discard_output,
    open_closed_streams,
    print_error,
    print_unwritable,
    terminal_is_gone,
    use_plain_signs,
)
from confui.startup import collect, delay_collecting

COMMANDS = {
    "": "open_app:open_app",
    "list": "list_sessions:list_sessions",
    "show": "session_commands:show_session",
    "now": "print_now_next:print_now",
    "next": "print_now_next:print_next",
    "plan": "print_plan:print_plan",
    "star": "session_commands:star_sessions",
    "unstar": "session_commands:unstar_sessions",
    "undo": "session_commands:undo_change",
    "import": "import_bookmarks:import_bookmarks",
    "backup": "backup_commands:run_backup_command",
    "find": "find_conferences:find_in_directory",
    "add": "library_commands:add_conference",
    "conferences": "library_commands:list_conferences",
    "refresh": "library_commands:refresh_conferences",
    "remove": "library_commands:remove_conferences",
    "config": "config_command:run_config_command",
    "cache": "config_command:run_cache_command",
    "check": "check_schedule:check_schedule",
    "completion": "print_completion:print_completion",
    "man": "print_manual:print_manual",
}
"""Each command's function as `module:function` below `commands`; the empty name opens the app."""

_INTERRUPTED = 130
"""The exit status after Ctrl+C, as shells report it: 128 plus SIGINT."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run confui and return its exit status: 0 fine, 1 problems found, 2 wrong use.

    Where the terminal was closed meanwhile, end the process at once with status 129.

    Args:
        argv: The words after the program's name; `None` takes those of the process.

    Raises:
        SystemExit: After `--help` and `--version`, which argparse ends.
    """
    delay_collecting()
    open_closed_streams()
    try:
        return _run(sys.argv[1:] if argv is None else list(argv))
    except BrokenPipeError:
        discard_output()
        return OK  # the reader of the output, such as `head`, has seen enough
    except OSError as error:
        if terminal_is_gone():
            os._exit(HUNG_UP)
        discard_output()
        print_unwritable(error)
        return PROBLEMS
    except KeyboardInterrupt:
        return _INTERRUPTED
    finally:
        collect()  # the process is about to end: a search of its memory would only take time


def _run(words: Sequence[str]) -> int:
    words = _spell_out(words)
    command = words[0] if words and words[0] in COMMANDS else ""
    use_plain_signs()
    try:
        options = PARSERS[command]().parse_args(words[1:] if command else words)
        if log := options.log or os.environ.get("CONFUI_LOG", ""):
            _start_log(log, command)
        function = _load_function(command)
        with (
            _without_cache() if vars(options).get("no_cache") else nullcontext(),
            _silenced() if options.quiet else _with_progress() if command else nullcontext(),
        ):
            status = function(options)
    except UsageError as error:
        print_error(str(error) if command else str(error) + _suggest_command(words))
        return WRONG_USE
    except SystemExit:  # after `--help` and `--version`
        sys.stdout.flush()
        raise
    sys.stdout.flush()  # a full disk or a closed pipe must show here, not when Python ends
    return status


def _start_log(path: str, command: str) -> None:
    """Log what the process does. Raises UsageError if the file cannot be written."""
    import platform  # only for a log
    from pathlib import Path  # 1.5 ms that `--version` does not need

    from confui import __version__
    from confui.cli.log import start_log

    words = ("confui", __version__, command or "open", "Python", platform.python_version())
    try:
        start_log(Path(path), words)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {getattr(error, 'strerror', None) or error}") from None


def _without_cache() -> AbstractContextManager[None]:
    from confui.cli.lookup import without_cache  # loaded for a command, not for its mistakes

    return without_cache()


@contextmanager
def _with_progress() -> Iterator[None]:
    """Show how far the reading of a schedule is, where somebody sees standard error."""
    if not sys.stderr.isatty():
        yield
        return
    from confui.cli.progress_line import progress_line  # needed only in a terminal

    with progress_line():
        yield


@contextmanager
def _silenced() -> Iterator[None]:
    """Drop what is printed on standard error."""
    with os.fdopen(os.open(os.devnull, os.O_WRONLY), "w") as nowhere, redirect_stderr(nowhere):
        yield


def _spell_out(words: Sequence[str]) -> Sequence[str]:
    """Return the words with `help`, `version` and `-V` as the options that they stand for.

    Help for what is no command stays as it is: no conference has that name either.
    """
    if words[:1] == ["help"] and all(word in COMMANDS for word in words[1:]):
        return [*words[1:2], "--help"]
    return ["--version"] if list(words) in (["version"], ["-V"]) else words


def _load_function(command: str) -> Callable[[Namespace], int]:
    module, _, name = COMMANDS[command].partition(":")
    full_name = f"confui.cli.commands.{module}"
    __import__(full_name)
    function: Callable[[Namespace], int] = getattr(sys.modules[full_name], name)
    return function


def _suggest_command(words: Sequence[str]) -> str:
    """Return a hint if the first word looks like a mistyped command, else an empty string."""
    from difflib import get_close_matches  # takes 4 ms, and is needed only after a mistake

    commands = [*filter(None, COMMANDS), "help", "version"]
    matches = get_close_matches(words[0], commands, n=1) if words else []
    if not matches or words[0].startswith("-"):
        return ""
    return f" (did you mean the command `confui {matches[0]}`?)"
