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
def test_the_title_of_what_nobody_presents_says_more_than_a_catch_all_category(
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
def test_what_somebody_presents_is_what_its_category_says(title: str) -> None:
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
def test_some_titles_say_it_whoever_presents(title: str, kind: Kind) -> None:
    assert infer_kind("talk", [], title, has_speakers=True) is kind


def test_an_explicit_category_stands_above_the_title() -> None:
    assert infer_kind("social event", [], "Lunch", has_speakers=False) is Kind.SOCIAL


def test_the_nearest_folder_with_a_telling_name_stands_in_for_the_category() -> None:
    assert infer_kind("", ["day-1", "tutorials"], "Snow", has_speakers=True) is Kind.TUTORIAL
    assert infer_kind("talk", ["tutorials"], "Snow", has_speakers=True) is Kind.TALK


def test_a_category_that_says_nothing_known_is_a_talk_where_somebody_presents() -> None:
    assert infer_kind("Astronomy", [], "Snow", has_speakers=True) is Kind.TALK
    assert infer_kind("Astronomy", [], "Snow", has_speakers=False) is Kind.OTHER
