"""The area of a screen that shows sessions, and the keys for the selected session."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message
from textual.widget import Widget

from confui.schedule import wording
from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.models import Link, Session
from confui.schedule.plan import describe_changes
from confui.schedule.query import Term
from confui.schedule.session_links import find_page
from confui.state import Store
from confui.userdata import NotSavedError
from confui.widgets.bars import ShowMessage
from confui.widgets.base.keys import hidden_binding
from confui.widgets.base.session_view import SessionView
from confui.widgets.detail import LinkedView

GONE = "This session is no longer in the schedule"
"""The message about a session that a refresh has removed since it was shown."""


class SessionArea(Container):
    """Has the views and the detail pane, moves the cursor, and has the keys for the session.

    Those are for marks, notes, links and undo.
    """

    BLANK = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "b,space",
            "star",
            "star",
            id="session.star",
            tooltip="Star the session, or remove the star",
        ),
        hidden_binding("B", "grade", "session.grade", "Switch the star between must and maybe"),
        hidden_binding(
            "x", "skip", "session.skip", "Not for me: dim the session everywhere, or undo that"
        ),
        Binding("e", "note", "note", id="session.note", tooltip="Write a note on the session"),
        hidden_binding("v", "acknowledge", "session.seen", "Mark this session's change as seen"),
        hidden_binding("V", "acknowledge_all", "plan.seen", "Mark all changes as seen"),
        hidden_binding("u", "undo", "app.undo", "Undo the last mark, note or import"),
        Binding("o", "open_video", "recording", id="session.video", tooltip="Open the recording"),
        Binding("s", "open_slides", "slides", id="session.slides", tooltip="Open the slides"),
        Binding(
            "y",
            "copy_link",
            "copy link",
            id="session.copy",
            tooltip="Copy the highlighted link, else the address of the session's own page",
        ),
        hidden_binding("backspace", "go_back", "session.back", "Back to before the last link"),
    ]

    class TermFollowed(Message):
        """A link to all sessions of a room, speaker, track, tag or level was followed."""

        def __init__(self, term: Term) -> None:
            super().__init__()
            self.term = term

    def __init__(self, store: Store, show_message: ShowMessage, *widgets: Widget) -> None:
        """Contain the widgets that show sessions.

        Args:
            store: The store of the open conference.
            show_message: Shows a message in the same frame.
            widgets: The widgets, in this order.
        """
        super().__init__(*widgets)
        self._store = store
        self._show_message = show_message

    @on(SessionView.Moved)
    def move_cursor(self, event: SessionView.Moved) -> None:
        """Move the cursor."""
        event.stop()  # nothing above has a use for it, and each step up takes time
        if not self._store.move_cursor(event.cursor):
            self._show_message(GONE)

    @on(SessionView.Stuck)
    def explain_stuck(self, event: SessionView.Stuck) -> None:
        """Show why the cursor did not move."""
        event.stop()
        self._show_message(event.reason)

    def action_star(self) -> None:
        """Star the session, or remove its star."""
        bookmark = self._bookmark
        self._mark(None if bookmark and bookmark.starred else Mark.MUST)

    def action_grade(self) -> None:
        """Turn a maybe into a must, and anything else into a maybe."""
        bookmark = self._bookmark
        self._mark(Mark.MUST if bookmark and bookmark.mark is Mark.MAYBE else Mark.MAYBE)

    def action_skip(self) -> None:
        """Mark the session as not for the attendee, or undo that."""
        bookmark = self._bookmark
        self._mark(None if bookmark and bookmark.mark is Mark.SKIP else Mark.SKIP)

    def action_note(self) -> None:
        """Open an editor for the note on the session."""
        session = self._store.state.selected
        if session is None:
            return self._show_message("No session to write a note on")
        from confui.screens.dialogs.note_editor import edit_note

        edit_note(self.app, self._store, session, self._show_message)

    def action_acknowledge(self) -> None:
        """Mark the change of the session as seen."""
        state = self._store.state
        session, bookmark = state.cursor.session, self._bookmark
        present = state.sessions.get(session)
        if not bookmark or not bookmark.starred or not describe_changes(bookmark, present):
            return self._show_message("Nothing about this session has changed")
        self._save(
            lambda: self._store.bookmarks.acknowledge({session: present}),
            "Change marked as seen; u undoes it",
        )

    def action_acknowledge_all(self) -> None:
        """Mark all changes as seen."""
        changed = self._store.state.changed
        if not changed:
            return self._show_message("Nothing about your sessions has changed")
        message = f"{wording.count_of(len(changed), 'change')} marked as seen; u undoes it"
        seen = {id: self._store.state.sessions.get(id) for id in changed}
        self._save(lambda: self._store.bookmarks.acknowledge(seen), message)

    def action_undo(self) -> None:
        """Undo the attendee's last change."""
        self._save(lambda: self._show_message(self._store.undo() or "There is nothing to undo"))

    def action_open_video(self) -> None:
        """Ask whether to open the recording."""
        session = self._store.state.selected
        self._open("recording", session.video if session else ())

    def action_open_slides(self) -> None:
        """Ask whether to open the slides."""
        session = self._store.state.selected
        self._open("slides", session.slides if session else ())

    def action_copy_link(self) -> None:
        """Copy the address of the highlighted link, else of the session's own page."""
        pane, session = self.screen.focused, self._store.state.selected
        link = pane.target if isinstance(pane, LinkedView) else None
        if not isinstance(link, Link):
            link = find_page(session) if session else None
        if link is None:
            return self._show_message(
                "This session has no page of its own; Tab goes to its links, y copies one"
            )
        self.app.copy_to_clipboard(link.url)
        self._show_message(f"Sent to the terminal's clipboard: {link.url}")

    @on(LinkedView.LinkChosen)
    def show_address(self, event: LinkedView.LinkChosen) -> None:
        """Show where the highlighted link leads, if that is a web page."""
        if isinstance(event.target, Link):
            self._show_message(f"→ {event.target.url}")

    @on(LinkedView.Followed)
    def follow_link(self, event: LinkedView.Followed) -> None:
        """Follow a link to a web page, a session, or the sessions that match a term."""
        if isinstance(event.target, Link):
            self._ask_to_open([event.target])
        elif isinstance(event.target, Session):
            self.visit(event.target.id)
        else:
            self.post_message(self.TermFollowed(event.target))

    def visit(self, session_id: str) -> None:
        """Go to a session, unless a refresh has removed it since it was offered."""
        if session_id in self._store.state.sessions:
            self._store.visit(session_id)
        else:
            self._show_message(GONE)

    def action_go_back(self) -> None:
        """Return to where the last link was followed from."""
        if not self._store.go_back():
            self._show_message("No link was followed yet")

    def ask_which_session(self) -> bool:
        """Ask which session the selected bookmark belongs to; return False if that is clear."""
        state = self._store.state
        if state.cursor.session not in state.questions:
            return False
        from confui.screens.dialogs.which_session import ask_which_session

        return ask_which_session(self.app, self._store, state.cursor.session, self._show_message)

    @property
    def _bookmark(self) -> Bookmark | None:
        state = self._store.state
        return state.bookmarks.get(state.cursor.session)

    def _mark(self, mark: Mark | None) -> None:
        session = self._store.state.selected
        if session is None:
            return self._show_message("No session to mark")
        if mark is None:
            return self._save(
                lambda: self._store.bookmarks.unmark(session), "Mark removed; u undoes it"
            )

        def save() -> None:
            overlaps = self._store.mark(session.id, mark)
            if mark is Mark.SKIP:
                self._show_message(f"{wording.MARK_SYMBOLS[mark]} not for you; u undoes it")
            elif overlaps:
                more = f", and {len(overlaps) - 1} more" if len(overlaps) > 1 else ""
                longest = overlaps[0].describe(self._store.state.zone)
                self._show_message(f"{wording.MARK_SYMBOLS[mark]} {longest}{more}")

        return self._save(save)

    def _save(self, change: Callable[[], object], message: str = "") -> None:
        """Change the bookmarks; show `message`, or why the change was not saved."""
        try:
            change()
        except NotSavedError as error:
            return self._show_message(str(error), warning=True)
        if message:
            self._show_message(message)

    def _open(self, label: str, urls: tuple[str, ...]) -> None:
        if not urls:
            return self._show_message(f"This session has no {label}")
        self._ask_to_open([Link(label, url) for url in urls])

    def _ask_to_open(self, links: list[Link]) -> None:
        from confui.screens.dialogs.open_link import OpenLink

        def opened(outcome: str | None) -> None:
            if outcome:
                self._show_message(outcome)

        self.app.push_screen(OpenLink(tuple(links)), opened)
