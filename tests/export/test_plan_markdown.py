from markdown_it import MarkdownIt

from confui.export.digest import as_digest
from confui.export.plan_markdown import as_plan_markdown
from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.plan.plan import make_plan
from tests.export.marks import marked
from tests.export.programme import BEES, CONFERENCE, ICE, MAPS, POSTER, SNOW, WIND

FACTS = (
    "Aurora Hall · Inga Frost, Odd Hale · [video](https://video.example.org/1) · "
    "[slides](https://slides.example.org/1)"
)
HOSTILE = "</blockquote>\n# Snow\n<!-- never closed"


def plan(bookmarks: dict[str, Bookmark]) -> str:
    return as_plan_markdown(CONFERENCE.title, make_plan(CONFERENCE, bookmarks))


def digest(bookmarks: dict[str, Bookmark]) -> str:
    return as_digest(CONFERENCE, make_plan(CONFERENCE, bookmarks), bookmarks)


def headings(markdown: str) -> list[str]:
    tokens = MarkdownIt("commonmark").parse(markdown)
    return [
        f"{token.tag} {tokens[place + 1].content}"
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0
    ]


def test_a_plan_is_its_days_with_facts_remarks_notes_and_free_time() -> None:
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


def test_a_plan_of_nothing_is_no_text() -> None:
    assert plan(marked(SNOW, mark=Mark.SKIP)) == ""


def test_a_digest_is_what_was_attended_then_the_rest() -> None:
    marks = (
        marked(SNOW, note="Bring *skis*.")
        | marked(ICE, mark=Mark.MAYBE)
        | marked(BEES, mark=None, note="Sat in the other one.")
        | marked(WIND, mark=Mark.SKIP)
        | marked(MAPS._replace(id="lost", title="Lost"))
    )
    assert digest(marks).split("\n\n") == [
        "# PyNorth 2031: what I saw",
        "## Attended",
        "### Snow ★",
        f"Sat 17 May  10:00 – 10:45 · {FACTS}",
        "> Bring *skis*.",
        "## Maybe",
        "### Ice ☆",
        "Sat 17 May  10:30 – ~11:15 · Birch Room",
        "## Noted",
        "### Bees",
        "Sun 18 May  09:30 – 10:15 · Aurora Hall",
        "> Sat in the other one.",
        "## Cancelled",
        "### Lost ★",
        "Sun 18 May  09:30 – 10:15 · Birch Room",
    ]


def test_a_note_on_what_the_schedule_has_no_more_is_in_the_digest() -> None:
    lost = POSTER._replace(id="lost", title="Lost")
    assert headings(digest(marked(lost, mark=None, note="Nice.")))[1:] == ["h2 Noted", "h3 Lost"]


def test_a_digest_of_nothing_is_no_text() -> None:
    assert digest(marked(SNOW, mark=Mark.SKIP)) == ""


def test_no_note_leaves_its_quotation() -> None:
    for markdown in (plan(marked(SNOW, note=HOSTILE)), digest(marked(SNOW, note=HOSTILE))):
        kinds = {token.type for token in MarkdownIt("commonmark").parse(markdown)}
        assert "html_block" not in kinds
        assert "h1 Snow" not in headings(markdown)
