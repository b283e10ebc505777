"""The manual page says what the parsers say, and nothing in it acts on man."""

import re
from argparse import SUPPRESS

from confui.cli.arguments import PARSERS
from confui.cli.manual import as_manual_page
from tests.cli.conftest import Run


def test_the_page_has_every_command_with_its_options(run: Run) -> None:
    page = run("man").out.replace(r"\-", "-")
    for name, make in PARSERS.items():
        assert not name or f"\n.SS {name}\n" in page
        told = (each for each in make().arguments if each.help != SUPPRESS)
        assert all(option in page for each in told for option in each.option_strings)


def test_every_line_is_text_or_a_request_that_man_knows() -> None:
    known = {"TH", "SH", "SS", "TP", "PP", "nf", "fi", "br"}
    for line in as_manual_page().splitlines():
        assert not line.startswith("'")
        assert not line.startswith(".") or line[1:].split(" ")[0] in known
        assert re.fullmatch(r"(?:[^\\]|\\(?:-|e|&|f[BIR]))*", line), line
