"""The first line of the screen: title, clock, and counts of sessions, stars and problems."""

from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.style import Style

from confui.schedule import wording
from confui.schedule.models import Severity
from confui.state import State, View
from confui.widgets.base.lines import OneLine


class Headline(OneLine):
    """One line about the conference."""

    class ChangesClicked(Message):
        """The number of changed sessions was clicked."""

    class ProblemsClicked(Message):
        """The number of problems was clicked."""

    state = var(State(), init=False)

    def watch_state(self, old: State, new: State) -> None:
        """Repaint if anything shown differs."""
        if _content_key(old) != _content_key(new):
            self.refresh()

    def action_click_changes(self) -> None:
        """Tell that the number of changed sessions was clicked."""
        self.post_message(self.ChangesClicked())

    def action_click_problems(self) -> None:
        """Tell that the number of problems was clicked."""
        self.post_message(self.ProblemsClicked())

    def line(self) -> Content:
        """Return the headline in the width of the widget."""
        return render_headline(self.state, self.size.width)


def _content_key(state: State) -> tuple[object, ...]:
    notices = state.notice, state.read_only
    return state.conference, state.starred, state.changed, notices, state.now, _count_rooms(state)


def render_headline(state: State, width: int) -> Content:
    """Return title, clock and counts in `width` cells.

    Without enough room the clock is left out first, then the title is cut.
    """
    counts = _counts(state)
    title = Content(state.conference.title).truncate(
        max(8, width - counts.cell_length - 4), ellipsis=True
    )
    title = title.stylize("bold")
    clock = Content.styled(_clock(state), "$text-muted")
    free = width - title.cell_length - counts.cell_length - 2
    if clock.cell_length + 4 > free:
        clock = Content("")
    left = (free - clock.cell_length) // 2
    right = free - clock.cell_length - left
    return Content.assemble(" ", title, " " * max(0, left), clock, " " * max(1, right), counts, " ")


def _clock(state: State) -> str:
    """Return the name of the clock and the present time, such as `event time · Sat 10:30`.

    A conference without a time zone is assumed to be in the time zone of this computer.
    """
    name = "event time" if state.conference.timezone else "event time, as on your clock"
    if state.now is None:
        return name
    day = f"{state.now:%a}"
    if state.conference.day_of(state.now) not in state.days:
        day = f"{state.now:%a} {state.now.day} {state.now:%b} {state.now.year}"
    return f"{name} · {day} {wording.clock(state.now)}"


def _count_rooms(state: State) -> str:
    """Return how many rooms the grid shows, such as `12 of 30 rooms`; empty if it shows all."""
    if state.room_choice is None or state.view is not View.GRID:
        return ""
    shown, of_day = len(state.rooms_shown), len(state.rooms_of_day)
    return f"{shown} of {wording.count_of(of_day, 'room')}" if shown < of_day else ""


def _counts(state: State) -> Content:
    sessions = wording.count_of(len(state.sessions), "session")
    parts: list[Content | tuple[str, str]] = [(sessions, "")]
    if rooms := _count_rooms(state):
        parts.append((f"   {rooms}", "$text-accent"))
    stars = f"   {wording.STAR} {state.starred}"
    parts.append((stars, "$star" if state.starred else "$text-muted"))
    if state.changed:
        text = Content.styled(f"   ⚑ {len(state.changed)} changed", "$text-warning")
        parts.append(text.stylize(Style.from_meta({"@click": "click_changes"})))
    problems = state.conference.problems
    if problems:
        has_error = any(problem.severity is Severity.ERROR for problem in problems)
        text = Content(f"   ⚠ {wording.count_of(len(problems), 'problem')}")
        text = text.stylize("$text-error" if has_error else "$text-warning")
        parts.append(text.stylize(Style.from_meta({"@click": "click_problems"})))
    if state.read_only:
        parts.append(("   not saving", "$text-error bold"))
    elif state.notice:
        parts.append(("   ⚠ bookmarks", "$text-warning"))
    return Content.assemble(*parts)
