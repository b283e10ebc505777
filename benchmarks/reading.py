"""What is read without being there: "unset" on screens, and sessions found that lack the word.

The screens are those of a conference without levels, at three sizes. The words are the lower-case
words of all titles, looked up one by one.
"""

import asyncio
import re
import tempfile
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

from benchmarks.figures import Figure
from confui.app import ConfuiApp
from confui.export.sessions_table import as_fitted_table, as_table
from confui.library.library import Library
from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.models import Conference, Session
from confui.schedule.query import parse
from confui.schedule.search import Attendee, Corpus
from confui.schedule.session_names import short_names
from confui.sources.opening import open_conference
from confui.state.store import Store
from confui.text import fold
from confui.userdata.bookmarks import Bookmarks
from tests.ui.picture import capture

_REAL = Path(__file__).parents[2] / "shared" / "conferences" / "fosdem-2025"
_SIZES = ((80, 24), (120, 36), (200, 60))
_VIEWS = ("g", "w", "w", "a", "p", "0", "m", "g", "enter", "escape", "i", "i", "f", "escape")
_WORD = re.compile(r"\b[a-z]{3,}\b")
_MOST_WORDS = 400


def measure() -> Iterator[Figure]:
    """Yield how often "unset" is shown, and how many sessions are found without the word."""
    if not _REAL.exists():
        yield Figure("reading", "not measured", note=f"no {_REAL}")
        return
    conference = open_conference(_REAL)
    shown = sum(asyncio.run(_count_unset(conference, size)) for size in _SIZES)
    tables = _tables(conference)
    yield Figure(
        f"“unset” on screens and tables, {conference.title}",
        f"{shown + tables.count('unset')}",
        "0",
        not shown and "unset" not in tables,
        f"{len(_VIEWS)} keys at {len(_SIZES)} sizes, two tables",
    )
    words, wrong = _find_wrongly(conference)
    yield Figure(
        f"sessions found without the word, {conference.title}",
        f"{wrong}",
        "0",
        wrong == 0,
        f"{words} lower-case words of titles",
    )


async def _count_unset(conference: Conference, size: tuple[int, int]) -> int:
    now = datetime.combine(conference.days[0], time(14, 30))
    with tempfile.TemporaryDirectory() as home, Bookmarks(Path(home) / "bookmarks.db") as bookmarks:
        store = Store(conference, bookmarks, now)
        app = ConfuiApp(store, Library(Path(home), SHIPPED_CONFERENCE), "", lambda _: now)
        async with app.run_test(size=size) as pilot:
            count = 0
            for key in ("b", *_VIEWS):
                await pilot.press(key)
                count += capture(app).text.count("unset")
    return count


def _tables(conference: Conference) -> str:
    names = short_names(conference.sessions)
    fitted = as_fitted_table(conference.visible, {}, 120, names)
    return re.sub(r"unsettl\w+", "", as_table(conference.visible, {}) + fitted)


def _find_wrongly(conference: Conference) -> tuple[int, int]:
    """Return how many words were looked up, and how many sessions they found that lack them."""
    corpus = Corpus(conference, conference.visible)
    words = sorted({w for each in conference.visible for w in _WORD.findall(each.title)})
    step = max(1, len(words) // _MOST_WORDS)
    texts = {each.id: fold(_text_of(each)) for each in conference.visible}
    wrong = 0
    for word in words[::step]:
        found = corpus.search(parse(word, corpus.fields).query, Attendee())
        begins = re.compile(rf"(?<![^\W_]){word}")
        wrong += sum(begins.search(texts[id]) is None for id in found)
    return len(words[::step]), wrong


def _text_of(session: Session) -> str:
    """Return all that a session says, in one text."""
    people = (f"{each.name} {each.bio} {each.company} {each.role}" for each in session.speakers)
    links = (f"{link.label} {link.url}" for link in session.links)
    return "\n".join(
        (
            *(session.title, session.subtitle, session.abstract, session.body, session.track),
            *(session.kind.value, session.kind_label, *session.rooms, *session.tags),
            *(session.level_label, session.level or "", *session.language, *people, *links),
            *map(str, session.extra.values()),
        )
    )
