"""`confui completion`: the script for a shell, and the candidates that the script asks for."""

from argparse import Namespace

from confui.cli.completion import SCRIPTS, format_candidates, list_candidates, split_line
from confui.cli.output import OK


def print_completion(options: Namespace) -> int:
    """Print the script of a shell; for the script, the words that may come next."""
    if options.words is None:
        print(SCRIPTS[options.shell], end="")
        return OK
    words, kept, quote = list(options.words), 0, ""
    if options.shell == "bash":
        words, kept, quote = split_line(" ".join(words))
    elif options.shell == "fish":  # which keeps the quotes of the last word
        words[-1:] = split_line(f"confui {words[-1] if words else ''}")[0]
    found = list_candidates(words)
    if text := format_candidates(options.shell, found, kept, quote):
        print(text)
    return OK
