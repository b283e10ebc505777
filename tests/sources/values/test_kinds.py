import pytest

from confui.schedule.models import Kind
from confui.sources.values.kinds import infer_kind


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        ("talk", Kind.TALK),
        ("talks", Kind.TALK),
        ("Tutorials", Kind.TUTORIAL),
        ("workshop", Kind.WORKSHOP),
        ("sprints", Kind.SPRINT),
        ("break", Kind.BREAK),
        ("lunch", Kind.MEAL),
        ("social event", Kind.SOCIAL),
        ("social-event", Kind.SOCIAL),
        ("social_hour", Kind.SOCIAL),
        ("Lightning Talks", Kind.LIGHTNING),
        ("panel", Kind.PANEL),
        ("registration", Kind.SERVICE),
        ("poster", Kind.OTHER),
    ],
)
def test_the_category_names_the_kind(category: str, kind: Kind) -> None:
    assert infer_kind(category, [], "Snow", has_speakers=True) is kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Break", Kind.BREAK),
        ("Morning break", Kind.BREAK),
        ("Break (snacks available)", Kind.BREAK),
        ("Lunch", Kind.MEAL),
        ("Early Lunch", Kind.MEAL),
        ("Lunch break", Kind.MEAL),
        ("Breakfast", Kind.MEAL),
        ("Registration", Kind.SERVICE),
        ("Registration and Breakfast", Kind.SERVICE),
        ("Opening", Kind.SERVICE),
        ("Closing", Kind.SERVICE),
        ("Orientation for newcomers", Kind.SERVICE),
        ("Quiet Room", Kind.SERVICE),
        ("Speaker Green Room", Kind.SERVICE),
        ("Opening Reception - Picnic in the Park", Kind.SOCIAL),
        ("Board Game Night", Kind.SOCIAL),
        ("Sprints", Kind.SPRINT),
        ("Contribution Sprints", Kind.SPRINT),
        ("Lightning Talks", Kind.LIGHTNING),
    ],
)
@pytest.mark.parametrize("category", ["talk", "tutorial", ""])
def test_without_speakers_the_title_is_more_specific_than_a_general_category(
    category: str, title: str, kind: Kind
) -> None:
    assert infer_kind(category, [], title, has_speakers=False) is kind


@pytest.mark.parametrize(
    "title",
    [
        "Break the Monolith",
        "How I Learned to Love the Lunch Break",
        "Closing the Loop with Users",
        "Room for Improvement",
        "",
    ],
)
def test_a_title_that_only_mentions_a_break_is_a_talk(title: str) -> None:
    assert infer_kind("talk", [], title, has_speakers=False) is Kind.TALK


@pytest.mark.parametrize("title", ["Break", "Sprints", "Registration"])
def test_with_speakers_the_category_decides(title: str) -> None:
    assert infer_kind("tutorial", [], title, has_speakers=True) is Kind.TUTORIAL


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Keynote - Testing", Kind.KEYNOTE),
        ("Keynote: Testing", Kind.KEYNOTE),
        ("Opening and Keynote - Is it too late?", Kind.KEYNOTE),
        ("Why My Keynote Failed", Kind.TALK),
        ("Lightning Talks (Monday)", Kind.LIGHTNING),
        ("Panel Discussion: Mentoring", Kind.PANEL),
        ("Board Game Night", Kind.SOCIAL),
    ],
)
def test_some_titles_decide_even_with_speakers(title: str, kind: Kind) -> None:
    assert infer_kind("talk", [], title, has_speakers=True) is kind


def test_a_specific_category_counts_before_the_title() -> None:
    assert infer_kind("social event", [], "Lunch", has_speakers=False) is Kind.SOCIAL


def test_without_a_category_the_nearest_folder_named_after_a_kind_decides() -> None:
    assert infer_kind("", ["day-1", "tutorials"], "Snow", has_speakers=True) is Kind.TUTORIAL
    assert infer_kind("talk", ["tutorials"], "Snow", has_speakers=True) is Kind.TALK


def test_with_an_unknown_category_a_session_is_a_talk_if_it_has_speakers() -> None:
    assert infer_kind("Astronomy", [], "Snow", has_speakers=True) is Kind.TALK
    assert infer_kind("Astronomy", [], "Snow", has_speakers=False) is Kind.OTHER
