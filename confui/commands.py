"""What the command palette finds: commands, sessions, speakers, rooms, days and queries."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from heapq import nlargest
from itertools import chain
from typing import ClassVar, Generic, NamedTuple, TypeAlias, TypeVar

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.types import IgnoreReturnCallbackType

from confui.schedule import wording
from confui.schedule.models import Session
from confui.schedule.query import MOST_CHARACTERS, SAVED, Term
from confui.schedule.search import LONGEST_NAME, NameQuery, fold_name
from confui.schedule.variety import MainFacet
from confui.screens.dialogs.which_session import ask_which_session
from confui.screens.schedule import ScheduleScreen
from confui.state import State

Command: TypeAlias = tuple[str, IgnoreReturnCallbackType]
"""An explanation and the function to call."""

_VIEWS = {
    "grid": "Rooms and times of a day",
    "agenda": "All matches by day and time",
    "people": "Speakers with their sessions",
    "now": "What is on and comes next, by room",
    "plan": "What you starred, with overlaps and free time",
}
_FACETS = {
    MainFacet.LEVEL: "level",
    MainFacet.TRACK: "track",
    MainFacet.KIND: "kind",
    MainFacet.ROOM: "room",
}
_EXPORTS = {
    "ics": ("calendar", "For your phone or any calendar"),
    "markdown": (
        "Markdown",
        "To read and print; after the conference, a recap with notes and recordings",
    ),
    "json": ("bookmark file", "For confui on another laptop, or for a friend"),
}
_FIRST, _MISTAKE, _LAST = 1_000.0, 0.002, 0.001
"""Scores above all scores of names, and two below them."""

_NAME_WITH_FIELD = re.compile(r"\w+: ")
"""How names of the palette begin, such as `Speaker: Ada`; they come before the same as a query."""

_MOST_HITS = 100
"""How many hits of each kind are shown: Textual lays out every one with each letter."""

_NAMES_A_STEP = 500
"""How many names are folded or compared before keys and signals are looked at again."""

_LONGEST_NOTE = 200

Subject = TypeVar("Subject")
"""What a kind of command is about, such as a session."""


class Entry(NamedTuple, Generic[Subject]):
    """A command that can be found."""

    name: str
    folded: str
    subject: Subject


class _NamedCommands(Provider, Generic[Subject]):
    """Finds commands by their names.

    A schedule can have tens of thousands of names, and they can be long. So names are folded once,
    a step at a time, and only the best hits are shown.
    """

    def __init__(self, screen: Screen[object], match_style: Style | None = None) -> None:
        super().__init__(screen, match_style)
        self._sessions: object = None
        self._entries: list[Entry[Subject]] = []
        self._folding: Iterator[None] = iter(())

    def names(self, state: State) -> Iterable[tuple[str, Subject]]:
        """Yield the name of each command, and what it is about."""
        raise NotImplementedError

    def describe(self, subject: Subject) -> Command:
        """Return the explanation and the function of a command."""
        raise NotImplementedError

    @property
    def schedule_screen(self) -> ScheduleScreen:
        """The main screen, over which the palette is open."""
        assert isinstance(self.screen, ScheduleScreen)
        return self.screen

    async def search(self, query: str) -> Hits:
        """Yield the commands that match a query best."""
        words = NameQuery(query)
        scored: list[tuple[float, int]] = []
        entries = await self._prepare()
        for start in range(0, len(entries), _NAMES_A_STEP):
            await asyncio.sleep(0)
            stop = min(start + _NAMES_A_STEP, len(entries))
            scores = (
                (words.score(entries[number].folded), -number) for number in range(start, stop)
            )
            scored = nlargest(_MOST_HITS, chain(scored, (hit for hit in scores if hit[0])))
        for score, number in scored:
            entry = entries[-number]
            note, command = self.describe(entry.subject)
            label = Content(_shorten(entry.name, LONGEST_NAME))
            for first, end in words.spans(entry.name):
                label = label.stylize(self.match_style or "bold", first, end)
            yield Hit(score, label, command, text=label.plain, help=_escape(note))

    async def _prepare(self) -> Sequence[Entry[Subject]]:
        """Fold the names that are not folded yet, and return all entries.

        Each letter cancels the search of the letter before, so this goes on where that stopped.
        """
        if not isinstance(self.screen, ScheduleScreen):
            return ()
        state = self.screen.state
        if self._sessions is not state.sessions:
            self._sessions = state.sessions
            self._entries = []
            self._folding = self._fold(state, self._entries)
        entries = self._entries
        for _ in self._folding:
            await asyncio.sleep(0)
        return entries

    def _fold(self, state: State, entries: list[Entry[Subject]]) -> Iterator[None]:
        for number, (name, subject) in enumerate(self.names(state)):
            if number % _NAMES_A_STEP == 0:
                yield
            entries.append(Entry(name, fold_name(name), subject))


class _OfferedCommands(_NamedCommands[Subject]):
    """Named commands that are shown before anything is typed."""

    async def discover(self) -> Hits:
        """Yield the first commands."""
        for name, _, subject in (await self._prepare())[:_MOST_HITS]:
            note, command = self.describe(subject)
            label = Content(_shorten(name, LONGEST_NAME))
            yield DiscoveryHit(label, command, text=label.plain, help=_escape(note))


class ScreenCommands(_OfferedCommands[Command]):
    """Finds commands that do what keys do."""

    def names(self, state: State) -> Iterable[tuple[str, Command]]:
        """Yield every command of the main screen."""
        for name, note, command in self._commands():
            yield name, (note, command)

    def describe(self, subject: Command) -> Command:
        """Return the explanation and the function of a command."""
        return subject

    def _commands(self) -> Iterator[tuple[str, str, IgnoreReturnCallbackType]]:
        screen = self.schedule_screen
        search, session = screen.search_area, screen.session_area
        conference = screen.conference_area
        yield "Search", "By words and fields, over all days", search.action_search
        yield "Choose filters", "Rooms, speakers, tracks and more", search.action_choose
        yield "Clear all filters", "Show every session again", search.clear
        if screen.state.query:
            yield "Save this filter", "Under a name, to recall it as @name", search.save_filter
        for name, text in screen.state.filters.items():
            typed = str(Term(SAVED, (name,)))
            yield f"Edit {typed}", text, partial(search.edit_filter, name)
            yield f"Rename {typed}", text, partial(search.rename_filter, name)
            yield f"Remove {typed}", text, partial(search.remove_filter, name)
        yield "Dim or hide", "The sessions that do not match", search.action_toggle_hiding
        for facet, word in _FACETS.items():
            if facet is not screen.state.main_facet and facet in screen.state.variety.facets:
                note = f"The bar of a session and the line below the days show its {word}"
                yield f"Colour by {word}", note, partial(search.colour_by, facet)
        for view, note in _VIEWS.items():
            yield f"Show {view}", note, partial(screen.action_show, view)
        yield "Jump to now", "Select what is on now", screen.action_go_to_now
        note = "Dates, links, days, tracks and rooms, and how old the copy is"
        yield "About this conference", note, conference.action_show_conference
        if conference.can_undo_refresh():
            note = "Bring back the schedule as it was before; again, the newer one"
            yield "Undo the last refresh", note, conference.undo_refresh
        whose = "event" if screen.state.zone.is_mine else "my"
        note = "T switches between the zone of the conference and of this computer"
        yield f"Show {whose} time", note, conference.action_switch_zone
        yield "Star or unstar", "The session under the cursor", session.action_star
        yield "Write a note", "On the session under the cursor", session.action_note
        yield "Undo", "The last mark, note or import", session.action_undo
        yield "Mark all changes as seen", "In my plan", session.action_acknowledge_all
        for format, (name, note) in _EXPORTS.items():
            yield f"Export my plan as a {name}", note, partial(screen.action_export, format)
        yield "Import bookmarks", "From a file, to add to your own", screen.action_import
        yield (
            "Copy the link",
            "Of the session under the cursor",
            session.action_copy_link,
        )
        yield "Go back", "To where you followed a link", session.action_go_back
        for orphan in screen.state.questions:
            title = screen.state.bookmarks[orphan].title
            ask = partial(ask_which_session, screen.app, screen.store, orphan, screen.show_message)
            yield f"Which session is {title}?", "Choose the session of your bookmark", ask
        yield (
            "Another conference",
            "From your library, or a new one",
            conference.action_choose_conference,
        )
        yield (
            "Refresh",
            "Check this schedule for updates",
            conference.action_refresh_conference,
        )
        yield "Show problems", "What is wrong in this schedule", screen.action_show_problems
        yield "All keys", "What each key does", screen.action_help
        yield "Quit", "Everything is saved", screen.app.exit


class SessionCommands(_NamedCommands[Session]):
    """Finds sessions by title and speakers, and goes to them."""

    def names(self, state: State) -> Iterable[tuple[str, Session]]:
        """Yield every session."""
        for session in state.sessions.values():
            speakers = wording.speaker_names(session)
            yield f"{session.title} — {speakers}" if speakers else session.title, session

    def describe(self, subject: Session) -> Command:
        """Return time and place, and what goes to the session."""
        note = f"{wording.day_and_time(subject)} · {wording.room_names(subject)}"
        return note, partial(self.schedule_screen.session_area.visit, subject.id)


class _CountedCommands(_NamedCommands[tuple[str, int]]):
    """Finds names that sessions have, and lists their sessions."""

    FIELD: ClassVar[str]
    """The field of the query language that these names are values of."""

    def values(self, session: Session) -> Iterable[str]:
        """Return the names that a session has."""
        raise NotImplementedError

    def names(self, state: State) -> Iterable[tuple[str, tuple[str, int]]]:
        """Yield every name that a session has."""
        counts = Counter(
            name for session in state.sessions.values() for name in set(self.values(session))
        )
        for name, count in counts.items():
            yield f"{self.FIELD.capitalize()}: {name}", (name, count)

    def describe(self, subject: tuple[str, int]) -> Command:
        """Return the number of sessions, and what lists them."""
        name, count = subject
        term = Term(self.FIELD, (name,))
        return wording.count_of(count, "session"), partial(self.schedule_screen.follow_term, term)


class SpeakerCommands(_CountedCommands):
    """Finds speakers, and lists their sessions."""

    FIELD = "speaker"

    def values(self, session: Session) -> Iterable[str]:
        """Return the speakers of a session."""
        return (speaker.name for speaker in session.speakers)


class RoomCommands(_CountedCommands):
    """Finds rooms, and lists their sessions."""

    FIELD = "room"

    def values(self, session: Session) -> Iterable[str]:
        """Return the rooms of a session."""
        return session.rooms


class FilterCommands(_OfferedCommands[str]):
    """Finds saved filters, and filters by them."""

    async def search(self, query: str) -> Hits:
        """Yield the filters that match; all of them after a lonely `@`."""
        if query.strip() != SAVED:
            async for hit in super().search(query):
                yield hit
            return
        for name, _, subject in await self._prepare():
            note, command = self.describe(subject)
            label = Content(name)
            yield Hit(_FIRST, label, command, text=label.plain, help=_escape(note))

    def names(self, state: State) -> Iterable[tuple[str, str]]:
        """Yield every saved filter, as it is typed in a query."""
        return ((str(Term(SAVED, (name,))), name) for name in state.filters)

    def describe(self, subject: str) -> Command:
        """Return the number of sessions and the query, and what filters by it."""
        screen, typed = self.schedule_screen, str(Term(SAVED, (subject,)))
        count = wording.count_of(screen.store.try_query(typed)[1], "session")
        note = f"{count} · {screen.state.filters.get(subject, '')}"
        return note, partial(screen.search_area.search_for, typed)


class DayCommands(_OfferedCommands[date | None]):
    """Finds days, and shows them."""

    def names(self, state: State) -> Iterable[tuple[str, date | None]]:
        """Yield every day."""
        return ((f"Day: {wording.long_day(day)}", day) for day in state.days)

    def describe(self, subject: date | None) -> Command:
        """Return the number of sessions, and what shows the day."""
        screen = self.schedule_screen
        count = wording.count_of(screen.state.day_sizes.get(subject, 0), "session")
        return count, partial(screen.show_day, subject)


class ThemeCommands(Provider):
    """Finds themes, and chooses them; as Textual's own, which cannot be there at the start."""

    async def discover(self) -> Hits:
        """Yield all themes."""
        for name in sorted(self.app.available_themes):
            yield DiscoveryHit(Content(name), partial(self._choose, name), text=name)

    async def search(self, query: str) -> Hits:
        """Yield the themes whose names have the letters that are typed."""
        matcher = self.matcher(query)
        for name in sorted(self.app.available_themes):
            if (score := matcher.match(name)) > 0:
                label = matcher.highlight(name)
                yield Hit(score, label, partial(self._choose, name), text=name)

    def _choose(self, name: str) -> None:
        self.app.theme = name


