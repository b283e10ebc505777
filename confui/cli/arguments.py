"""The arguments of every command: one parser each, with its help."""

from argparse import (
    REMAINDER,
    SUPPRESS,
    Action,
    ArgumentParser,
    ArgumentTypeError,
    RawDescriptionHelpFormatter,
)
from functools import partial

from confui import __version__
from confui.doorway import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any, NoReturn

_USAGE = """\
confui [--now TIME] [CONFERENCE]
       confui COMMAND [OPTIONS] [ARGUMENTS]"""

_OVERVIEW = """\
sessions:
  confui list [QUERY...]     list all sessions, or those that match a query
  confui show ID             show one session
  confui now [QUERY...]      show what is on
  confui next [QUERY...]     show what comes next

your plan:
  confui star ID...          bookmark sessions
  confui unstar ID...        remove bookmarks
  confui undo                take back the last of these changes, or an import
  confui plan                show your plan, with overlaps and free time
  confui import FILE         import bookmarks, your own or a friend's
  confui backup list         list the backups of your bookmarks
  confui backup restore      repair damaged bookmarks, or go back to a backup

your library:
  confui find [WORD...]      search the directory of conferences
  confui add CONFERENCE      add a conference, to have it offline
  confui conferences         list the conferences in your library
  confui refresh [NAME...]   check for updates
  confui remove NAME...      remove conferences; their bookmarks are kept

your settings:
  confui config              print the settings; `config keys`, `edit`, `reset`
  confui cache               where the cache is, and how large; `cache clear` deletes it

for organisers:
  confui check CONFERENCE    check a schedule for problems

your shell:
  confui completion SHELL    print what completes commands in bash, zsh or fish
  confui man                 print the manual page, as in: confui man | man -l -"""

CLOSING = """\
`confui help COMMAND` explains a command and its options. Exit status: 0 fine,
1 problems found or nothing matches, 2 wrong use.
An ID is what the last column of `confui list` calls a session, its code, or words
of its title."""
"""What the overview says at its end."""

EXAMPLES = """\
  confui                                   open what is on or comes next
  confui my-conf                           open a conference from your library
  confui path/to/my-conference             open a folder of talk files
  confui schedule.xml                      open a file from pretalx or frab
  confui path/to/my-conference --now 2017-08-15T14:30
  confui add fosdem                        add a conference of the directory
  confui add https://pretalx.com/my-conf/  add a conference from the web
  confui list django difficulty:beginner,all room:"Ballroom A"
  confui list -c my-conf is:fits           list what fits into your free time
  confui list --format json | jq '.sessions[].title'
  confui list --format tsv | cut -f 2,5
  confui list --format markdown is:starred > mine.md
  confui plan --format ics --reminder 10 > mine.ics
  confui plan --format json > mine.json    save your bookmarks"""
"""Command lines, each with what it does."""


_HelpFormatter = partial(RawDescriptionHelpFormatter, width=78)
"""With a fixed width: without one, each parser imports shutil to ask the terminal."""


_QUERY = """words to search for, or FIELD:VALUE,VALUE with one of the fields difficulty, room,
kind, track, tag, speaker, day, language, title, text, after, before, has, is; a word matches
where a word begins, quotes (inside those of the shell) find whole words; @NAME is a filter that
was saved in the app; a leading - excludes (write -- before the first such word)"""


_ID = "what the last column of `confui list` calls it, its id or code, or words of its title"

_CONFERENCE = """a name from your library, a folder of talk files, a schedule file, a URL, or - for
standard input; by default the conference in your library that is on or comes next"""

_SHELLS = "bash, zsh or fish"

_COMPLETION = """\
to have it in every shell, add this line to the file that your shell reads:
  ~/.bashrc                   source <(confui completion bash)
  ~/.zshrc, after compinit    source <(confui completion zsh)
  ~/.config/fish/config.fish  confui completion fish | source"""


class UsageError(Exception):
    """The command cannot be carried out as written; the message is one line that says why."""


