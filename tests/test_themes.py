"""The colours of tracks, kinds and rooms: legible in every theme, and apart for every eye."""

import itertools
import math
from collections.abc import Sequence

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from confui.schedule.colours import PALETTE_SIZE
from confui.themes import (
    DARK,
    LEAST_CONTRAST,
    LIGHT,
    THEMES,
    contrast,
    is_legible,
    palette_of,
    palette_tokens,
)

PAINTED = [theme for theme in (*THEMES, *BUILTIN_THEMES.values()) if not theme.ansi]
TERMINALS = [theme for theme in BUILTIN_THEMES.values() if theme.ansi]

LEAST_DISTANCE = 10.0
"""Of two colours by CIEDE2000, where 2 is seen at a glance."""

# The simulation of Machado, Oliveira and Fernandes (2009) at full strength, for linear RGB.
VISION = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)

Triple = tuple[float, float, float]


def multiply(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> Triple:
    one, two, three = (sum(map(float.__mul__, map(float, row), vector)) for row in matrix)
    return one, two, three


def seen(colour: Color, vision: Sequence[Sequence[float]]) -> Triple:
    """Return the CIELAB values of a colour as somebody sees it."""
    linear = [
        s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in colour.normalized
    ]
    simulated = [min(1.0, max(0.0, share)) for share in multiply(vision, linear)]
    x, y, z = (
        share ** (1 / 3) if share > 0.008856 else 7.787 * share + 16 / 116
        for share in map(float.__truediv__, multiply(TO_XYZ, simulated), WHITE)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: Triple, other: Triple) -> float:
    """Return the distance of two CIELAB colours by CIEDE2000."""
    mean_chroma = (math.hypot(*one[1:]) + math.hypot(*other[1:])) / 2
    more = 1.5 - 0.5 * math.sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7))
    (a, b), (c, d) = ((each[1] * more, each[2]) for each in (one, other))
    chroma, other_chroma = math.hypot(a, b), math.hypot(c, d)
    hue, other_hue = (math.degrees(math.atan2(y, x)) % 360 for x, y in ((a, b), (c, d)))
    apart = (other_hue - hue + 180) % 360 - 180
    middle = math.radians((hue + apart / 2) % 360)
    lightness, mean = (one[0] + other[0]) / 2, (chroma + other_chroma) / 2
    weight = (
        1
        - 0.17 * math.cos(middle - math.radians(30))
        + 0.24 * math.cos(2 * middle)
        + 0.32 * math.cos(3 * middle + math.radians(6))
        - 0.20 * math.cos(4 * middle - math.radians(63))
    )
    light = (other[0] - one[0]) / (
        1 + 0.015 * (lightness - 50) ** 2 / math.sqrt(20 + (lightness - 50) ** 2)
    )
    vivid = (other_chroma - chroma) / (1 + 0.045 * mean)
    tint = 2 * math.sqrt(chroma * other_chroma) * math.sin(math.radians(apart / 2))
    tint /= 1 + 0.015 * mean * weight
    turn = 60 * math.exp(-(((math.degrees(middle) - 275) / 25) ** 2))
    rotation = -2 * math.sqrt(mean**7 / (mean**7 + 25**7)) * math.sin(math.radians(turn))
    return math.sqrt(light**2 + vivid**2 + tint**2 + rotation * vivid * tint)


@pytest.mark.parametrize("theme", PAINTED, ids=lambda theme: theme.name)
def test_every_colour_of_the_palette_is_legible_on_what_is_behind_a_block(theme: Theme) -> None:
    surface = Color.parse(theme.to_color_system().generate()["surface"])
    low = {
        colour: contrast(Color.parse(colour), surface)
        for colour in palette_of(theme)
        if contrast(Color.parse(colour), surface) < LEAST_CONTRAST
    }
    assert low == {}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_in_our_themes_the_colours_are_legible_as_text_too(theme: Theme) -> None:
    surface = Color.parse(theme.to_color_system().generate()["surface"])
    assert min(contrast(Color.parse(colour), surface) for colour in palette_of(theme)) >= 4.5


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_any_two_colours_are_apart_for_every_kind_of_colour_vision(
    theme: Theme, vision: str
) -> None:
    shades = [seen(Color.parse(colour), VISION[vision]) for colour in palette_of(theme)]
    assert min(itertools.starmap(distance, itertools.combinations(shades, 2))) >= LEAST_DISTANCE


def test_the_distance_is_that_of_the_published_examples() -> None:
    pairs = [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (61.0, -5.0, 29.0), 22.8977),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ]
    for one, other, published in pairs:
        assert distance(one, other) == pytest.approx(published, abs=1e-4)


@pytest.mark.parametrize("theme", TERMINALS, ids=lambda theme: theme.name)
def test_with_the_colours_of_the_terminal_the_palette_has_ten_of_them(theme: Theme) -> None:
    colours = palette_of(theme)
    assert len(set(colours)) == PALETTE_SIZE
    assert all(Color.parse(colour).ansi is not None for colour in colours)


@pytest.mark.parametrize("theme", [*PAINTED, *TERMINALS], ids=lambda theme: theme.name)
def test_a_theme_has_a_token_for_every_colour(theme: Theme) -> None:
    assert list(palette_tokens(theme)) == [f"colour-{n}" for n in range(PALETTE_SIZE)]


def test_a_colour_of_the_source_is_legible_if_it_stands_out_from_every_paper() -> None:
    light, dark = (theme.to_color_system().generate() for theme in (LIGHT, DARK))
    white, black = "#" + "f" * 6, "#" + "0" * 6
    assert not is_legible(white, light) and is_legible(white, dark)
    assert is_legible(black, light) and not is_legible(black, dark)
    assert not is_legible(white, TERMINALS[0].to_color_system().generate()), "unknown paper"