class QueryCommands(Provider):
    """Filters by the typed text as a query, as the search field does."""

    async def search(self, query: str) -> Hits:
        """Yield the query: at the top if it has a field such as `room:`, else at the end."""
        screen = self.screen
        if not isinstance(screen, ScheduleScreen):
            return
        query = query[:MOST_CHARACTERS]
        parsed, count = screen.store.try_query(query)
        for mistake in parsed.mistakes[:1]:
            yield Hit(
                _MISTAKE,
                Content(query),
                partial(screen.search_area.correct, query),
                text=query,
                help=f"Search: {_escape(mistake.message)}",
            )
        is_saved = [term.field for term in parsed.query.terms] == [SAVED]
        if parsed.query and not is_saved:  # else the filter itself is offered
            has_field = any(term.field for term in parsed.query.terms)
            is_name = _NAME_WITH_FIELD.match(query) is not None
            valid = str(parsed.query) if parsed.mistakes else query
            yield Hit(
                _FIRST if has_field and not is_name else _LAST,
                Content(valid),
                partial(screen.search_area.search_for, valid),
                text=valid,
                help=f"Filter: {wording.count_of(count, 'session')}, over all days",
            )


def _shorten(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _escape(note: str) -> str:
    """Return a note for the palette, which reads it as markup."""
    return _shorten(note, _LONGEST_NOTE).replace("[", r"\[")
