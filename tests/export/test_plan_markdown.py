from markdown_it import MarkdownIt

from confui.export.plan_markdown import as_plan_markdown
from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.plan.plan import make_plan
from tests.export.markdown import FACTS, HOSTILE, headings
from tests.export.marks import marked
from tests.export.programme import CONFERENCE, ICE, SNOW


def plan(bookmarks: dict[str, Bookmark]) -> str:
    return as_plan_markdown(CONFERENCE.title, make_plan(CONFERENCE, bookmarks))


def test_a_plan_has_days_with_sessions_remarks_notes_and_free_time() -> None:
    marks = marked(SNOW, note="Bring *skis*.") | marked(ICE, mark=Mark.MAYBE)
    assert plan(marks).split("\n\n") == [
        "# PyNorth 2031: my plan",
        "## Saturday, 17 May 2031",
        "### Snow ★",
        f"10:00 – 10:45 · {FACTS}",
        "> Bring *skis*.",
        "### Ice ☆",
        "10:30 – ~11:15 · Birch Room",
        "- backup for Snow",
        "*10:45 – 13:30: free 2 h 45 min · 2 sessions fit*",
        "## Sunday, 18 May 2031",
        "*nothing starred*",
        "## Monday, 19 May 2031",
        "*nothing starred*",
    ]


def test_a_plan_without_stars_is_empty() -> None:
    assert plan(marked(SNOW, mark=Mark.SKIP)) == ""


def test_a_hostile_note_stays_in_its_quotation() -> None:
    markdown = plan(marked(SNOW, note=HOSTILE))
    kinds = {token.type for token in MarkdownIt("commonmark").parse(markdown)}
    assert "html_block" not in kinds
    assert "h1 Snow" not in headings(markdown)
