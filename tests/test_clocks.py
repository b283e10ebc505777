"""No test compares time with a constant: none reads a clock, but for the module of ratios."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
MEASURING = TESTS / "ratios.py"

CLOCKS = {
    "time": frozenset(
        f"{clock}{unit}"
        for clock in ("time", "monotonic", "perf_counter", "process_time", "thread_time")
        for unit in ("", "_ns")
    )
    | {"sleep", "clock_gettime", "clock_gettime_ns"},
    "resource": frozenset({"getrusage"}),
    "os": frozenset({"times", "wait3", "wait4"}),
    "asyncio": frozenset({"sleep", "timeout", "wait_for"}),
    "timeit": frozenset({"timeit", "repeat", "default_timer", "Timer"}),
}
"""What tells how much time went by, or lets some go by, and its module."""


def clocks_in(tree: ast.Module) -> Iterator[str]:
    """Yield each use of a clock, also within a program that is kept as a text."""
    modules = dict(_modules(tree))
    turns = set(_turns(tree))
    for node in ast.walk(tree):
        if node in turns:
            continue
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            known = CLOCKS.get(node.module or "", frozenset())
            for name in node.names:
                if name.name in known or (known and name.name == "*"):
                    yield f"line {node.lineno}: {node.module}.{name.name}"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = modules.get(node.value.id, "")
            if node.attr in CLOCKS.get(module, ()):
                yield f"line {node.lineno}: {module}.{node.attr}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            for clock in _clocks_in_text(node.value):
                yield f"in the text of line {node.lineno}, {clock}"


def _turns(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield each `asyncio.sleep` that is called with 0: it lets other tasks run, and no time go."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr == "sleep" and ast.unparse(node) == "asyncio.sleep(0)":
            yield node.func


def _modules(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the name of each imported module here, and its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.asname or name.name, name.name


def _clocks_in_text(text: str) -> Iterator[str]:
    if "import" not in text:
        return
    try:
        program = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    yield from clocks_in(program)


def test_only_the_module_of_ratios_reads_a_clock() -> None:
    found = {
        path: list(clocks_in(ast.parse(path.read_text(encoding="utf-8"))))
        for path in sorted(TESTS.rglob("*.py"))
        if path != Path(__file__)  # its samples are below
    }
    assert found.pop(MEASURING), "it measures"
    assert [
        f"{path.relative_to(TESTS)}, {use}" for path, uses in found.items() for use in uses
    ] == []


@pytest.mark.parametrize(
    ("program", "found"),
    [
        ("import time\nbegun = time.monotonic()", ["line 2: time.monotonic"]),
        ("import time as t\nt.sleep(1)", ["line 2: time.sleep"]),
        ("from time import process_time as now", ["line 1: time.process_time"]),
        ("from time import *", ["line 1: time.*"]),
        ("def f():\n    import os\n    return os.times()", ["line 3: os.times"]),
        ("run(clock=time.time)\nimport time", ["line 1: time.time"]),
        ("import resource\nresource.getrusage(0)", ["line 2: resource.getrusage"]),
        ("P = '''import time\ntime.time_ns()'''", ["in the text of line 1, line 2: time.time_ns"]),
        ("import asyncio\nasyncio.sleep(0.1)", ["line 2: asyncio.sleep"]),
        ("import asyncio\nasyncio.sleep(0)", []),
        ("from datetime import time\ntime(10, 30)", []),
        ("import resource\nresource.setrlimit(resource.RLIMIT_AS, (1, 1))", []),
        ("P = 'import time flies'", []),
    ],
)
def test_the_check_for_clocks_finds_every_way_to_read_one(program: str, found: list[str]) -> None:
    assert list(clocks_in(ast.parse(program))) == found
