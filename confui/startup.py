"""Measures that make confui start faster, each with its reverse."""

import gc
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType

_PALETTE = (
    "textual.command",
    *(
        f"textual.widgets.{name}"
        for name in ("_directory_tree", "_input", "_option_list", "_placeholder", "_select")
    ),
)
"""The palette, and the widgets whose types Textual names."""


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
    parser = _make_module("urllib.parse", quote_from_bytes=_quote_from_bytes)
    with _replaced({"urllib.parse": parser}):
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
        for name in absent:
            del sys.modules[name]


def _make_module(name: str, **functions: Callable[..., object]) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(functions)
    return module


def _quote_from_bytes(text: bytes) -> str:
    from urllib.parse import quote_from_bytes

    return quote_from_bytes(text)


def _choose_form(one: str, many: str, number: int) -> str:
    return one if number == 1 else many
