"""One report as one HTML file that needs nothing else: no script, no font, no picture, no network.

The policy in its head allows the one style sheet, by its hash, and nothing more.
"""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from grader.grading.report import Report
from grader.report.audience import Audience, seen_by
from grader.report.derivation import written
from grader.report.maths import mathml
from grader.report.text import visible
from grader.report.view import page
from grader.resources import templates_folder

if TYPE_CHECKING:
    from jinja2 import Environment

_CODE = re.compile(r"`([^`\n]+)`")


def render(report: Report, audience: Audience) -> str:
    """The student's or the instructor's page. The same report gives the same text, and it is always valid UTF-8."""
    from grader.report.plots import points_bar

    seen = seen_by(report, audience)
    css = _style()
    template = _environment().get_template("page.html")
    return template.render(page=page(seen, audience), bar=points_bar(seen), css=Markup(css), policy=_policy(css))


def rendered(template: str, more_style: str, **values: object) -> str:
    """A page of another kind by its template and its own style sheet: the reports' style, policy and filters."""
    css = _style() + (templates_folder() / more_style).read_text("utf-8")
    return _environment().get_template(template).render(**values, css=Markup(css), policy=_policy(css))


def told(text: str) -> Markup:
    """A message as HTML: all of it data, but for code between backticks."""
    pieces = _CODE.split(visible(text))
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if odd % 2 else escape(piece) for odd, piece in enumerate(pieces)
    )


def _policy(css: str) -> str:
    digest = b64encode(sha256(css.encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _style() -> str:
    return (templates_folder() / "style.css").read_text("utf-8")


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # here, because it costs 40 ms

    from grader.report import curve, plots, rows, scale
    from grader.report.confusion import matrix_of
    from grader.report.scale_plot import scale_plot

    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_harmless,
    )
    environment.filters.update(
        told=told, shape=plots.shape, difference_map=plots.difference_map, map_in_words=plots.map_in_words,
        scale_plot=scale_plot, scale_in_words=scale.in_words, meanings=scale.meanings, facts=scale.facts,
        short=scale.short, titled=_titled, is_logarithmic=scale.is_logarithmic, curve_plot=curve.curve_plot,
        curve_in_words=curve.curve_in_words, curve_key=curve.curve_key, matrix=matrix_of, claim_rows=rows.claim_rows,
        example_rows=rows.example_rows, figure_rows=rows.figure_rows, left_over=rows.left_over,
        named=_named, prose=_prose, index=_index, numbered=_numbered, axes=_axes, written=written, formula=_formula,
    )  # fmt: skip
    return environment


def _harmless(value: object) -> object:
    # The last gate: whatever a template prints passes here, so no field can be forgotten.
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _prose(text: str) -> Markup:
    from grader.report.prose import prose  # here, because Markdown costs 40 ms and most reports hold none

    return prose(text)


def _formula(latex: str) -> Markup:
    return mathml(latex.strip(), display=True)


def _named(name: str) -> Markup:
    """A returned value's name as code; "the value of `softmax`" brings its own marks."""
    return told(name) if "`" in name else Markup("<code>{}</code>").format(visible(name))


def _titled(words: str) -> Markup:
    """A message that begins with a capital, unless it begins with code."""
    return told(words[:1].upper() + words[1:])


def _index(index: tuple[int, ...]) -> str:
    """An entry's index as Python writes it."""
    return str(index) if index else "()"


def _axes(axes: tuple[str, ...]) -> str:
    """(V, D) where the letters are known; a size that is computed says nothing about where."""
    short = axes and all(axis and " " not in axis for axis in axes)
    return f"({', '.join(axes)}{',' if len(axes) == 1 else ''})" if short else ""


def _numbered(text: str, first: int) -> list[tuple[int, str]]:
    return list(enumerate(text.rstrip("\n").split("\n"), first))
