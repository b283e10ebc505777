"""What the command palette finds: commands, sessions, speakers, rooms, days and queries."""

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
from confui.screens.dialogs.which_session import ask_which_session
from confui.screens.schedule import ScheduleScreen

Command: TypeAlias = tuple[str, str, IgnoreReturnCallbackType]
"""A name, an explanation and the function to call."""

_VIEWS = {
    "grid": "Rooms and times of a day",
    "agenda": "All matches by day and time",
    "people": "Speakers with their sessions",
    "plan": "What you starred, with overlaps and free time",
}
_EXPORTS = {
    "ics": ("calendar", "For your phone or any calendar"),
    "markdown": (
        "Markdown",
        "To read and print; after the conference, a recap with notes and recordings",
    ),
    "json": ("bookmark file", "For confui on another laptop, or for a friend"),
}
_FIRST, _LAST = 1_000.0, 0.001
"""Scores above and below all scores of fuzzy matches."""


class _NamedCommands(Provider):
    """Finds commands by their names, fuzzily."""

    def commands(self, screen: ScheduleScreen) -> Iterator[Command]:
        """Yield all commands."""
        raise NotImplementedError

    async def search(self, query: str) -> Hits:
        """Yield the commands whose names match `query`."""
        for name, note, command in self._commands():
            hit = _match(self, query, name, note, command)
            if hit is not None:
                yield hit

    def _commands(self) -> Iterator[Command]:
        if isinstance(self.screen, ScheduleScreen):
            yield from self.commands(self.screen)


class _OfferedCommands(_NamedCommands):
    """Named commands that are few enough to show all before anything is typed."""

    async def discover(self) -> Hits:
        """Yield all commands."""
        for name, note, command in self._commands():
            yield DiscoveryHit(Content(name), command, text=name, help=note)


class ScreenCommands(_OfferedCommands):
    """Finds commands that do what keys do."""

    def commands(self, screen: ScheduleScreen) -> Iterator[Command]:
        """Yield every command of the main screen."""
        search, session = screen.search_area, screen.session_area
        conference = screen.conference_area
        yield "Search", "By words and fields, over all days", search.action_search
        yield "Choose filters", "Levels, rooms, tracks and more", search.action_choose
        yield "Clear all filters", "Show every session again", search.clear
        yield "Dim or hide", "The sessions that do not match", search.action_toggle_hiding
        for view, note in _VIEWS.items():
            yield f"Show {view}", note, partial(screen.action_show, view)
        yield "Jump to now", "Select what is on now", screen.action_go_to_now
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


class SessionCommands(_NamedCommands):
    """Finds sessions by title and speakers, and goes to them."""

    def commands(self, screen: ScheduleScreen) -> Iterator[Command]:
        """Yield every session."""
        for session in screen.state.sessions.values():
            speakers = wording.speaker_names(session)
            name = f"{session.title} — {speakers}" if speakers else session.title
            note = f"{wording.day_and_time(session)} · {wording.room_names(session)}"
            yield name, note, partial(screen.store.visit, session.id)


class SpeakerCommands(_NamedCommands):
    """Finds speakers, and lists their sessions."""

    def commands(self, screen: ScheduleScreen) -> Iterator[Command]:
        """Yield every speaker."""
        for person in people_with_sessions(screen.state.sessions.values()):
            name = person.speaker.name
            count = wording.count_of(len(person.sessions), "session")
            yield f"Speaker: {name}", count, partial(screen.follow_term, Term("speaker", (name,)))


class RoomCommands(_NamedCommands):
    """Finds rooms, and lists their sessions."""

    def commands(self, screen: ScheduleScreen) -> Iterator[Command]:
        """Yield every room that has a session."""
        sessions = screen.state.sessions.values()
        counts = Counter(room for session in sessions for room in session.rooms)
        for name, count in counts.items():
            note = wording.count_of(count, "session")
            yield f"Room: {name}", note, partial(screen.follow_term, Term("room", (name,)))


class DayCommands(_OfferedCommands):
    """Finds days, and shows them."""

    def commands(self, screen: ScheduleScreen) -> Iterator[Command]:
        """Yield every day."""
        for day in screen.state.days:
            count = wording.count_of(len(screen.state.on_day(day)), "session")
            yield wording.long_day(day), count, partial(screen.show_day, day)


class QueryCommands(Provider):
    """Filters by the typed text as a query, as the search field does."""

    async def search(self, query: str) -> Hits:
        """Yield the query: at the top if it has a field such as `room:`, else at the end."""
        screen = self.screen
        if not isinstance(screen, ScheduleScreen):
            return
        parsed, count = screen.store.try_query(query)
        for mistake in parsed.mistakes[:1]:
            name = f"Search: {query}"
            note = _escape(mistake.message)
            yield Hit(
                _FIRST,
                Content(name),
                partial(screen.search_area.correct, query),
                text=name,
                help=note,
            )
        if parsed.query:
            score = _FIRST if any(term.field for term in parsed.query.terms) else _LAST
            name = f"Filter: {parsed.query.describe()}"
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
    """Return a hit with the matching letters highlighted, or None; a name is never markup."""
    matcher = provider.matcher(query)
    score, offsets = matcher.fuzzy_search.match(query, name)
    runs = sum(offset - 1 not in offsets for offset in offsets)
    if score <= 0 or runs > len(query.split()) + 1:
        return None  # letters scattered over the name are a match by accident
    label = Content(name)
    for offset in offsets:
        label = label.stylize(matcher.match_style, offset, offset + 1)
    return Hit(score, label, command, text=name, help=_escape(note))


def _escape(note: str) -> str:
    """Escape a note for the palette, which reads it as markup."""
    return note.replace("[", r"\[")
