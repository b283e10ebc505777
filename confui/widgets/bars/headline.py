"""The first line of the screen: title, clock, and counts of sessions, stars and problems."""

from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.style import Style

from confui.schedule import wording
from confui.schedule.models import Severity
from confui.state import State, View
from confui.widgets.base.lines import OneLine

_SHORTEST_TITLE = 8
"""Cells."""


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
    notices = state.notice, state.unreadable, state.read_only
    return (
        state.conference,
        state.starred,
        state.changed,
        notices,
        state.now,
        state.zone,
        _count_rooms(state),
    )


def render_headline(state: State, width: int) -> Content:
    """Return title, clock and counts in `width` cells.

    Where they do not fit, the number of sessions is left out first, then words of the clock. The
    zone and the time stay; the title is cut.
    """
    title = Content(state.conference.title)
    if state.reading:  # nothing is known yet
        return Content.assemble(" ", title.truncate(width - 2, ellipsis=True).stylize("bold"))
    forms = [
        (clock, counts) for counts in (_counts(state), _marks(state)) for clock in _clock(state)
    ]
    spaces = 6  # around and between the three
    fitting = (
        (clock, counts)
        for clock, counts in forms
        if title.cell_length + len(clock) + counts.cell_length + spaces <= width
    )
    clock, counts = next(fitting, forms[-1])
    taken = len(clock) + counts.cell_length + spaces
    title = title.truncate(max(_SHORTEST_TITLE, width - taken), ellipsis=True).stylize("bold")
    free = max(2, width - title.cell_length - len(clock) - counts.cell_length - 2)
    left, muted = " " * (free // 2), Content.styled(clock, "$text-muted")
    return Content.assemble(" ", title, left, muted, " " * (free - free // 2), counts, " ")


def _clock(state: State) -> tuple[str, ...]:
    """Return the zone and the time, such as `event time, Oslo · Sat 10:30`, and shorter forms.

    In the zone of the attendee it is `my time, Lima · Sat 03:30`.

    After the conference it is when that ended. A conference that does not say its time zone is
    assumed to be in that of this computer.
    """
    whose = "my" if state.zone.is_mine else "event"
    zone = wording.zone_name(state.zone.name or state.conference.timezone) or "zone unknown"
    moment = _moment(state)
    if not moment:
        return f"{whose} time, {zone}", f"{whose} time" if state.zone.is_mine else zone
    return f"{whose} time, {zone} · {moment}", f"{zone} · {moment}"


def _moment(state: State) -> str:
    now, days = state.now, [day for day in state.days if day]
    if now is None:
        return ""
    today = state.conference.day_of(now)
    if days and today > days[-1]:
        return f"ended {wording.date_near(days[-1], today)}"
    if days and today < days[0]:
        return f"begins {wording.date_near(days[0], today)}"
    day = f"{now:%a}" if today in days else f"{now:%a} {now.day} {now:%b}"
    return f"{day} {state.zone.clock(now)}"


def _count_rooms(state: State) -> str:
    """Return how many rooms the grid shows, such as `12 of 30 rooms`; empty if it shows all."""
    if state.room_choice is None or state.view is not View.GRID:
        return ""
    shown, of_day = len(state.rooms_shown), len(state.rooms_of_day)
    return f"{shown} of {wording.count_of(of_day, 'room')}" if shown < of_day else ""


def _counts(state: State) -> Content:
    sessions = wording.count_of(state.total, "session")
    return Content.assemble(sessions, "   ", _marks(state))


def _marks(state: State) -> Content:
    """Return the counts of what concerns the attendee, and what is wrong."""
    unknown = state.unreadable and not state.bookmarks
    stars = f"{wording.STAR} {'?' if unknown else state.starred}"
    parts: list[Content | tuple[str, str]] = []
    if rooms := _count_rooms(state):
        parts.append((f"{rooms}   ", "$text-accent"))
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
