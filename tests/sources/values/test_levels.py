import pytest

from confui.schedule.models import Level
from confui.sources.values.levels import find_level, find_level_among


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("All", Level.ALL),
        ("all  levels", Level.ALL),
        ("BEGINNER", Level.BEGINNER),
        ("novice", Level.BEGINNER),
        ("Débutant", Level.BEGINNER),
        ("Anfänger", Level.BEGINNER),
        ("100", Level.BEGINNER),
        ("Intermediate", Level.INTERMEDIATE),
        ("Intermédiaire", Level.INTERMEDIATE),
        ("200", Level.INTERMEDIATE),
        ("advanced", Level.ADVANCED),
        ("Avancé", Level.ADVANCED),
        ("300", Level.ADVANCED),
        ("7", None),
        ("", None),
    ],
)
def test_levels_are_recognised_in_several_languages(word: str, level: Level | None) -> None:
    assert find_level(word) is level


@pytest.mark.parametrize(
    ("label", "level"),
    [
        ("Advanced", Level.ADVANCED),
        ("Level: 300", Level.ADVANCED),
        ("all levels", None),
        ("All", None),
        ("Basic", None),
        ("basic level", Level.BEGINNER),
        ("300", None),
        ("Python", None),
    ],
)
def test_a_tag_is_a_level_only_if_it_cannot_mean_anything_else(
    label: str, level: Level | None
) -> None:
    assert find_level_among(["Python", label]) == (level, label if level else "")
