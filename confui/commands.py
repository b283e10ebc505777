"""The command palette: every session and every day, by fuzzy name."""

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.types import IgnoreReturnCallbackType

from confui.schedule import wording
from confui.screens.schedule import ScheduleScreen


class SessionCommands(Provider):
    """Finds sessions by title and speaker."""

    async def search(self, query: str) -> Hits:
        """Yield the sessions whose title or speakers are like `query`."""
        for name, note, select in self._sessions():
            hit = _match(self, query, name, note, select)
            if hit is not None:
                yield hit

    def _sessions(self) -> Iterator[tuple[str, str, IgnoreReturnCallbackType]]:
        screen = self.screen
        if not isinstance(screen, ScheduleScreen):
            return
        for session in screen.state.sessions.values():
            people = wording.speakers(session)
            name = f"{session.title} — {people}" if people else session.title
            note = f"{wording.when(session)} · {wording.where(session)}"
            yield name, note, partial(screen.store.select, session.id)


class DayCommands(Provider):
    """Finds the days of the conference."""

    async def discover(self) -> Hits:
        """Yield every day."""
        for name, note, show in self._days():
            yield DiscoveryHit(Content(name), show, text=name, help=note)

    async def search(self, query: str) -> Hits:
        """Yield the days whose name is like `query`."""
        for name, note, show in self._days():
            hit = _match(self, query, name, note, show)
            if hit is not None:
                yield hit

    def _days(self) -> Iterator[tuple[str, str, IgnoreReturnCallbackType]]:
        screen = self.screen
        if not isinstance(screen, ScheduleScreen):
            return
        for day in screen.state.days:
            count = wording.number(len(screen.state.on_day(day)), "session")
            yield wording.long_day(day), count, partial(screen.store.show_day, day)


def _match(
    provider: Provider, query: str, name: str, note: str, command: IgnoreReturnCallbackType
) -> Hit | None:
    """Return a hit with the matching letters marked; names of strangers never meet markup."""
    matcher = provider.matcher(query)
    score, offsets = matcher.fuzzy_search.match(query, name)
    if score <= 0:
        return None
    shown = Content(name)
    for offset in offsets:
        shown = shown.stylize(matcher.match_style, offset, offset + 1)
    return Hit(score, shown, command, text=name, help=note.replace("[", r"\["))
