"""Counts what bad downloads do to a kept copy."""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from unittest.mock import patch

import confui.sources
from confui.library.library import Library
from confui.library.storage import LibraryError
from confui.paths import SHIPPED_CONFERENCE
from confui.sources.latest import fetch_latest
from confui.sources.opening import SourceError
from confui.sources.web.download import TimeLimits
from tests.snow import schedule
from tests.sources.web.bad_responses import bad_response
from tests.sources.web.web_server import Server, answer

_QUICK = TimeLimits(pauses=(), read=5, total=20)
_KEPT = schedule("Flakes", "Ice", "Rain", "Hail")
_NEWER = schedule("Flakes", "Ice", "Rain", "Hail", "Sleet", "Fog")


def bad_downloads(n: int, seed: int = 13) -> tuple[int, int, int]:
    """Refresh a kept conference `n` times from a server that sends bad responses.

    Returns how many were tried, how many raised anything but an error in one line, and how many
    replaced the kept copy.
    """
    chance = random.Random(seed)
    crashed = replaced = 0
    with tempfile.TemporaryDirectory() as folder, Server() as server, _without_pauses():
        library = Library(Path(folder), SHIPPED_CONFERENCE)
        url = server.tell("/schedule.json", answer(_KEPT))
        copy = Path(folder) / "conferences" / library.add(url).name / "schedule"
        kept = copy.read_bytes()
        for _ in range(n):
            response = bad_response(chance, _KEPT.encode(), _NEWER.encode())
            server.tell("/schedule.json", response)
            try:
                library.refresh(library.entries()[0][0])
            except (SourceError, LibraryError) as error:
                crashed += "\n" in str(error)
            except Exception:
                crashed += 1
            if copy.read_bytes() != kept or len(library.load("snow-2031").visible) != 4:
                replaced += 1
                copy.write_bytes(kept)
    return n, crashed, replaced


@contextmanager
def _without_pauses() -> Iterator[None]:
    with patch.object(confui.sources, "fetch_latest", partial(fetch_latest, limits=_QUICK)):
        yield
