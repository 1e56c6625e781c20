"""The colours: readable in light and dark, and told apart on a grey printer."""

import re
from itertools import combinations

import pytest

from grader.resources import templates_folder

CSS = (templates_folder() / "style.css").read_text("utf-8")
SCHEMES = dict(zip(("light", "dark", "print"), re.findall(r":root \{([^}]*--paper[^}]*)\}", CSS), strict=True))


def palette(scheme):
    return dict(re.findall(r"--(\w+): (#\w+)", SCHEMES[scheme]))


def luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def lightness(colour):
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["ink", "grey", "accent", "lost", "waiting"])
def test_every_text_has_the_contrast_of_aa(scheme, name):
    colours = palette(scheme)
    light, dark = sorted((luminance(colours[name]), luminance(colours["paper"])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_accent_lost_and_waiting_differ_in_grey(scheme):
    colours = palette(scheme)
    for one, other in combinations(("accent", "lost", "waiting"), 2):
        assert abs(lightness(colours[one]) - lightness(colours[other])) >= 8, (one, other)