class Parser(ArgumentParser):
    """Knows its arguments, and reports errors in one line."""

    def __init__(self, name: str, **settings: "Any") -> None:
        """Make the parser of a command; its settings are those of argparse."""
        self.arguments: list[Action] = []
        """Every option and every word that the command takes, in order."""
        super().__init__(prog=f"confui {name}".strip(), formatter_class=_HelpFormatter, **settings)

    def add_argument(self, *names: str, **settings: "Any") -> Action:
        """Add an argument as argparse does, and keep it in `arguments`."""
        argument = super().add_argument(*names, **settings)
        self.arguments.append(argument)
        return argument

    def error(self, message: str) -> "NoReturn":
        """Raise `UsageError` with the message of argparse and a pointer to the help."""
        raise UsageError(f"{message}{self._suggest_option(message)}; see {self.prog} --help")

    def _suggest_option(self, message: str) -> str:
        """Return the option that was meant, if argparse says that it knows none such."""
        _, is_unknown, given = message.partition("unrecognized arguments: ")
        wrong = given.split("=")[0].split(" ")[0] if is_unknown else ""
        if not wrong.startswith("--"):
            return ""
        from difflib import get_close_matches  # takes 4 ms, and is needed only after a mistake

        known = [name for each in self.arguments for name in each.option_strings]
        found = get_close_matches(wrong, known, n=1)
        return f" (did you mean {found[0]}?)" if found else ""


def _make_parser(
    name: str, description: str, *, usage: str | None = None, epilog: str | None = None
) -> Parser:
    parser = Parser(name, usage=usage, description=description, epilog=epilog)
    parser.add_argument(
        *("-q", "--quiet"),
        action="store_true",
        help="print nothing on standard error but mistakes in the command; the exit status tells",
    )
    parser.add_argument(
        "--log",
        default="",
        metavar="FILE",
        help="add to this file what is read, written and asked of the network; also CONFUI_LOG",
    )
    parser.add_argument(
        "--now",
        type=_parse_time,
        metavar="TIME",
        help="pretend it is this local time at the venue, such as 14:30 today or 2017-08-15T14:30",
    )
    return parser


def parse_open() -> Parser:
    """Return the parser of `confui` without a command, which opens a conference."""
    parser = _make_parser(
        "",
        "A conference schedule in your terminal.",
        usage=_USAGE,
        epilog=f"{_OVERVIEW}\n\n{CLOSING}\n\nexamples:\n{EXAMPLES}",
    )
    parser.add_argument(
        "conference",
        nargs="?",
        default="",
        metavar="CONFERENCE",
        help=_CONFERENCE,
    )
    _add_language(parser)
    _add_no_cache(parser)
    parser.add_argument(
        *("-V", "--version"),
        action="version",
        version=f"confui {__version__}",
        help="print the version and exit",
    )
    return parser


def parse_list() -> Parser:
    """Return the parser of `confui list`."""
    parser = _make_parser("list", "List all sessions, or those that match a query.")
    parser.add_argument("query", nargs="*", metavar="QUERY", help=_QUERY)
    _add_conference(parser)
    _add_format(
        parser,
        ("table", "json", "tsv", "markdown", "ics"),
        "json has everything, tsv has one row for each session, markdown has the abstracts, "
        "ics is for calendars",
    )
    parser.add_argument(
        "--sort",
        choices=("time", "match"),
        default="time",
        help="match prints the best matches first: words in the title before words in the text",
    )
    _add_color(parser)
    _add_my_time(parser)
    parser.add_argument(
        "--hidden", action="store_true", help="include the sessions that the organisers hide"
    )
    return parser


def parse_show() -> Parser:
    """Return the parser of `confui show`."""
    parser = _make_parser("show", "Show one session as text.")
    parser.add_argument("id", metavar="ID", help=_ID)
    _add_conference(parser)
    _add_format(parser, ("text", "json"), "json is what `confui list --json` has of it")
    _add_color(parser)
    return parser


def parse_now() -> Parser:
    """Return the parser of `confui now`."""
    return _parse_now_next("now", "Show what is on in each room, your bookmarks first.")


def parse_next() -> Parser:
    """Return the parser of `confui next`."""
    return _parse_now_next("next", "Show what comes next in each room, your bookmarks first.")


def _parse_now_next(name: str, description: str) -> Parser:
    parser = _make_parser(name, description)
    parser.add_argument("query", nargs="*", metavar="QUERY", help=_QUERY)
    _add_conference(parser)
    _add_color(parser)
    _add_my_time(parser)
    _add_format(
        parser,
        ("table", "tsv", "json"),
        "tsv and json are for other programs; json is what `confui list --json` has",
    )
    return parser


def parse_plan() -> Parser:
    """Return the parser of `confui plan`."""
    parser = _make_parser("plan", "Show your bookmarks by day, with overlaps and free time.")
    _add_conference(parser)
    _add_format(
        parser,
        ("table", "tsv", "markdown", "json", "ics"),
        "tsv has one row for each session; markdown is to print and, after the conference, a "
        "summary of what you saw; json is for `confui import`; ics is for calendars",
    )
    _add_color(parser)
    _add_my_time(parser)
    parser.add_argument(
        "--reminder",
        type=_parse_reminder,
        metavar="MINUTES",
        help="with --format ics: remind this many minutes before each session",
    )
    return parser


