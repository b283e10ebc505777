"""What may be asked on the command line: one parser a command."""

from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from functools import partial

from confui import __version__
from confui.doorway import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from typing import NoReturn

_OVERVIEW = """\
commands:
  confui list [QUERY...]   the sessions as a table, JSON, TSV, Markdown or calendar
  confui show ID           one session as text
  confui now               what is on
  confui next              what comes next
  confui plan              your bookmarks by day, with overlaps and free time
  confui star ID...        bookmark sessions without the screen
  confui unstar ID...      take bookmarks away
  confui import FILE       add bookmarks from another laptop, or a friend's
  confui add CONFERENCE    keep a conference in your library, from the web too
  confui conferences       what your library has
  confui refresh [NAME...] look what is new in it
  confui remove NAME...    take conferences out of it; their bookmarks stay
  confui check CONFERENCE  every problem of a schedule, with file, line and fix

examples:
  confui                                   the conference that is on or comes next in your library
  confui path/to/my-conference             a folder of talk files
  confui schedule.xml                      a schedule file, as pretalx, frab and others publish it
  confui add https://pretalx.com/my-conf/  the schedule of an event on the web, offline from now on
  confui path/to/it --now 2017-08-15T14:30
  confui list django difficulty:beginner,all room:"Ballroom A"
  confui list -c my-conf                   any command with another conference than the usual one
  confui list is:fits                      what would fit into your plan, the best first
  confui list --format json | jq '.sessions[].title'
  confui list --format tsv | cut -f 2,5
  confui list --format markdown is:starred > mine.md
  confui plan --format ics --reminder 10 > mine.ics
  confui plan --format json > mine.json    to import elsewhere

An ID is the path that `list` prints last, or any part of it that names one session only."""


_Help = partial(RawDescriptionHelpFormatter, width=78)
"""Told how wide to be, or each parser would import shutil to ask the terminal."""


_QUERY = """words, or FIELD:VALUE,VALUE with the fields difficulty, room, kind, track, tag, speaker,
day, language, after, before, has, is; a leading - negates (after a --)"""


_LONGEST_REMINDER = 4 * 7 * 24 * 60


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
    _add_format(
        parser,
        ("table", "json", "tsv", "markdown", "ics"),
        "json tells everything, tsv one row a session, markdown is a digest with abstracts",
    )
    parser.add_argument("--hidden", action="store_true", help="print hidden sessions too")
    return parser


def parse_show() -> ArgumentParser:
    """Return the parser of `confui show`."""
    parser = _parser("show", "Print one session as text.")
    parser.add_argument("id", metavar="ID")
    _add_conference(parser)
    return parser


def parse_now() -> ArgumentParser:
    """Return the parser of `confui now`."""
    return _parse_board("now", "Print what is on in each room; your own bookmarks come first.")


def parse_next() -> ArgumentParser:
    """Return the parser of `confui next`."""
    return _parse_board(
        "next", "Print what comes next in each room; your own bookmarks come first."
    )


def _parse_board(name: str, description: str) -> ArgumentParser:
    parser = _parser(name, description)
    _add_conference(parser)
    _add_format(parser, ("table", "tsv"), "tsv is one row a session, for other programs")
    return parser


def parse_plan() -> ArgumentParser:
    """Return the parser of `confui plan`."""
    parser = _parser("plan", "Print your bookmarks by day, with overlaps and free time.")
    _add_conference(parser)
    _add_format(
        parser,
        ("table", "markdown", "json", "ics"),
        "markdown is the plan, and after the conference what is left of it; json is what "
        "`import` reads; ics is for calendars",
    )
    parser.add_argument(
        "--reminder",
        type=_reminder,
        metavar="MINUTES",
        help="with ics: let the calendar remind you so long before each session",
    )
    return parser


def parse_star() -> ArgumentParser:
    """Return the parser of `confui star`."""
    parser = _parse_ids("star", "Bookmark sessions.")
    parser.add_argument("--maybe", action="store_true", help="as a maybe, not as a must")
    return parser


def parse_unstar() -> ArgumentParser:
    """Return the parser of `confui unstar`."""
    return _parse_ids("unstar", "Take bookmarks away.")


def parse_import() -> ArgumentParser:
    """Return the parser of `confui import`."""
    parser = _parser("import", "Add bookmarks from another laptop, or a friend's, to yours.")
    parser.add_argument(
        "file",
        metavar="FILE",
        help="what `confui plan --format json` or `--format ics` wrote; - reads standard input",
    )
    _add_conference(parser)
    parser.add_argument("--dry-run", action="store_true", help="only say what would change")
    return parser


def parse_add() -> ArgumentParser:
    """Return the parser of `confui add`."""
    parser = _parser("add", "Keep a conference in your library, to have it here offline.")
    parser.add_argument(
        "conference",
        metavar="CONFERENCE",
        help="a web address of a schedule or of an event on pretalx, a file, or a folder",
    )
    parser.add_argument("--name", default="", help="what to call it; else it names itself")
    parser.add_argument(
        "--zone",
        default="",
        help="the venue's time zone, where the schedule lacks it or has it wrong",
    )
    return parser


def parse_conferences() -> ArgumentParser:
    """Return the parser of `confui conferences`."""
    parser = _parser("conferences", "Print what your library has.")
    _add_format(parser, ("table", "json", "tsv"), "json and tsv are for other programs")
    return parser


def parse_refresh() -> ArgumentParser:
    """Return the parser of `confui refresh`."""
    parser = _parser("refresh", "Look what is new in the conferences of your library.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="else all of them")
    return parser


def parse_remove() -> ArgumentParser:
    """Return the parser of `confui remove`."""
    parser = _parser("remove", "Take conferences out of your library; their bookmarks stay.")
    parser.add_argument("names", nargs="+", metavar="NAME")
    return parser


def _parse_ids(name: str, description: str) -> ArgumentParser:
    parser = _parser(name, description)
    parser.add_argument("ids", nargs="+", metavar="ID")
    _add_conference(parser)
    return parser


def parse_check() -> ArgumentParser:
    """Return the parser of `confui check`."""
    parser = _parser(
        "check",
        "Print every problem of a schedule, with file, line and fix.",
        epilog="Exits with 0 without errors, 1 with some, and 2 where there is nothing to check.",
    )
    parser.add_argument("conference", nargs="?", default="", metavar="CONFERENCE")
    _add_format(parser, ("text", "json"), "json is for other programs")
    parser.add_argument("--strict", action="store_true", help="let warnings fail it too")
    return parser


def _add_conference(parser: ArgumentParser) -> None:
    parser.add_argument(
        *("-c", "--conference"),
        default="",
        help="a name from your library, a folder, a schedule file, or a web address",
    )


def _add_format(parser: ArgumentParser, formats: tuple[str, ...], help: str) -> None:
    parser.add_argument("--format", choices=formats, default=formats[0], help=help)


def _reminder(text: str) -> int:
    if text.isascii() and text.isdecimal() and int(text[:9]) <= _LONGEST_REMINDER:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is no number of minutes; write 10")


def _moment(text: str) -> "datetime":
    from datetime import datetime

    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no time; write 2017-08-15T14:30") from None


PARSERS = {
    "": parse_open,
    "list": parse_list,
    "show": parse_show,
    "now": parse_now,
    "next": parse_next,
    "plan": parse_plan,
    "star": parse_star,
    "unstar": parse_unstar,
    "import": parse_import,
    "add": parse_add,
    "conferences": parse_conferences,
    "refresh": parse_refresh,
    "remove": parse_remove,
    "check": parse_check,
}
"""The function that makes the parser of each command; the empty name opens the app."""
