"""The command line: one function a command, imported when it is asked for."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence

from confui import arguments
from confui.arguments import UsageError
from confui.cli.output import OK, PROBLEMS, WRONG_USE, complain, drop_output
from confui.startup import collect, delay_collecting

__all__ = ["OK", "PROBLEMS", "WRONG_USE", "main"]

_INTERRUPTED = 130
"""What shells expect of a program that was stopped by Ctrl+C."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run confui and return its exit status: 0 fine, 1 problems found, 2 wrong use.

    `--help` and `--version` end in the SystemExit of argparse.
    """
    delay_collecting()
    given = sys.argv[1:] if argv is None else list(argv)
    command = given[0] if given and given[0] in _COMMANDS else ""
    parse, run = _COMMANDS[command]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        status = run(parse().parse_args(given[1:] if command else given))
        sys.stdout.flush()
    except UsageError as error:
        complain(str(error) if command else str(error) + _perhaps_a_command(given))
        return WRONG_USE
    except BrokenPipeError:
        drop_output()
        return OK  # whoever read the output has seen enough
    except OSError as error:
        drop_output()
        complain(str(error))
        return PROBLEMS
    except KeyboardInterrupt:
        return _INTERRUPTED
    finally:
        collect()  # the process may end now; to search all that it holds would take a while
    return status


def _perhaps_a_command(given: Sequence[str]) -> str:
    """Return the hint that the first word looks like a mistyped command, or nothing."""
    from difflib import get_close_matches

    commands = [command for command in _COMMANDS if command]
    near = get_close_matches(given[0], commands, n=1) if given else []
    if not near or given[0].startswith("-"):
        return ""
    return f" (or is it the command `confui {near[0]}`?)"


def _open(options: Namespace) -> int:
    from confui.cli.opening import open_screen

    return open_screen(options)


def _list(options: Namespace) -> int:
    from confui.cli.listing import list_sessions

    return list_sessions(options)


def _show(options: Namespace) -> int:
    from confui.cli.showing import show

    return show(options)


def _now(options: Namespace) -> int:
    from confui.cli.board import now

    return now(options)


def _next(options: Namespace) -> int:
    from confui.cli.board import next_up

    return next_up(options)


def _plan(options: Namespace) -> int:
    from confui.cli.planning import plan

    return plan(options)


def _star(options: Namespace) -> int:
    from confui.cli.marking import star

    return star(options)


def _unstar(options: Namespace) -> int:
    from confui.cli.marking import unstar

    return unstar(options)


def _import(options: Namespace) -> int:
    from confui.cli.importing import import_file

    return import_file(options)


def _add(options: Namespace) -> int:
    from confui.cli.library import add

    if options.name and options.name in _COMMANDS:
        raise UsageError(f"{options.name}: a command is called so; choose another name")
    return add(options)


def _conferences(options: Namespace) -> int:
    from confui.cli.library import conferences

    return conferences(options)


def _refresh(options: Namespace) -> int:
    from confui.cli.library import refresh

    return refresh(options)


def _remove(options: Namespace) -> int:
    from confui.cli.library import remove

    return remove(options)


def _check(options: Namespace) -> int:
    from confui.cli.checking import check

    return check(options)


_COMMANDS: dict[str, tuple[Callable[[], ArgumentParser], Callable[[Namespace], int]]] = {
    "": (arguments.parse_open, _open),
    "list": (arguments.parse_list, _list),
    "show": (arguments.parse_show, _show),
    "now": (arguments.parse_now, _now),
    "next": (arguments.parse_next, _next),
    "plan": (arguments.parse_plan, _plan),
    "star": (arguments.parse_star, _star),
    "unstar": (arguments.parse_unstar, _unstar),
    "import": (arguments.parse_import, _import),
    "add": (arguments.parse_add, _add),
    "conferences": (arguments.parse_conferences, _conferences),
    "refresh": (arguments.parse_refresh, _refresh),
    "remove": (arguments.parse_remove, _remove),
    "check": (arguments.parse_check, _check),
}
