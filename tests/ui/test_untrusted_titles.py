"""Titles that look like markup are shown as they are, and do nothing when clicked."""

from pathlib import Path

import pytest

from confui.schedule.models import Conference
from confui.sources.opening import open_conference
from tests.ui.conftest import Open, Write

TITLES = (
    "[/nope] and back",
    "list[int] aloud",
    "[@click=app.quit]x[/] y",
    "[link=file:///x]y[/link]",
    "[b]bold[/b] [red]red",
    "$primary [$accent]sign",
)


@pytest.fixture
def conference(write: Write) -> Conference:
    """Return a conference with one room a title; the title is also the speaker, tag and level."""
    return open_conference(
        write(
            {
                f"{number}.md": f"---\ntitle: '{title}'\nroom: '{number} {title}'\n"
                f"date: 2031-05-17 10:00\nend_date: 2031-05-17 12:00\ndifficulty: '{title}'\n"
                f"tags: ['{title}']\npresenters:\n  - name: '{title}'\n    bio: '{title}'\n"
                f"abstract: '{title}'\n---\n"
                for number, title in enumerate(TITLES)
            }
        )
    )


async def test_markup_in_titles_rooms_and_names_is_shown_as_text_and_does_nothing(
    open_window: Open, conference: Conference
) -> None:
    async with open_window(size=(200, 50), conference=conference) as window:
        for number, title in enumerate(TITLES):
            await window.select(title)
            assert title in window.screen.right_of("█"), "the block"
            assert window.screen.text.count(title) >= 4, "the pane"
            before = window.state
            x, y = window.screen.find("█")
            for cell in range(1, len(title), 4):
                await window.pilot.click(offset=(x + cell, y))
            await window.pause()
            assert window.app.is_running and len(window.app.screen_stack) == 1, number
            assert window.state == before


async def test_markup_in_titles_is_text_in_messages_problems_and_the_palette(
    open_window: Open, conference: Conference
) -> None:
    async with open_window(size=(200, 50), conference=conference) as window:
        await window.press("b", "right", "b")
        assert f"with {TITLES[0]} (10:00)" in window.message
        assert TITLES[0] in window.screen.lines[-2]
        await window.press("exclamation_mark")
        assert all(title in window.screen for title in TITLES), "levels that nobody knows"
        await window.press("escape", "ctrl+p", *"click")
        await window.app.workers.wait_for_complete()
        await window.pause()
        assert TITLES[2] in window.screen


async def test_a_click_on_markup_in_a_description_does_nothing(open_window: Open) -> None:
    async with open_window(size=(140, 60)) as window:
        await window.select("[/nope]")
        await window.click("[@click=app.quit]A title that")
        await window.click("A title that wants")
        assert window.app.is_running
        assert len(window.app.screen_stack) == 1


def test_the_titles_are_read_unchanged(conference: Conference, tmp_path: Path) -> None:
    assert [session.title for session in conference.sessions] == list(TITLES)


async def test_a_title_of_very_many_accents_is_drawn(open_window: Open, write: Write) -> None:
    accents = "\u0301" * 10_000
    front = f"title: Cafe{accents}s\nroom: Re{accents}d\ndate: 2031-05-17 09:00"
    folder = write({"a.md": f"---\n{front}\n---\nText{accents}\n"})
    conference = open_conference(folder)
    (session,) = conference.sessions
    assert session.title == "Cafe" + "\u0301" * 30 + "s"
    assert len(session.body) < 50
    async with open_window(conference=conference) as window:
        await window.press("a", "m", "g", "w")
        assert window.app.is_running
