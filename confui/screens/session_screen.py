"""What every screen with a session on it can do: mirror the store, star, open and copy links."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.reactive import var
from textual.screen import Screen

from confui.schedule import wording
from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.models import Link, Session
from confui.schedule.plan import describe_changes
from confui.state import State, Store
from confui.userdata import NotSavedError
from confui.widgets.bars import KeyBar
from confui.widgets.base.keys import hidden_binding
from confui.widgets.detail import SessionDetail, Target


class SessionScreen(Screen[None]):
    """A screen that shows the session under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b,space", "star", "star", id="session.star", tooltip="Star the session, or not"),
        hidden_binding("B", "grade", "session.grade", "A must or a maybe"),
        hidden_binding("x", "skip", "session.skip", "Not for me: dim it everywhere, or not"),
        Binding("e", "note", "note", id="session.note", tooltip="Write a note on the session"),
        hidden_binding(
            "v", "acknowledge", "session.seen", "Take the change of the session for seen"
        ),
        hidden_binding(
            "V", "acknowledge_all", "plan.seen", "Take all changes of the plan for seen"
        ),
        hidden_binding("u", "undo", "app.undo", "Undo the last mark, note or import"),
        Binding("o", "open_video", "video", id="session.video", tooltip="Open the recording"),
        Binding("s", "open_slides", "slides", id="session.slides", tooltip="Open the slides"),
        Binding("y", "copy_link", "copy link", id="session.copy", tooltip="Copy the link"),
        hidden_binding("backspace", "go_back", "session.back", "Back from where a link led"),
        Binding("q", "app.quit", "quit", id="app.quit", tooltip="Quit"),
        Binding(
            "question_mark", "help", "help", key_display="?", id="app.help", tooltip="All the keys"
        ),
    ]

    state = var(State(), init=False)

    def __init__(self, store: Store, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.store = store
        self.set_reactive(SessionScreen.state, store.state)

    def on_mount(self) -> None:
        """Follow the store from now on."""
        self._forget = self.store.subscribe(self._mirror)
        self._mirror(self.store.state)

    def on_unmount(self) -> None:
        """Leave the store to others."""
        self._forget()

    def tell(self, message: str, *, warning: bool = False) -> None:
        """Say something in one quiet line."""
        self.query_one(KeyBar).tell(message, warning=warning)

    def action_star(self) -> None:
        """Star the session, or take its star away."""
        bookmark = self._bookmark
        self._mark(None if bookmark and bookmark.starred else Mark.MUST)

    def action_grade(self) -> None:
        """Make a must of a maybe, and a maybe of all else."""
        bookmark = self._bookmark
        self._mark(Mark.MUST if bookmark and bookmark.mark is Mark.MAYBE else Mark.MAYBE)

    def action_skip(self) -> None:
        """Mark the session as not for the attendee, or no longer so."""
        bookmark = self._bookmark
        self._mark(None if bookmark and bookmark.mark is Mark.SKIP else Mark.SKIP)

    def action_note(self) -> None:
        """Let the attendee write a note on the session."""
        session = self.state.selected
        if session is None:
            return self.tell("No session to write a note on")
        from confui.screens.note_editor import edit_note

        edit_note(self, session)

    def action_acknowledge(self) -> None:
        """Take the change of the session for seen."""
        session, bookmark = self.state.cursor.session, self._bookmark
        present = self.state.sessions.get(session)
        if not bookmark or not bookmark.starred or not describe_changes(bookmark, present):
            return self.tell("Nothing about this session is new")
        self._keep(lambda: self.store.acknowledge([session]), "Seen; u undoes it")

    def action_acknowledge_all(self) -> None:
        """Take all changes for seen."""
        changed = self.state.changed
        if not changed:
            return self.tell("Nothing about your sessions is new")
        said = f"{wording.number(len(changed), 'change')} seen; u undoes it"
        self._keep(lambda: self.store.acknowledge(changed), said)

    def action_undo(self) -> None:
        """Undo the last change of the attendee's own."""
        self._keep(lambda: self.tell(self.store.undo() or "There is nothing to undo"))

    def action_open_video(self) -> None:
        """Offer to open the recording."""
        session = self.state.selected
        self._offer("video", session.video if session else ())

    def action_open_slides(self) -> None:
        """Offer to open the slides."""
        session = self.state.selected
        self._offer("slides", session.slides if session else ())

    def action_copy_link(self) -> None:
        """Copy the session's page, else its video, else its slides."""
        session = self.state.selected
        url = next(iter(_addresses(session)), "") if session else ""
        if not url:
            return self.tell("This session has no link")
        self.app.copy_to_clipboard(url)
        self.tell(f"Sent to the terminal's clipboard: {url}")

    def action_follow(self, number: int) -> None:
        """Follow a link of the description."""
        targets = self.query_one(SessionDetail).targets
        if number < len(targets):
            self.follow(targets[number])

    @on(SessionDetail.Followed)
    def follow_link(self, event: SessionDetail.Followed) -> None:
        """Follow the link that stands out."""
        self.follow(event.target)

    def follow(self, target: Target) -> None:
        """Go where a link leads: a page, a session, or the list of all that share something."""
        if isinstance(target, Link):
            self._confirm([target])
        elif isinstance(target, Session):
            self.store.visit(target.id)
        else:
            self.store.follow(target)
            count = wording.number(len(self.state.matching), "session")
            self.tell(f"{count} · Backspace goes back · {target.describe()}")

    def action_go_back(self) -> None:
        """Return to where the last link was followed from."""
        if not self.store.go_back():
            self.tell("No link was followed from anywhere")

    def asks(self) -> bool:
        """Ask which session is meant where several may be; tell whether there is that question."""
        if self.state.cursor.session not in self.state.questions:
            return False
        from confui.screens.which_session import ask_which_session

        return ask_which_session(self, self.state.cursor.session)

    def action_help(self) -> None:
        """List all the keys."""
        from confui.screens.help import Help

        self.app.push_screen(Help(self.active_bindings.values()))

    def _mirror(self, state: State) -> None:
        self.state = state

    @property
    def _bookmark(self) -> Bookmark | None:
        return self.state.bookmarks.get(self.state.cursor.session)

    def _mark(self, mark: Mark | None) -> None:
        session = self.state.selected
        if session is None:
            return self.tell("No session to mark")
        if mark is None:
            return self._keep(lambda: self.store.unmark(session.id), "The mark is off; u undoes it")

        def keep() -> None:
            overlaps = self.store.mark(session.id, mark)
            if mark is Mark.SKIP:
                self.tell(f"{wording.SIGNS[mark]} not for you; u undoes it")
            elif overlaps:
                more = f", and {len(overlaps) - 1} more" if len(overlaps) > 1 else ""
                self.tell(f"{wording.SIGNS[mark]} {overlaps[0]}{more}")

        return self._keep(keep)

    def _keep(self, change: Callable[[], object], said: str = "") -> None:
        """Make a change of the attendee's own; say what came of it, or why it was not kept."""
        try:
            change()
        except NotSavedError as error:
            return self.tell(str(error), warning=True)
        if said:
            self.tell(said)

    def _offer(self, what: str, urls: tuple[str, ...]) -> None:
        if not urls:
            return self.tell(f"This session has no {what}")
        self._confirm([Link(what, url) for url in urls])

    def _confirm(self, links: list[Link]) -> None:
        from confui.screens.open_link import OpenLink

        def opened(outcome: str | None) -> None:
            if outcome:
                self.tell(outcome)

        self.app.push_screen(OpenLink(tuple(links)), opened)


def _addresses(session: Session) -> tuple[str, ...]:
    return (*(link.url for link in session.links), *session.video, *session.slides)
