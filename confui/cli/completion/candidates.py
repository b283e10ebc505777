"""What may come next on a command line, from the parsers of the commands."""

import os
from argparse import SUPPRESS, Action
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from confui.cli.arguments import PARSERS, Parser, UsageError
from confui.cli.lookup import find_conference, open_bookmarks, open_library, open_remembered
from confui.paths import expand_home
from confui.schedule.models import Conference
from confui.schedule.session_names import complete_name
from confui.sources import is_url
from confui.text import clean, fold

_HELP, _VERSION = "help", "version"


class Candidate(NamedTuple):
    """One word that may come next."""

    text: str
    description: str = ""


class _Line(NamedTuple):
    """What is known where a word is typed."""

    command: str
    typed: str
    """The beginning of the word."""
    conference: str
    """What `-c` names."""


def list_candidates(words: Sequence[str]) -> list[Candidate]:
    """Return the words that may replace the last one, which is the beginning of a word.

    The network is not asked, and what cannot be read has no candidates.

    Args:
        words: The words after `confui`, without the quotes of the shell; none stands for one that
            is empty.
    """
    *before, typed = words or [""]
    command = before[0] if before and before[0] in PARSERS else ""
    line = _Line(command, typed, "")
    if before == [_HELP]:
        return _keep(_commands(), typed)
    if not before:
        names = [*_commands(), Candidate(_HELP, "explain a command"), Candidate(_VERSION)]
        start = [] if typed.startswith("-") else _keep(names, typed)
        return start + _of_parser(PARSERS[""](), [], line)
    return _of_parser(PARSERS[command](), before[1:] if command else before, line)


def _commands() -> Iterable[Candidate]:
    return (Candidate(name, make().description or "") for name, make in PARSERS.items() if name)


def _of_parser(parser: Parser, before: Sequence[str], line: _Line) -> list[Candidate]:
    options = {name: each for each in parser.arguments for name in each.option_strings}
    places = [each for each in parser.arguments if not each.option_strings]
    waiting: Action | None = None
    only_words = False
    passed = 0
    for word in before:
        name, has_value, value = word.partition("=")
        if waiting is not None:
            line = _with_value(line, waiting, word)
            waiting = None
        elif only_words or not word.startswith("-") or word == "-":
            passed += 1
        elif word == "--":
            only_words = True
        elif name in options and options[name].nargs != 0:
            if has_value:
                line = _with_value(line, options[name], value)
            else:
                waiting = options[name]
    if waiting is not None:
        return _values(waiting, line)
    name, has_value, value = line.typed.partition("=")
    if not only_words and has_value and name in options:
        found = _values(options[name], line._replace(typed=value))
        return [each._replace(text=f"{name}={each.text}") for each in found]
    if not only_words and line.typed.startswith("-"):
        told = {name: each.help or "" for name, each in options.items() if each.help != SUPPRESS}
        return _keep(map(Candidate, told, told.values()), name)
    repeated = places[-1:] if places and places[-1].nargs in ("*", "+") else []
    return [each for place in (places[passed:][:1] or repeated) for each in _values(place, line)]


def _with_value(line: _Line, option: Action, value: str) -> _Line:
    return line._replace(conference=value) if option.dest == "conference" else line


def _values(argument: Action, line: _Line) -> list[Candidate]:
    """Return the values of an option or the words of a command."""
    if argument.choices:
        return _keep(map(Candidate, argument.choices), line.typed)
    complete = _BY_METAVAR.get(str(argument.metavar or ""))
    return complete(line) if complete else []


def _conferences(line: _Line) -> list[Candidate]:
    return _names(line) + _paths(line)


def _names(line: _Line) -> list[Candidate]:
    library = open_library()
    known = [Candidate(entry.name, entry.title) for entry in library.entries()[0]]
    if library.shipped not in (each.text for each in known):
        known.append(Candidate(library.shipped))
    return _keep(known, line.typed.lower())


def _paths(line: _Line) -> list[Candidate]:
    """Return the files and folders that a path may go on with; hidden ones once a dot is typed."""
    start = line.typed.rpartition("/")[2]
    head = line.typed[: len(line.typed) - len(start)]
    place = expand_home(head) if head else Path()
    try:
        with os.scandir(place) as entries:
            names = sorted(f"{each.name}/" if each.is_dir() else each.name for each in entries)
    except (OSError, ValueError):
        return []  # there is no such folder, or cannot be one, so nothing is in it
    shown = (name for name in names if start.startswith(".") or not name.startswith("."))
    return _keep((Candidate(head + name) for name in shown), line.typed)


def _sessions(line: _Line) -> list[Candidate]:
    conference = _conference(line)
    if conference is None:
        return []
    sessions = conference.visible
    if line.command == "unstar":
        with open_bookmarks() as bookmarks:
            marked = {id for id, bookmark in bookmarks.load(conference.id).items() if bookmark.mark}
        sessions = tuple(each for each in sessions if each.id in marked)
    return [Candidate(name, each.title) for each, name in complete_name(sessions, line.typed)]


def _queries(line: _Line) -> list[Candidate]:
    """Return what a term of a query may go on with, with quotes only where the query needs them."""
    conference = _conference(line)
    if conference is None:
        return []
    from confui.schedule.query import join_arguments, read_value
    from confui.schedule.search import Corpus, complete
    from confui.state import SavedFilters

    text = join_arguments([line.typed])
    corpus = Corpus(conference, conference.visible)
    saved = SavedFilters(open_remembered()).texts
    found = []
    for each in complete(text, len(text), corpus, saved):
        head = text[: each.start]
        value = read_value(each.insert, 0).text if each.insert.startswith('"') else each.insert
        if any(sign in value for sign in ',"'):
            value = each.insert
        if '"' not in line.typed:
            head = head.replace('"', "")
        label = "" if each.label in (each.insert, value) else each.label
        found.append(Candidate(head + value, label))
    return found


def _backups(line: _Line) -> list[Candidate]:
    with open_bookmarks() as bookmarks:
        try:
            states = bookmarks.backups()
        except OSError:
            return []
    return _keep((Candidate(state.name) for state in states), line.typed)


def _zones(line: _Line) -> list[Candidate]:
    from zoneinfo import available_timezones

    return _keep(map(Candidate, sorted(available_timezones())), line.typed)


def _conference(line: _Line) -> Conference | None:
    """Return the conference that the line is about, if it can be read without the network."""
    if line.conference == "-" or is_url(line.conference):
        return None
    try:
        return find_conference(line.conference)
    except UsageError:
        return None


def _keep(candidates: Iterable[Candidate], typed: str) -> list[Candidate]:
    """Return the candidates that begin with what is typed, whatever the case, and can be typed."""
    start = fold(typed)
    return [
        Candidate(each.text, clean(each.description))
        for each in candidates
        if each.text and fold(each.text).startswith(start) and each.text == clean(each.text)
    ]


_BY_METAVAR: dict[str, Callable[[_Line], list[Candidate]]] = {
    "CONFERENCE": _conferences,
    "NAME": _names,
    "FILE": _paths,
    "ID": _sessions,
    "QUERY": _queries,
    "BACKUP": _backups,
    "ZONE": _zones,
}
"""What an argument is called in the help says what it may be."""
