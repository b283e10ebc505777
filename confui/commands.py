"""The command palette: everything that has a name, by fuzzy name, and any query."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import TypeAlias

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.types import IgnoreReturnCallbackType

from confui.schedule import wording
from confui.schedule.query import Term
from confui.schedule.search import people_with_sessions
from confui.screens.schedule import ScheduleScreen
from confui.screens.which_session import ask_which_session

Command: TypeAlias = tuple[str, str, IgnoreReturnCallbackType]
"""A name, what more to say, and what to do."""

_VIEWS = {
    "grid": "Rooms and times of a day",
    "agenda": "All matches by day and time",
    "people": "The speakers with their sessions",
    "plan": "What you starred, with collisions and free time",
}
_EXPORTS = {
    "ics": ("calendar", "For a phone or any calendar"),
    "markdown": ("Markdown", "To read and print; afterwards a digest with notes and recordings"),
    "json": ("bookmark file", "For confui on another laptop, or a friend's"),
}
_FIRST, _LAST = 1_000.0, 0.001
"""Scores above and below all that fuzzy names can have."""


class _NamedCommands(Provider):
    """Finds commands by names like what was typed."""

    def commands(self, screen: ScheduleScreen) -> Iterator[Command]:
        """Yield all of them."""
        raise NotImplementedError

    async def search(self, query: str) -> Hits:
        """Yield those whose name is like `query`."""
        for name, note, command in self._commands():
            hit = _match(self, query, name, note, command)
            if hit is not None:
                yield hit

    def _commands(self) -> Iterator[Command]:
        if isinstance(self.screen, ScheduleScreen):
            yield from self.commands(self.screen)


class _OfferedCommands(_NamedCommands):
    """Named commands that are so few that all are offered before anything is typed."""

    async def discover(self) -> Hits:
        """Yield all of them."""
        for name, note, command in self._commands():
            yield DiscoveryHit(Content(name), command, text=name, help=note)


class ScreenCommands(_OfferedCommands):
    """Does what keys do."""

    def commands(self, screen: ScheduleScreen) -> Iterator[Command]:
        """Yield every command of the main screen."""
        search, session = screen.search_area, screen.session_area
        conference = screen.conference_area
        yield "Search", "By words and fields, over all days", search.action_search
        yield "Choose filters", "Levels, rooms, tracks and more", search.action_choose
        yield "Clear all filters", "Show every session again", search.clear
        yield "Dim or hide", "What is filtered out", search.action_toggle_hiding
        for view, note in _VIEWS.items():
            yield f"Show {view}", note, partial(screen.action_show, view)
        yield "Jump to now", "Select what is on now", screen.action_go_to_now
        yield "Star or unstar", "The session under the cursor", session.action_star
        yield "Write a note", "On the session under the cursor", session.action_note
        yield "Undo", "The last mark, note or import", session.action_undo
        yield "Take all changes for seen", "In my plan", session.action_acknowledge_all
        for format, (name, note) in _EXPORTS.items():
            yield f"Export my plan as a {name}", note, partial(screen.action_export, format)
        yield "Import bookmarks", "From a file, beside your own", screen.action_import
        yield (
            "Copy the link",
            "Of the session under the cursor",
            session.action_copy_link,
        )
        yield "Go back", "To where a link was followed from", session.action_go_back
        for orphan in screen.state.questions:
            title = screen.state.bookmarks[orphan].title
            ask = partial(ask_which_session, screen.app, screen.store, orphan, screen.post_message)
            yield f"Which session is {title}?", "Your bookmark of it has lost it", ask
        yield (
            "Another conference",
            "From your library, or new",
            conference.action_choose_conference,
        )
        yield (
            "Refresh",
            "Look what is new in this schedule",
            conference.action_refresh_conference,
        )
        yield "Show problems", "What is odd in this schedule", screen.action_show_problems
        yield "All keys", "What each key does", screen.action_help
        yield "Quit", "Nothing is lost", screen.app.exit


class SessionCommands(_NamedCommands):
    """Goes to a session, found by title and speakers."""

    def commands(self, screen: ScheduleScreen) -> Iterator[Command]:
        """Yield every session."""
        for session in screen.state.sessions.values():
            speakers = wording.speaker_names(session)
            name = f"{session.title} — {speakers}" if speakers else session.title
            note = f"{wording.day_and_time(session)} · {wording.room_names(session)}"
            yield name, note, partial(screen.store.visit, session.id)


class SpeakerCommands(_NamedCommands):
    """Lists the sessions of a speaker."""

    def commands(self, screen: ScheduleScreen) -> Iterator[Command]:
        """Yield every speaker."""
        for person in people_with_sessions(screen.state.sessions.values()):
            name = person.speaker.name
            count = wording.count_of(len(person.sessions), "session")
            yield f"Speaker: {name}", count, partial(screen.follow_term, Term("speaker", (name,)))


class RoomCommands(_NamedCommands):
    """Lists the sessions of a room."""

    def commands(self, screen: ScheduleScreen) -> Iterator[Command]:
        """Yield every room that is used."""
        sessions = screen.state.sessions.values()
        counts = Counter(room for session in sessions for room in session.rooms)
        for name, count in counts.items():
            note = wording.count_of(count, "session")
            yield f"Room: {name}", note, partial(screen.follow_term, Term("room", (name,)))


class DayCommands(_OfferedCommands):
    """Goes to a day."""

    def commands(self, screen: ScheduleScreen) -> Iterator[Command]:
        """Yield every day."""
        for day in screen.state.days:
            count = wording.count_of(len(screen.state.on_day(day)), "session")
            yield wording.long_day(day), count, partial(screen.show_day, day)


class QueryCommands(Provider):
    """Filters by what was typed, in the language of the search field."""

    async def search(self, query: str) -> Hits:
        """Yield the filter, at the top where a field such as `room:` shows that it is meant."""
        screen = self.screen
        if not isinstance(screen, ScheduleScreen):
            return
        asked, count = screen.store.try_query(query)
        for mistake in asked.mistakes[:1]:
            name = f"Search: {query}"
            note = _plain(mistake.message)
            yield Hit(
                _FIRST,
                Content(name),
                partial(screen.search_area.correct, query),
                text=name,
                help=note,
            )
        if asked.query:
            score = _FIRST if any(term.field for term in asked.query.terms) else _LAST
            name = f"Filter: {asked.query.describe()}"
            note = f"{wording.count_of(count, 'session')}, over all days"
            yield Hit(
                score,
                Content(name),
                partial(screen.search_area.search_for, query),
                text=name,
                help=note,
            )


def _match(
    provider: Provider, query: str, name: str, note: str, command: IgnoreReturnCallbackType
) -> Hit | None:
    """Return a hit with the matching letters marked; names of strangers never meet markup."""
    matcher = provider.matcher(query)
    score, offsets = matcher.fuzzy_search.match(query, name)
    runs = sum(offset - 1 not in offsets for offset in offsets)
    if score <= 0 or runs > len(query.split()) + 1:
        return None  # letters that are scattered over the name are there by accident
    shown = Content(name)
    for offset in offsets:
        shown = shown.stylize(matcher.match_style, offset, offset + 1)
    return Hit(score, shown, command, text=name, help=_plain(note))


def _plain(note: str) -> str:
    """Return a note as the palette, which reads markup in it, shows it as it is."""
    return note.replace("[", r"\[")
