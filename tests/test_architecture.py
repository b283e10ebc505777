"""The rules that keep the program quick, safe and easy to read, where import-linter cannot look."""

import ast
import importlib
import os
import pkgutil
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.binding import Binding

import confui
from confui.paths import STYLES
from confui.screens import schedule, session_page
from confui.screens.dialogs import filter_panel

PACKAGE = Path(confui.__file__).parent
TREES = {
    path.relative_to(PACKAGE): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
}
"""Every module of the program, parsed."""
HEADLESS = ("schedule", "sources", "userdata", "export", "state", "library")
TOOLKIT = {"textual", "rich"}


def draws(path: Path) -> bool:
    """Whether a module puts something on the screen."""
    return not {"screens", "widgets"}.isdisjoint(path.parts) or path.name in (
        "app.py",
        "commands.py",
    )


def imported_by(script: str, *arguments: str, share: Path) -> set[str]:
    """Return the names of all modules that a fresh Python has loaded after running a script."""
    process = subprocess.run(
        [sys.executable, "-c", f"{script}\nimport sys\nprint('\\n', *sys.modules)", *arguments],
        env={**os.environ, "XDG_DATA_HOME": str(share)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(process.stdout.splitlines()[-1].split())


COMMAND = """\
import sys
from confui.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
"""


@pytest.mark.parametrize(
    "command",
    [
        *("", "--version", "--help", "list", "check", "nowhere"),
        *("list --format json", "list --format tsv", "list --format markdown"),
        *("show django-vs-flask", "star django-vs-flask", "unstar django-vs-flask"),
        *("now", "next", "plan", "plan --format markdown", "plan --format json", "import nowhere"),
        *("list --format ics", "plan --format ics"),
    ],
)
def test_a_command_without_a_screen_never_imports_the_toolkit(command: str, tmp_path: Path) -> None:
    modules = imported_by(COMMAND, *command.split(), share=tmp_path)
    assert "confui.cli" in modules
    assert not modules & TOOLKIT


def test_the_version_needs_next_to_nothing(tmp_path: Path) -> None:
    modules = imported_by(COMMAND, "--version", share=tmp_path)
    assert not modules & {"yaml", "frontmatter", "sqlite3", "platformdirs", "pathlib", "json"}


def test_a_list_without_bookmarks_needs_no_database(tmp_path: Path) -> None:
    assert "sqlite3" not in imported_by(COMMAND, "list", share=tmp_path)


@pytest.mark.parametrize("command", ["now", "next", "plan", "list", "plan --format json"])
def test_only_who_writes_a_calendar_loads_what_writes_one(command: str, tmp_path: Path) -> None:
    modules = imported_by(COMMAND, *command.split(), share=tmp_path)
    assert not modules & {"icalendar", "dateutil", "dataclasses"}


@pytest.mark.parametrize("command", ["--version", "list", "now", "star django-vs-flask"])
def test_what_needs_no_network_has_no_parser_of_urls(command: str, tmp_path: Path) -> None:
    imported_by(COMMAND, "list", share=tmp_path)  # so that there is a snapshot
    modules = imported_by(COMMAND, *command.split(), share=tmp_path)
    assert not modules & {"urllib.parse", "ipaddress"}


@pytest.mark.parametrize("command", ["", "list", "conferences", "refresh"])
def test_only_who_searches_the_directory_reads_the_config(command: str, tmp_path: Path) -> None:
    modules = imported_by(COMMAND, *command.split(), share=tmp_path)
    assert not modules & {"tomllib", "confui.userdata.config", "confui.library.directory"}


def test_nothing_headless_imports_the_toolkit(tmp_path: Path) -> None:
    headless = [
        module.name
        for module in pkgutil.walk_packages([str(PACKAGE)], "confui.")
        if module.name.split(".")[1] in HEADLESS
    ]
    assert {
        "confui.state.store",
        "confui.schedule.models",
        "confui.sources.talk_folder.talk",
    } <= set(headless)
    script = "\n".join(f"import {name}" for name in headless)
    assert not imported_by(script, share=tmp_path) & TOOLKIT


def variables(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of every variable that a module assigns to."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    yield node.lineno, target.id


def test_styles_are_in_style_sheets_only() -> None:
    assert [
        f"{path}:{line}"
        for path, tree in TREES.items()
        for line, name in variables(tree)
        if name in ("CSS", "DEFAULT_CSS")
    ] == []


HEX = re.compile(r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b")


def test_only_the_themes_name_colours() -> None:
    colours = [
        (path.name, f"{path}:{node.lineno}: {node.value}")
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HEX.search(node.value)
    ]
    assert [place for name, place in colours if name != "themes.py"] == []
    assert colours, "the themes do"


def test_no_style_sheet_names_a_colour() -> None:
    values = [
        (sheet.name, value)
        for sheet in sorted(STYLES.iterdir())
        for value in re.findall(r":([^:;{}]*);", sheet.read_text(encoding="utf-8"))
    ]
    assert {name for name, _ in values} == {sheet.name for sheet in STYLES.iterdir()}
    assert [(name, value) for name, value in values if HEX.search(value)] == []


MEET_MARKUP = frozenset(
    (
        *("Static", "Label", "Button", "Checkbox", "Collapsible", "Select", "SelectionList"),
        *("Option", "OptionList", "TabPane", "Tab", "notify", "add_row", "DiscoveryHit", "Hit"),
    )
)
"""Widgets and calls of Textual that read a plain text as markup."""


class MarkupCheck(ast.NodeVisitor):
    """Collects the calls that would let a text from a schedule be read as markup."""

    def __init__(self, module: ast.Module) -> None:
        self.suspects: list[str] = []
        self._contents = set(_names_of_contents(module))
        self._plain = False
        self.visit(module)

    def visit_Call(self, call: ast.Call) -> None:
        name = _last_name(call.func)
        outer = self._plain
        self._plain = outer or any(
            word.arg == "markup" and isinstance(word.value, ast.Constant) and not word.value.value
            for word in call.keywords
        )
        text = call.args[1:2] if name == "Hit" else call.args[:1]  # a hit begins with its score
        if name in MEET_MARKUP and not self._plain and not all(map(self._is_content, text)):
            self._suspect(call)
        if name == "from_markup" and not all(isinstance(each, ast.Constant) for each in text):
            self._suspect(call)
        self.generic_visit(call)
        self._plain = outer

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            if isinstance(target, ast.Attribute) and target.attr.startswith("border_"):
                self._suspect(node)
        self.generic_visit(node)

    def _is_content(self, text: ast.expr) -> bool:
        """Whether a text is a Content, which holds no markup."""
        return _root(text) in self._contents

    def _suspect(self, node: ast.expr | ast.stmt) -> None:
        self.suspects.append(f"line {node.lineno}: {ast.unparse(node)}")


def _names_of_contents(module: ast.Module) -> Iterator[str]:
    """Yield what a module calls a Content: the class, annotated functions, and variables."""
    yield "Content"
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and node.returns is not None:
            if "Content" in ast.unparse(node.returns):
                yield node.name
        elif isinstance(node, ast.Assign) and _root(node.value) == "Content":
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def _root(expression: ast.expr) -> str:
    """Return the name that a chain of calls and attributes begins with, leaving `self` out."""
    if isinstance(expression, ast.Call):
        return _root(expression.func)
    if isinstance(expression, ast.Attribute):
        root = _root(expression.value)
        return expression.attr if root == "self" else root
    return expression.id if isinstance(expression, ast.Name) else ""


def _last_name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def test_a_text_from_a_schedule_is_never_read_as_markup() -> None:
    drawing = [path for path in TREES if draws(path)]
    assert len(drawing) > 20, "the modules of the screen are found wherever they lie"
    assert [
        f"{path}, {suspect}" for path in drawing for suspect in MarkupCheck(TREES[path]).suspects
    ] == []


@pytest.mark.parametrize(
    ("line", "suspect"),
    [
        ("Static(title)", True),
        ("Static(f'[b]{title}[/b]')", True),
        ("Static(title, markup=True)", True),
        ("Static(title, markup=False)", False),
        ("Static(Content(title), id='a')", False),
        ("Static(Content('\\n').join(lines))", False),
        ("OptionList(*(Option(title) for title in titles))", True),
        ("OptionList(*(Option(title) for title in titles), markup=False)", False),
        ("self.notify(title)", True),
        ("self.app.notify(title, markup=False)", False),
        ("Content.from_markup(f'[b]{title}')", True),
        ("Content.from_markup('[b]$title', title=title)", False),
        ("self.border_title = title", True),
        ("shown = Content(title)\nHit(score, shown, command)", False),
        ("Hit(score, title, command)", True),
    ],
)
def test_the_check_for_markup_knows_good_from_bad(line: str, suspect: bool) -> None:
    assert bool(MarkupCheck(ast.parse(line)).suspects) is suspect


def classes() -> Iterator[type]:
    """Yield every class of ours."""
    for module in pkgutil.walk_packages([str(PACKAGE)], "confui."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and value.__module__ == module.name:
                yield value


def bindings() -> Iterator[tuple[str, Binding]]:
    """Yield every binding that a class of ours declares, with the name of the class."""
    for each in classes():
        for binding in vars(each).get("BINDINGS", ()):
            assert isinstance(binding, Binding), f"{each.__name__} has a binding without an id"
            yield each.__name__, binding


def test_every_key_has_an_id_and_says_what_it_does() -> None:
    found = list(bindings())
    assert len(found) > 20
    assert [(name, key.key) for name, key in found if not key.id or not key.tooltip] == []


def test_every_key_that_a_key_bar_offers_exists() -> None:
    offered = [key for screen in (filter_panel, schedule, session_page) for key in screen._KEYS]
    assert set(offered) <= {binding.id for _, binding in bindings()}


def test_the_id_of_a_key_is_its_own() -> None:
    counts = Counter(binding.id for _, binding in bindings())
    assert [id for id, count in counts.items() if count > 1] == []


def test_every_style_sheet_is_used() -> None:
    used = {path for each in classes() for path in vars(each).get("CSS_PATH") or ()}
    assert used | {schedule.MOVED_RULE, schedule.PANELS} == set(STYLES.iterdir())
