"""What finds sessions of one conference: for the search field, the filter panel and the palette."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from confui.schedule.levels import DIFFICULTY
from confui.schedule.models import Conference
from confui.state import State

TYPE_CHECKING = False
if TYPE_CHECKING:
    # At run time only once something is searched for: to open a conference takes none of it.
    from confui.schedule.attendee import Attendee
    from confui.schedule.completion import Completion
    from confui.schedule.facets import Facet
    from confui.schedule.matching import Corpus
    from confui.schedule.parsing import Parsed


class Finder:
    """Searches one conference; what it needs to be quick is made when it is first used."""

    def __init__(self, state: State) -> None:
        """Begin with a state without a query."""
        self._conference: Conference = state.conference
        self._everybody = state.matching
        self._levels = state.levels

    def parse(self, text: str) -> "Parsed":
        """Return what a typed query says."""
        from confui.schedule.parsing import parse

        return parse(text, self._corpus.catalogue)

    def ask(self, text: str, state: State) -> "tuple[Parsed, int]":
        """Return what a typed query says, and how many sessions it would match."""
        parsed = self.parse(text)
        return parsed, len(self._corpus.matching(parsed.query, _attendee(state)))

    def matched(self, state: State) -> State:
        """Return the state with what its query matches, given its stars and its time."""
        if not state.query:
            return state._replace(matching=self._everybody, relaxations=(), levels=self._levels)
        from confui.schedule.facets import facets, relaxations

        attendee = _attendee(state)
        matching = self._corpus.matching(state.query, attendee)
        (levels,) = facets(self._corpus, state.query, attendee, [DIFFICULTY])
        ways = () if matching else relaxations(self._corpus, state.query, attendee)
        return state._replace(matching=matching, relaxations=ways, levels=levels.counted)

    def facets(self, state: State, fields: Iterable[str]) -> "tuple[Facet, ...]":
        """Return what there is to filter by, counted under the present query's other filters."""
        from confui.schedule.facets import facets

        return facets(self._corpus, state.query, _attendee(state), fields)

    def complete(self, text: str, cursor: int) -> "tuple[Completion, ...]":
        """Return what may stand at a place of a typed query."""
        from confui.schedule.completion import complete

        return complete(text, cursor, self._corpus)

    def prepare(self) -> Iterator[None]:
        """Make searching quick, step by step in idle time; may be left off after any step."""
        yield
        yield from self._corpus.prepare()

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that the conference has."""
        return tuple(level for level, _ in self._levels)

    @cached_property
    def _corpus(self) -> "Corpus":
        from confui.schedule.matching import Corpus

        return Corpus(self._conference)


def _attendee(state: State) -> "Attendee":
    from confui.schedule.attendee import Attendee

    return Attendee(state.bookmarks, state.now)
