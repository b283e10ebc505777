"""The package has no code that runs, loads or opens what a stranger wrote; here is what is banned.

The check reads the code; `tests/promises/` tries what a stranger can do.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import confui

PACKAGE = Path(confui.__file__).parent

CALLS = {
    *("eval", "exec", "compile", "execfile", "breakpoint", "os.system", "os.popen", "os.spawnl"),
    *("os.execv", "os.execvp", "os.posix_spawn", "pty.spawn", "subprocess.getoutput"),
    *("subprocess.getstatusoutput", "asyncio.create_subprocess_shell", "yaml.full_load"),
    *("yaml.unsafe_load", "yaml.load_all", "yaml.full_load_all", "yaml.unsafe_load_all"),
    *("tempfile.mktemp", "os.tempnam", "os.tmpnam", "ssl._create_unverified_context"),
    *("frontmatter.load", "frontmatter.loads", "builtins.eval", "builtins.exec", "mktemp"),
    *("code.interact", "ctypes.CDLL", "importlib.reload", "runpy.run_path", "runpy.run_module"),
}
"""Calls that are banned everywhere."""
MODULES = {
    *("pickle", "cPickle", "marshal", "shelve", "dill", "jsonpickle", "dbm", "ctypes", "cffi"),
    *("telnetlib", "ftplib", "xml.dom", "xml.sax", "xmlrpc", "pdb", "code", "codeop", "runpy"),
}
"""Modules that are banned everywhere."""
ONLY_IN = {
    "subprocess": {"userdata/editor.py", "library/reading.py"},
    "webbrowser": {"screens/dialogs/open_link.py"},
    "socket": {"sources/web"},
    "ssl": {"sources/web"},
    "http.client": {"sources/web"},
    "urllib.request": {"sources/web"},
    "urllib3": {"sources/web"},
    "xml.etree": {"sources/syntax/xml_text.py"},
    "xml.parsers": {"sources/syntax/xml_text.py"},
    "yaml": {"sources/syntax/yaml_text.py"},
}
"""Modules that may be imported in one place, where what is passed to them is checked."""
LOADERS = {"_LOADER"}
"""The only loaders that YAML may be read with: events and text, no objects."""


def dangers(tree: ast.Module, path: str) -> Iterator[str]:
    """Yield each banned piece of code with its line."""
    names = dict(_imported(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _dotted(node.func, names)
            if name in CALLS:
                yield f"{path}:{node.lineno}: {name}"
            if name.startswith("yaml.") and "load" in name.lower():
                yield f"{path}:{node.lineno}: {name}"
            for keyword in node.keywords:
                if keyword.arg == "shell" and not _is_false(keyword.value):
                    yield f"{path}:{node.lineno}: shell"
                if keyword.arg == "Loader" and ast.unparse(keyword.value) not in LOADERS:
                    yield f"{path}:{node.lineno}: Loader={ast.unparse(keyword.value)}"
                if keyword.arg == "delete" and "TemporaryFile" in name:
                    yield f"{path}:{node.lineno}: {name}(delete)"
        for module in _modules_of(node):
            if any(module == each or module.startswith(f"{each}.") for each in MODULES):
                yield f"{path}:{node.lineno}: import {module}"  # type: ignore[attr-defined]
            for known, places in ONLY_IN.items():
                if (module == known or module.startswith(f"{known}.")) and not any(
                    path == place or path.startswith(f"{place}/") for place in places
                ):
                    yield f"{path}:{node.lineno}: import {module}"  # type: ignore[attr-defined]


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield each imported name here, and its full name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                yield each.asname or each.name.partition(".")[0], each.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                yield each.asname or each.name, f"{node.module}.{each.name}"


def _modules_of(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (each.name for each in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
        yield node.module
        yield from (f"{node.module}.{each.name}" for each in node.names)


def _dotted(function: ast.expr, names: dict[str, str]) -> str:
    if isinstance(function, ast.Attribute):
        return f"{_dotted(function.value, names)}.{function.attr}"
    return names.get(function.id, function.id) if isinstance(function, ast.Name) else ""


def test_the_package_has_no_unsafe_code() -> None:
    found = [
        danger
        for path in sorted(PACKAGE.rglob("*.py"))
        for danger in dangers(
            ast.parse(path.read_text(encoding="utf-8")), path.relative_to(PACKAGE).as_posix()
        )
    ]
    assert found == []


def test_each_exception_is_still_needed() -> None:
    used = {
        (module, place)
        for module, places in ONLY_IN.items()
        for place in places
        for path in ([PACKAGE / place] if place.endswith(".py") else (PACKAGE / place).iterdir())
        if path.suffix == ".py" and module in path.read_text(encoding="utf-8")
    }
    unused = {(module, place) for module, places in ONLY_IN.items() for place in places} - used
    assert {module for module, _ in unused} <= {"http.client", "urllib.request", "xml.etree"}


@pytest.mark.parametrize(
    "code",
    [
        "eval(x)",
        "import builtins\nbuiltins.exec(x)",
        "import os\nos.system(x)",
        "from os import system as s\ns(x)",
        "import subprocess as p\np.run(x, shell=True)",
        "run(x, shell=wanted)",
        "import pickle",
        "from marshal import loads",
        "import yaml\nyaml.load(x)",
        "import yaml\nyaml.load(x, Loader=yaml.Loader)",
        "import yaml\nyaml.parse(x, Loader=yaml.FullLoader)",
        "from yaml import unsafe_load\nunsafe_load(x)",
        "from tempfile import mktemp\nmktemp()",
        "import tempfile\ntempfile.NamedTemporaryFile(delete=False)",
        "import webbrowser",
        "from urllib.request import urlopen",
        "def f():\n    import socket",
        "from xml import sax",
    ],
)
def test_the_check_finds_each_kind_of_unsafe_code(code: str) -> None:
    assert list(dangers(ast.parse(code), "somewhere.py"))


@pytest.mark.parametrize(
    "code",
    [
        "import re\nre.compile(x)",
        "model.eval_steps(x)",
        "from tempfile import mkdtemp\nmkdtemp()",
        "import json\njson.load(x)",
        "execute('exec')",
        "run(x, shell=False)",
        "from urllib.parse import urlsplit",
    ],
)
def test_the_check_leaves_ordinary_code_alone(code: str) -> None:
    assert list(dangers(ast.parse(code), "somewhere.py")) == []
