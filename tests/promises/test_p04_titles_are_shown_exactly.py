"""P4: a title is shown exactly as it was written, but for what `text.clean` takes away.

Clicks on titles that look like markup: `tests/ui/test_untrusted_titles.py`.
"""

import json
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from confui.export.sessions_json import as_json
from confui.export.sessions_tsv import as_tsv
from confui.schedule.models import Conference, Session
from confui.sources import open_conference
from confui.text import clean
from confui.widgets.base.truncation import truncate
from tests.examples import examples
from tests.ui.conftest import Open

TITLES = (
    "[draft] My talk",
    "list[int] and dict[str, int]",
    "[/nope] [b",
    "[@click=app.quit]x[/]",
    "$primary and ${HOME}",
    "100 % of {braces} \\ and `ticks`",
    "*stars* _lines_ #1 <b>&amp;</b>",
    "“Quoted” — and …",
    "漢字とかな、カナ",
    "한국어로 말하기",
    "עברית וגם English",
    "می\u200cخواهم",
    "👩\u200d🚀 in space 🏳\ufe0f\u200d🌈",
    "e\u0301 and é",
    "~`!@#$%^&*()_+-={}|[]:;'<>?,./",
)
ANY_TITLE = st.text(
    st.characters(codec="utf-8") | st.sampled_from("[]/@=#$\\*_`<>&{}|:'\"é漢한ע👩\u200d\ufe0f"),
    max_size=40,
)


def conference_of(titles: tuple[str, ...]) -> Conference:
    sessions = tuple(
        Session(
            id=f"{number:02}",
            title=title,
            start=datetime(2031, 5, 17, 9 + number % 12),
            end=datetime(2031, 5, 17, 10 + number % 12),
            day=datetime(2031, 5, 17).date(),
            rooms=("Aurora",),
        )
        for number, title in enumerate(titles)
    )
    day = datetime(2031, 5, 17).date()
    return Conference("snow", "Snow", days=(day,), rooms=("Aurora",), sessions=sessions)


@pytest.mark.parametrize("title", TITLES)
def test_an_ordinary_title_is_not_changed(title: str) -> None:
    assert clean(title) == title


def in_cells(title: str) -> str:
    """Return what takes cells: joiners and accents belong to the cell of the letter before."""
    return "".join(filter(cell_len, title))


async def test_titles_of_all_kinds_are_on_the_screen_as_they_are(open_window: Open) -> None:
    async with open_window(size=(200, 60), conference=conference_of(TITLES)) as window:
        for title in TITLES:
            await window.select(title)
            assert in_cells(title) in window.screen.text, "in the pane"
        await window.press("a")
        for title in TITLES:
            assert in_cells(title) in window.screen.text, "in the agenda"


@given(st.lists(ANY_TITLE, min_size=1, max_size=5))
@settings(max_examples=examples(1))
def test_any_title_survives_every_file_format_and_export(titles: list[str]) -> None:
    document = json.dumps(
        {"events": [{"title": f"x {title}", "start": "2031-05-17T10:00"} for title in titles]}
    )
    with TemporaryDirectory() as folder:
        path = Path(folder, "schedule.json")
        path.write_text(document, encoding="utf-8")
        conference = open_conference(path)
    shown = [session.title for session in conference.sessions]
    exported = json.loads(as_json(conference, conference.sessions, {}))
    assert [session["title"] for session in exported["sessions"]] == shown
    rows = as_tsv(conference.sessions, {}).split("\n")[1:]
    assert all(title in row for title, row in zip(shown, rows, strict=False))
    for title, written in zip(shown, titles, strict=True):
        assert clean(title) == title
        if "<" not in written and "&" not in written:  # HTML within titles becomes text
            assert title == clean(f"x {written}")


@given(ANY_TITLE, st.integers(1, 50))
def test_what_is_cut_says_so(title: str, width: int) -> None:
    shown = truncate(clean(title), width)
    assert shown == clean(title) or shown.endswith("…")
