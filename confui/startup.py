"""Measures that make confui start faster, each with its reverse."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


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
    loaded = "ssl" in sys.modules
    if not loaded:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # makes `import ssl` raise ImportError
    try:
        yield
    finally:
        if not loaded:
            del sys.modules["ssl"]
