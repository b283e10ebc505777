"""The manual page, made from the parsers of all commands."""

from argparse import SUPPRESS, Action
from collections.abc import Iterable

from confui import __version__
from confui.cli.arguments import CLOSING, EXAMPLES, PARSERS, Parser


def as_manual_page() -> str:
    """Return the page `confui(1)` for man, in the language of roff."""
    program, *others = (make() for make in PARSERS.values())
    shared = set.intersection(*(_options(parser) for parser in others))
    lines = [
        f'.TH CONFUI 1 "" "confui {__version__}" "User Commands"',
        *(".SH NAME", f"confui \\- {_lower_first(program.description or '')}"),
        ".SH SYNOPSIS",
        *_synopsis("confui", program),
        *(".br", r"\fBconfui\fR \fICOMMAND\fR [\fIOPTIONS\fR] [\fIARGUMENTS\fR]"),
        ".SH OPTIONS",
        *_arguments(program.arguments),
        ".SH COMMANDS",
        _text(f"Every command takes {', '.join(sorted(shared))}, as above."),
    ]
    for name, make in PARSERS.items():
        if name:
            parser = make()
            own = [
                each for each in parser.arguments if not shared.intersection(each.option_strings)
            ]
            lines += [f".SS {_escape(name)}", *_synopsis(f"confui {name}", parser), ".PP"]
            lines += [_text(parser.description or ""), *_arguments(own)]
            lines += [*_verbatim(parser.epilog or "")]
    lines += [".SH NAMES AND EXIT STATUS", _text(CLOSING)]
    lines += [".SH EXAMPLES", *_verbatim(EXAMPLES)]
    return "\n".join(lines) + "\n"


def _synopsis(name: str, parser: Parser) -> list[str]:
    places = [each for each in parser.arguments if not each.option_strings]
    return [" ".join([rf"\fB{_escape(name)}\fR", r"[\fIOPTIONS\fR]", *map(_place, places)])]


def _place(argument: Action) -> str:
    word = rf"\fI{_escape(str(argument.metavar or argument.dest.upper()))}\fR"
    several = {"*": f"[{word}...]", "+": f"{word}...", "?": f"[{word}]"}
    return several.get(str(argument.nargs), word)


def _options(parser: Parser) -> set[str]:
    return {name for each in parser.arguments for name in each.option_strings}


def _arguments(arguments: Iterable[Action]) -> list[str]:
    lines = []
    for each in arguments:
        if each.help == SUPPRESS:
            continue
        lines += [".TP", _heading(each), _text(each.help or "")]
    return lines


def _heading(argument: Action) -> str:
    if not argument.option_strings:
        return _place(argument)
    names = ", ".join(rf"\fB{_escape(name)}\fR" for name in argument.option_strings)
    if argument.nargs == 0:
        return names
    choices = "|".join(map(str, argument.choices or ()))
    value = argument.metavar or choices or argument.dest.upper()
    return rf"{names} \fI{_escape(str(value))}\fR"


def _verbatim(text: str) -> list[str]:
    """Return lines that keep their breaks and spaces."""
    return [".PP", ".nf", *map(_text, text.splitlines()), ".fi"] if text else []


def _text(text: str) -> str:
    """Return a text as roff prints it, on one line; argparse's own percent signs are resolved."""
    escaped = _escape(text.replace("%%", "%"))
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped


def _escape(text: str) -> str:
    return text.replace("\\", r"\e").replace("-", r"\-").replace("\n", " ")


def _lower_first(text: str) -> str:
    return _escape(text[:1].lower() + text[1:].rstrip("."))
