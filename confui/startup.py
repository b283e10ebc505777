"""Measures that make confui start faster, each with its reverse."""

import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from types import ModuleType

_PALETTE = (
    "textual.command",
    *(
        f"textual.widgets.{name}"
        for name in ("_directory_tree", "_input", "_option_list", "_placeholder", "_select")
    ),
)
"""The palette, and the widgets whose types Textual names."""

_LATER: Mapping[str, tuple[Mapping[str, object], tuple[str, ...]]] = {
    "asyncio.sslproto": ({}, ()),
    "difflib": ({}, ("get_close_matches",)),
    "mimetypes": ({}, ()),
    "platformdirs": ({}, ("user_downloads_path",)),
    "rich.table": ({}, ("Table",)),
    "subprocess": ({"PIPE": -1, "STDOUT": -2, "DEVNULL": -3}, ()),
    "uuid": ({}, ("uuid4",)),
}
"""Modules that Textual and asyncio import for what a first frame does not need.

With the constants, and the functions and types, that they take from them when they are imported.
"""


def delay_collecting() -> None:
    """Turn the garbage collector off: before the first frame there is no garbage worth a search."""
    gc.disable()


def collect() -> None:
    """Turn the garbage collector on; it never searches the objects that exist by now."""
    gc.freeze()
    gc.enable()


@contextmanager
def without_tls() -> Iterator[None]:
    """Make imports inside the `with` block see a Python without TLS.

    Textual imports asyncio, and asyncio imports ssl if it can, which takes a twentieth of confui's
    start. confui does not use TLS through asyncio; later imports of ssl work as usual.
    """
    with _replaced({"ssl": None}):
        yield


@contextmanager
def without_palette() -> Iterator[None]:
    """Make Textual, if imported inside the `with` block, leave out its palette and what that needs.

    Textual 8.2 imports them with its `App` for a method that confui has too, and for the names of
    types: 13 ms, a sixteenth of a start. Later imports of them work as usual.
    """
    with _replaced({name: _make_module(name, __getattr__=_make_type) for name in _PALETTE}):
        yield


@contextmanager
def with_modules_later() -> Iterator[None]:
    """Make Textual, if imported inside the `with` block, load some modules when it needs them.

    Textual 8.2 needs them to save files, to show messages, and to explain mistakes in style sheets;
    asyncio needs one to start programs. They take 8 ms, a twentieth of a start. Later imports of
    them work as usual.
    """
    with _replaced({name: _make_later(name, *taken) for name, taken in _LATER.items()}):
        yield


def _make_later(name: str, constants: Mapping[str, object], taken: Iterable[str]) -> ModuleType:
    """Return a module that loads the real one when somebody asks for, or calls, what it has.

    Args:
        name: The module.
        constants: What it has, and what those are.
        taken: The functions and types that are taken from it when it is imported.
    """

    def find(attribute: str) -> object:
        if attribute.startswith("__"):
            raise AttributeError(attribute)  # Python asks for some names of its own
        if sys.modules.get(name) is module:
            del sys.modules[name]
        found: object = getattr(import_module(name), attribute)
        return found

    def call(function: str, *values: object, **options: object) -> object:
        found = find(function)
        assert callable(found)
        return found(*values, **options)

    def make(wanted: str) -> object:
        if wanted[0].islower():
            return partial(call, wanted)

        def create(_: type, *values: object, **options: object) -> object:
            return call(wanted, *values, **options)

        return type(wanted, (), {"__new__": create})  # so that one may ask what is of this type

    module = ModuleType(name)
    vars(module).update({each: make(each) for each in taken}, **constants, __getattr__=find)
    return module


def _make_type(name: str) -> type:
    """Return an empty type for any name; Python asks for some names of its own."""
    if name.startswith("__"):
        raise AttributeError(name)
    return type(name, (), {})


@contextmanager
def without_url_parser() -> Iterator[None]:
    """Make pathlib, if imported inside the `with` block, load the parser of URLs when it needs it.

    Only `Path.as_uri` does. The parser takes a sixteenth of a command such as `confui list`.
    """
    with _replaced({"urllib.parse": _make_later("urllib.parse", {}, ("quote_from_bytes",))}):
        yield


@contextmanager
def without_translation() -> Iterator[None]:
    """Make argparse, if imported inside the `with` block, speak English, as all of confui does.

    To look for translations takes a twentieth of a command such as `confui list`.
    """
    with _replaced({"gettext": _make_module("gettext", gettext=str, ngettext=_choose_form)}):
        yield


@contextmanager
def _replaced(modules: Mapping[str, ModuleType | None]) -> Iterator[None]:
    """Make imports inside the `with` block see other modules; for None they raise ImportError.

    A module that is loaded already stays.
    """
    absent = {name: module for name, module in modules.items() if name not in sys.modules}
    sys.modules.update(absent)  # type: ignore[arg-type]  # the type of `sys.modules` lacks None
    try:
        yield
    finally:
        for name, module in absent.items():
            if sys.modules.get(name) is module:  # else somebody needed the real one
                del sys.modules[name]


def _make_module(name: str, **functions: Callable[..., object]) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(functions)
    return module


def _choose_form(one: str, many: str, number: int) -> str:
    return one if number == 1 else many
