"""The place of the views and of the session beside them; one view shows at a time."""

from textual.containers import Container

from confui.state import View
from confui.widgets.base.session_view import SessionView

_WIDGETS = {
    View.GRID: "ScheduleGrid",
    View.AGENDA: "SessionList",
    View.PEOPLE: "SessionList",
    View.PLAN: "PlanList",
}
"""The widget of each view."""


class Panes(Container):
    """Holds the widgets of the views, and shows nothing of its own."""

    BLANK = True

    def has(self, view: View) -> bool:
        """Whether the widget of a view was made already."""
        return bool(self.query(_WIDGETS[view]))

    def widget_of(self, view: View) -> SessionView:
        """Return the widget of a view, which was made."""
        return self.query_one(_WIDGETS[view], SessionView)

    def show(self, view: View) -> None:
        """Show the widget of a view, and no other's."""
        shown = self.widget_of(view)
        for widget in self.query(SessionView):
            # Not by a class, since that would apply the styles of all of them again.
            widget.display = widget is shown


def new_list(view: View) -> SessionView:
    """Return a widget for a list, which nothing needs before it is asked for."""
    if view is View.PLAN:
        from confui.widgets.lists import PlanList

        return PlanList()
    from confui.widgets.lists import SessionList

    return SessionList()
