"""What may be asked on the command line: one parser a command."""

from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from functools import partial

from confui import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import NoReturn

_OVERVIEW = """\
commands:
  confui list [QUERY...]   the sessions as a table, JSON, TSV or Markdown
  confui show ID           one session as text
  confui star ID...        bookmark sessions without the screen
  confui unstar ID...      take bookmarks away
  confui check CONFERENCE  every problem of a schedule, with file, line and fix

examples:
  confui                                   the conference that ships with confui
  confui path/to/my-conference             a folder of talk files
  confui path/to/it --now 2017-08-15T14:30
  confui list django difficulty:beginner,all room:"Ballroom A"
  confui list --format json | jq '.sessions[].title'
  confui list --format tsv | cut -f 2,5
  confui list --format markdown is:starred > mine.md

An ID is the path that `list` prints last, or any part of it that names one session only."""


_Help = partial(RawDescriptionHelpFormatter, width=78)
"""Told how wide to be, or each parser would import shutil to ask the terminal."""


_QUERY = """words, or FIELD:VALUE,VALUE with the fields difficulty, room, kind, track, tag, speaker,
day, language, after, before, has, is; a leading - negates (after a --)"""


class UsageError(Exception):
    """Something that was asked for cannot be done; the message is one line that says why."""


class _Parser(ArgumentParser):
    """Refuses in one line, where argparse would print the usage first."""

    def error(self, message: str) -> "NoReturn":
        """Raise `UsageError` with what argparse objects to and where to read on."""
        raise UsageError(f"{message}; see {self.prog} --help")


def _parser(name: str, description: str, *, epilog: str | None = None) -> ArgumentParser:
    parser = _Parser(
        prog=f"confui {name}".strip(),
        description=description,
        epilog=epilog,
        formatter_class=_Help,
    )
    parser.add_argument(
        "--now", type=_moment, metavar="TIME", help="let it be this wall time at the venue"
    )
    return parser


def parse_open() -> ArgumentParser:
    """Return the parser for no command: open a conference."""
    parser = _parser("", "A conference in your terminal.", epilog=_OVERVIEW)
    parser.add_argument("conference", nargs="?", default="", metavar="CONFERENCE")
    parser.add_argument("--version", action="version", version=f"confui {__version__}")
    return parser


def parse_list() -> ArgumentParser:
    """Return the parser of `confui list`."""
    parser = _parser("list", "Print the sessions that a query matches.")
    parser.add_argument("query", nargs="*", metavar="QUERY", help=_QUERY)
    _add_conference(parser)
    parser.add_argument(
        "--format",
        choices=("table", "json", "tsv", "markdown"),
        default="table",
        help="json tells everything, tsv one row a session, markdown is a digest with abstracts",
    )
    parser.add_argument("--hidden", action="store_true", help="print hidden sessions too")
    return parser


def parse_show() -> ArgumentParser:
    """Return the parser of `confui show`."""
    parser = _parser("show", "Print one session as text.")
    parser.add_argument("id", metavar="ID")
    _add_conference(parser)
    return parser


def parse_star() -> ArgumentParser:
    """Return the parser of `confui star`."""
    return _parse_ids("star", "Bookmark sessions.")


def parse_unstar() -> ArgumentParser:
    """Return the parser of `confui unstar`."""
    return _parse_ids("unstar", "Take bookmarks away.")


def _parse_ids(name: str, description: str) -> ArgumentParser:
    parser = _parser(name, description)
    parser.add_argument("ids", nargs="+", metavar="ID")
    _add_conference(parser)
    return parser


def parse_check() -> ArgumentParser:
    """Return the parser of `confui check`."""
    parser = _parser("check", "Print every problem of a schedule, with file, line and fix.")
    parser.add_argument("conference", nargs="?", default="", metavar="CONFERENCE")
    return parser


def _add_conference(parser: ArgumentParser) -> None:
    parser.add_argument("-c", "--conference", default="", help="a folder of talk files")


def _moment(text: str) -> "datetime":
    from datetime import datetime

    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no time; write 2017-08-15T14:30") from None
