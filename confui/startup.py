"""What lets confui start quickly, in the one place where that can be undone."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def delay_collecting() -> None:
    """Collect no garbage yet: there is none worth a search before the first frame."""
    gc.disable()


def collect() -> None:
    """Collect garbage from now on; what lives by now will stay, and is not searched again."""
    gc.freeze()
    gc.enable()


@contextmanager
def without_tls() -> Iterator[None]:
    """Let what is imported meanwhile do without TLS, as in a Python that was built without it.

    Textual imports asyncio, and asyncio imports OpenSSL, which is a twentieth of confui's start.
    Nothing here speaks TLS through asyncio; whatever else needs it finds it afterwards.
    """
    loaded = "ssl" in sys.modules
    if not loaded:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # how Python spells "there is none"
    try:
        yield
    finally:
        if not loaded:
            del sys.modules["ssl"]