def parse_star() -> Parser:
    """Return the parser of `confui star`."""
    parser = _parse_ids("star", "Bookmark sessions.")
    parser.add_argument("--maybe", action="store_true", help="bookmark as maybe instead of must")
    return parser


def parse_unstar() -> Parser:
    """Return the parser of `confui unstar`."""
    return _parse_ids("unstar", "Remove bookmarks.")


def parse_undo() -> Parser:
    """Return the parser of `confui undo`."""
    return _make_parser(
        "undo",
        "Take back the last star, unstar or import that was made from the command line.",
    )


def parse_import() -> Parser:
    """Return the parser of `confui import`."""
    parser = _make_parser("import", "Import bookmarks, from another computer or from a friend.")
    parser.add_argument(
        "file",
        metavar="FILE",
        help="a file written by `confui plan --format json` or ics; - for standard input",
    )
    _add_conference(parser)
    parser.add_argument("--dry-run", action="store_true", help="only print what would change")
    return parser


def parse_backup() -> Parser:
    """Return the parser of `confui backup`."""
    parser = _make_parser(
        "backup",
        "List the backups of your bookmarks, or restore one. The present state is kept first, so "
        "a restore can be undone.",
    )
    parser.add_argument("action", choices=("list", "restore"), help="what to do")
    parser.add_argument(
        "name",
        nargs="?",
        default="",
        metavar="BACKUP",
        help="with restore: the backup, as in `confui backup list`, or a part of its name; by "
        "default the newest sound one, if the bookmark file is damaged",
    )
    _add_format(parser, ("table", "tsv"), "with list: tsv is for other programs")
    return parser


def parse_find() -> Parser:
    """Return the parser of `confui find`."""
    parser = _make_parser(
        "find",
        "Search the directory of conferences: what is on or comes next, then what is over. "
        "`confui add ID` adds one.",
    )
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WORD",
        help="a word of the title or id, or its beginning, or the year; by default all "
        "conferences are listed",
    )
    _add_format(parser, ("table", "json", "tsv"), "json and tsv are for other programs")
    return parser


def parse_add() -> Parser:
    """Return the parser of `confui add`."""
    parser = _make_parser("add", "Keep a conference in your library, to have it offline.")
    parser.add_argument(
        "conference",
        nargs="+",
        metavar="CONFERENCE",
        help="the URL of a schedule or of a pretalx event, a schedule file, or a folder; else the "
        "name of a conference of the directory, in words as `confui find` takes them",
    )
    parser.add_argument(
        "--name", default="", help="its name in your library; by default made from its title"
    )
    parser.add_argument(
        "--zone",
        default="",
        metavar="ZONE",
        help="the time zone of the venue, such as Europe/Oslo, if the schedule is wrong or silent",
    )
    parser.add_argument("--title", default="", help="the title to show; by default the schedule's")
    _add_language(parser)
    _add_yes(parser)
    return parser


def parse_conferences() -> Parser:
    """Return the parser of `confui conferences`."""
    parser = _make_parser("conferences", "List the conferences in your library.")
    _add_format(parser, ("table", "json", "tsv"), "json and tsv are for other programs")
    return parser


