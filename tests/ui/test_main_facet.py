"""Levels where a conference has them, else tracks, else kinds: colours, legend and the key `d`."""

from datetime import datetime, timedelta

from confui.schedule.models import Conference, Kind, Level, Session, Speaker, Track
from confui.schedule.variety import MainFacet
from confui.state.store import Store
from confui.themes import LIGHT
from confui.userdata.bookmarks import Bookmarks
from confui.widgets.lists.choice_list import ChoiceList
from tests.ui.conftest import Open, Window

DAY = datetime(2031, 5, 17)
ROOMS = ("Aurora", "Birch")
RED = "#" + "ff6060"
TOPICS = ("Crypto", "Hardware", "Science", "Web", "Art", "Bees", "Clouds", "Dance")


def make(count: int, *tracks: str, kind: Kind = Kind.TALK) -> tuple[Session, ...]:
    """Return sessions of half an hour, in two rooms, on the tracks in turn."""
    made = []
    for number in range(count):
        start = DAY + timedelta(hours=9, minutes=30 * (number // 2))
        made.append(
            Session(
                f"s{number}",
                f"Session {number}",
                kind=kind,
                start=start,
                end=start + timedelta(minutes=30),
                day=DAY.date(),
                rooms=(ROOMS[number % 2],),
                track=tracks[number % len(tracks)] if tracks else "",
                speakers=(Speaker("ana", "Ana Lind"),),
            )
        )
    return tuple(made)


def conference(sessions: tuple[Session, ...], *tracks: Track) -> Conference:
    return Conference(
        *("snow", "Snow"), days=(DAY.date(),), rooms=ROOMS, sessions=sessions, tracks=tracks
    )


def bar_colour(window: Window, text: str) -> str:
    """Return the colour of the bar or sign to the left of the first `text`."""
    sign = next(sign for sign in "▌█" if f"{sign}{text}" in window.screen)
    style = window.screen.style(f"{sign}{text}")
    assert style.color is not None and style.color.triplet is not None
    return style.color.triplet.hex


async def test_without_levels_colours_legend_and_d_are_those_of_the_tracks(
    open_window: Open,
) -> None:
    tracked = conference(make(8, "Web", "Science", "Art"), Track("Web", RED))
    async with open_window(size=(120, 40), conference=tracked) as window:
        legend = window.screen.lines[2]
        assert legend.split() == ["Track", "▌Web", "3", "▌Art", "2", "▌Science", "3"]
        assert "Web · Ana Lind" in window.screen
        assert bar_colour(window, "Web 3") == bar_colour(window, "Session 0") == RED
        assert bar_colour(window, "Art 2") == bar_colour(window, "Session 2") != RED
        assert window.screen.right_of(" d ").startswith("track")
        await window.press("d")
        assert str(window.state.query) == "track:Web"
        assert "[▌Web 3]" in window.screen and "3 of 8" in window.screen
        await window.press("d")
        assert str(window.state.query) == "track:Art"
        await window.click("Science 3")
        assert str(window.state.query) == "track:Art,Science"
        await window.press("escape", "D")
        assert window.app.focused is not None
        assert [window.screen.right_of(f"[ ] ▌{name}").split()[0] for name in ("Web", "Art")] == [
            *("3", "2")
        ]


async def test_a_colour_of_the_source_is_not_used_in_a_theme_in_which_it_is_not_legible(
    open_window: Open,
) -> None:
    white = "#" + "f" * 6
    tracked = conference(make(4, "Web", "Art"), Track("Web", white))
    async with open_window(conference=tracked) as window:
        assert bar_colour(window, "Session 0") == white
        window.app.theme = LIGHT.name
        await window.pause()
        assert bar_colour(window, "Session 0") != white
        assert bar_colour(window, "Session 0") == bar_colour(window, "Web 2")


async def test_the_legend_tells_how_many_tracks_do_not_fit_and_a_click_lists_them(
    open_window: Open,
) -> None:
    names = tuple(f"A rather long name of track {number:02}" for number in range(60))
    async with open_window(size=(120, 30), conference=conference(make(60, *names))) as window:
        legend = window.screen.lines[2]
        assert legend.endswith("+57 more") and legend.count("▌") == 3
        await window.press(*["d"] * 50)
        assert "[▌A rather long name of t… 1]" in window.screen.lines[2]
        assert window.screen.lines[2].startswith(" / track:")
        await window.press("escape")
        await window.click("+57 more")
        choices = window.app.focused
        assert isinstance(choices, ChoiceList) and choices.row_count == 60


async def test_without_tracks_it_is_the_kinds_and_without_any_difference_nothing(
    open_window: Open,
) -> None:
    mixed = (*make(5), *make(7, kind=Kind.WORKSHOP)[5:])
    async with open_window(conference=conference(mixed)) as window:
        assert window.screen.lines[2].split() == ["Kind", "▌Talk", "5", "▌Workshop", "2"]
        assert "Workshop · Ana Lind" in window.screen and "Talk · Ana" not in window.screen
        assert window.screen.right_of(" d ").startswith("kind")
    async with open_window(conference=conference(make(5, "Same"))) as window:
        assert not window.screen.lines[2].strip()
        assert "Same" not in window.screen.text.partition("│")[0]
        await window.press("d")
        assert window.message == "All sessions are alike"


async def test_the_palette_changes_what_the_colours_show_for_good(
    open_window: Open, bookmarks: Bookmarks
) -> None:
    sessions = make(4, "Web", "Art")
    levelled = (sessions[0]._replace(level=Level.ADVANCED), *sessions[1:])
    async with open_window(conference=conference(levelled)) as window:
        assert window.screen.lines[2].split()[0] == "Difficulty"
        assert "· unset · Ana Lind" in window.screen
        await window.press("ctrl+p", *"colour by track")
        await window.app.workers.wait_for_complete()
        await window.press("enter")
        assert window.screen.lines[2].split() == ["Track", "▌Art", "2", "▌Web", "2"]
        assert "Art · Ana Lind" in window.screen
        assert window.screen.right_of(" d ").startswith("track")
        await window.press("d")
        window.store.open(window.state.conference, window.state.now)
        await window.pause()
        assert window.screen.lines[2].split()[0] == "Track", "also in the next conference"
        again = Store(window.state.conference, bookmarks, None, window.store.remembered)
        assert again.state.main_facet is MainFacet.TRACK, "and at the next start"


async def test_no_screen_of_a_conference_without_levels_says_unset_or_difficulty(
    open_window: Open,
) -> None:
    async with open_window(size=(120, 120), conference=conference(make(9, *TOPICS))) as window:
        await window.press("b")
        views = ("d", "a", "m", "p", "g", "w", "question_mark", "D", "f", "slash", "ctrl+p")
        for key in views:
            await window.press(key)
            await window.app.workers.wait_for_complete()
            await window.pause()
            text = window.screen.text.lower()
            found = [word for word in ("unset", "difficult", "beginner") if word in text]
            assert found == [], f"{key}:\n{window.screen.text}"
            if len(window.app.screen_stack) > 1:
                await window.press("escape")
