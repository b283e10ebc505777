"""Bookmarks: how long a star takes until no crash and no power cut can take it back."""

import itertools
import os
import statistics
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.figures import Figure, in_milliseconds, interleaved, paired_ratio, percentile, timed
from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.models import Session
from confui.sources.opening import open_conference
from confui.userdata.bookmarks import Bookmarks

_STARS = 200
_sync = getattr(os, "fdatasync", os.fsync)  # macOS has only the latter


def measure() -> Iterator[Figure]:
    """Return the figure of one star, beside one line appended and forced to the same disk."""
    conference = open_conference(SHIPPED_CONFERENCE)
    sessions = _endless(conference.sessions)
    with (
        tempfile.TemporaryDirectory() as folder,
        Bookmarks(Path(folder, "bookmarks.db")) as bookmarks,
        Path(folder, "log").open("ab", buffering=0) as log,
    ):
        stars, appends = interleaved(
            _STARS,
            timed(lambda: bookmarks.mark(conference.id, next(sessions))),
            timed(lambda: (log.write(b"as little as a star could be\n"), _sync(log))),
        )
    yield Figure(
        "durable star, median / p95",
        in_milliseconds(stars),
        "≤ 2 / 16 ms",
        statistics.median(stars) <= 0.002 and percentile(stars, 0.95) <= 0.016,
        f"{paired_ratio(stars, appends):.1f}× appending a line and forcing it to the same disk",
    )


def _endless(sessions: Iterable[Session]) -> Iterator[Session]:
    """Return the sessions again and again, each time with other ids, so that every star is new."""
    known = tuple(sessions)
    return (each._replace(id=f"{each.id}/{n}") for n in itertools.count() for each in known)