def parse_refresh() -> Parser:
    """Return the parser of `confui refresh`."""
    parser = _make_parser("refresh", "Check the conferences in your library for updates.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="by default all")
    _add_yes(parser)
    parser.add_argument(
        "--undo",
        action="store_true",
        help="bring back the version that the last refresh replaced; a second time, the newer one",
    )
    return parser


def parse_remove() -> Parser:
    """Return the parser of `confui remove`."""
    parser = _make_parser(
        "remove", "Remove conferences from your library; their bookmarks are kept."
    )
    parser.add_argument("names", nargs="+", metavar="NAME")
    return parser


def _parse_ids(name: str, description: str) -> Parser:
    parser = _make_parser(name, description)
    parser.add_argument("ids", nargs="+", metavar="ID", help=_ID)
    _add_conference(parser)
    return parser


def parse_config() -> Parser:
    """Return the parser of `confui config`."""
    parser = _make_parser(
        "config",
        "Print the settings and where each comes from; list the actions and their keys; open the "
        "file in your editor; or forget what confui remembers by itself.",
    )
    parser.add_argument(
        "action",
        nargs="?",
        choices=("", "keys", "edit", "reset"),
        default="",
        metavar="ACTION",
        help="keys, edit or reset; without it the settings are printed",
    )
    return parser


def parse_cache() -> Parser:
    """Return the parser of `confui cache`."""
    parser = _make_parser(
        "cache",
        "Tell where confui keeps what it has read before, how much that is, or delete it. Each "
        "conference is then read anew; bookmarks and the library are not touched.",
    )
    parser.add_argument(
        "action",
        nargs="?",
        choices=("", "clear"),
        default="",
        metavar="ACTION",
        help="clear deletes it; without an action only its size is printed",
    )
    return parser


def parse_check() -> Parser:
    """Return the parser of `confui check`."""
    parser = _make_parser(
        "check",
        "Check a schedule: print every problem with file, line and fix.",
        epilog="Exit status: 0 no errors, 1 errors found, 2 the schedule cannot be read.",
    )
    parser.add_argument("conference", nargs="?", default="", metavar="CONFERENCE", help=_CONFERENCE)
    _add_format(parser, ("text", "json"), "json is for other programs")
    parser.add_argument("--strict", action="store_true", help="fail on warnings too")
    _add_language(parser)
    return parser


def parse_completion() -> Parser:
    """Return the parser of `confui completion`."""
    parser = _make_parser(
        "completion",
        "Print the script that completes command lines of confui in a shell.",
        epilog=_COMPLETION,
    )
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), metavar="SHELL", help=_SHELLS)
    # For the script: the words typed so far, to print what may come next.
    parser.add_argument("--words", nargs=REMAINDER, help=SUPPRESS)
    return parser


def parse_man() -> Parser:
    """Return the parser of `confui man`."""
    return _make_parser(
        "man", "Print the manual page, which an installed confui has as `man confui`."
    )


def _add_conference(parser: Parser) -> None:
    parser.add_argument(
        *("-c", "--conference"),
        default="",
        metavar="CONFERENCE",
        help=_CONFERENCE,
    )
    _add_language(parser)
    _add_no_cache(parser)


def _add_no_cache(parser: Parser) -> None:
    parser.add_argument(
        "--no-cache",
        action="store_true",
        help="read the schedule anew, and leave nothing in the cache; see confui cache",
    )


def _add_color(parser: Parser) -> None:
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="auto colours what a terminal shows, unless NO_COLOR is set",
    )


def _add_my_time(parser: Parser) -> None:
    parser.add_argument(
        "--my-time",
        action="store_true",
        help="in a table, times as in the zone of this computer, +1 if that is a day later",
    )


def _add_language(parser: Parser) -> None:
    parser.add_argument(
        "--language",
        default="",
        metavar="CODE",
        help="where talks are written in several languages, the one to show, such as fr",
    )


def _add_yes(parser: Parser) -> None:
    parser.add_argument(
        "--yes",
        action="store_true",
        help="take a new version even if it loses more than a third of the sessions, a day or a "
        "room",
    )


def _add_format(parser: Parser, formats: tuple[str, ...], help: str) -> None:
    parser.add_argument("--format", choices=formats, default=formats[0], help=help)
    if "json" in formats:
        parser.add_argument(
            "--json", dest="format", action="store_const", const="json", help="--format json"
        )


def _parse_reminder(text: str) -> int:
    from confui.userdata import LONGEST_REMINDER  # loads tomllib, 4 ms

    if text.isascii() and text.isdecimal() and int(text[:9]) <= LONGEST_REMINDER:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is not a number of minutes; write 10")


def _parse_time(text: str) -> "datetime":
    from datetime import datetime  # not needed for --version and --help

    is_clock = text[:1].isdigit() and ":" in text[:3]
    written = f"{datetime.now().date()} {text.rjust(5, '0')}" if is_clock else text
    try:
        return datetime.fromisoformat(written).replace(tzinfo=None)
    except ValueError:
        message = f"{text!r} is not a time; write 14:30 for today, or 2017-08-15T14:30"
        raise ArgumentTypeError(message) from None


PARSERS = {
    "": parse_open,
    "list": parse_list,
    "show": parse_show,
    "now": parse_now,
    "next": parse_next,
    "plan": parse_plan,
    "star": parse_star,
    "unstar": parse_unstar,
    "undo": parse_undo,
    "import": parse_import,
    "backup": parse_backup,
    "find": parse_find,
    "add": parse_add,
    "conferences": parse_conferences,
    "refresh": parse_refresh,
    "remove": parse_remove,
    "config": parse_config,
    "cache": parse_cache,
    "check": parse_check,
    "completion": parse_completion,
    "man": parse_man,
}
"""The function that makes each command's parser; the empty name opens the app."""
