from markdown_it import MarkdownIt

from confui.export.recap_markdown import as_recap
from confui.schedule.bookmark import Bookmark, Mark
from confui.schedule.plan.plan import make_plan
from tests.export.markdown import FACTS, HOSTILE, headings
from tests.export.marks import marked
from tests.export.programme import BEES, CONFERENCE, ICE, MAPS, POSTER, SNOW, WIND


def recap(bookmarks: dict[str, Bookmark]) -> str:
    return as_recap(CONFERENCE, make_plan(CONFERENCE, bookmarks), bookmarks)


def test_musts_that_overlap_are_called_starred_since_nobody_saw_both() -> None:
    assert "## Attended" in recap(marked(SNOW) | marked(ICE, mark=Mark.MAYBE))
    assert "## Starred" in recap(marked(SNOW) | marked(ICE))


def test_a_recap_has_what_was_attended_then_the_rest() -> None:
    marks = (
        marked(SNOW, note="Bring *skis*.")
        | marked(ICE, mark=Mark.MAYBE)
        | marked(BEES, mark=None, note="Sat in the other one.")
        | marked(WIND, mark=Mark.SKIP)
        | marked(MAPS._replace(id="lost", title="Lost"))
    )
    assert recap(marks).split("\n\n") == [
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


def test_a_note_on_a_session_that_left_the_schedule_is_in_the_recap() -> None:
    lost = POSTER._replace(id="lost", title="Lost")
    assert headings(recap(marked(lost, mark=None, note="Nice.")))[1:] == ["h2 Noted", "h3 Lost"]


def test_a_recap_without_stars_and_notes_is_empty() -> None:
    assert recap(marked(SNOW, mark=Mark.SKIP)) == ""


def test_a_hostile_note_stays_in_its_quotation() -> None:
    markdown = recap(marked(SNOW, note=HOSTILE))
    kinds = {token.type for token in MarkdownIt("commonmark").parse(markdown)}
    assert "html_block" not in kinds
    assert "h1 Snow" not in headings(markdown)
