"""The abstract and the body as one text."""

import pytest

from confui.schedule.models import Session
from confui.schedule.session_text import session_markdown

ABSTRACT = "A talk on “rivers”, for all."


@pytest.mark.parametrize(
    ("abstract", "body", "shown"),
    [
        ("", "", ""),
        (ABSTRACT, "", ABSTRACT),
        ("", "Body.", "Body."),
        (ABSTRACT, "Other.", f"{ABSTRACT}\n\nOther."),
        (ABSTRACT, ABSTRACT, ABSTRACT),
        (ABSTRACT, f"{ABSTRACT}\n\nMore.", f"{ABSTRACT}\n\nMore."),
        (
            ABSTRACT,
            'A talk on "rivers",\nfor all.\n\nMore.',
            'A talk on "rivers",\nfor all.\n\nMore.',
        ),
        ("First. Second.", "First.\n\n- list", "First. Second.\n\n- list"),
        ("Outline of it", "## Outline\n\n- one", "Outline of it\n\n## Outline\n\n- one"),
    ],
    ids=str,
)
def test_an_abstract_that_the_body_repeats_appears_once(
    abstract: str, body: str, shown: str
) -> None:
    assert session_markdown(Session(id="s", title="s", abstract=abstract, body=body)) == shown
