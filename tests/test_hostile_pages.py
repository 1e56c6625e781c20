"""What hostile text becomes where people read it: pages, terminal and JSON show it literally, and nothing of it acts.

Every attack of `render`, and those of `intake` that play with names and texts, are graded for the fortress with one
essay more, and rendered for both readers.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader.checks.reference import functions_of
from grader.grading.desk import Desk
from grader.grading.grade import grade
from grader.grading.report import Report
from grader.grading.seed import Seed
from grader.report import machine, page, terminal
from grader.report.audience import Audience
from grader.report.files import write_pages
from grader.report.text import visible
from grader.resources import templates_folder
from grader.spec.find import find as find_spec
from grader.spec.load import load as load_spec
from grader.submission.find import AssignmentHint, Found, find
from grader.submission.load import load
from grader.submission.spool import Spool
from tests.fortress.attack import HONEST, HOSTILE, Attack, attacks
from tests.slots import shared_slot

ESSAY = """
  - id: why
    title: "5 Why"
    labels: ["1"]
    checks:
      - {kind: essay, title: why, points: 1, rubric: {a reason: 1}}
"""
AUDIENCES: tuple[Audience, ...] = ("student", "instructor")
#: Everything that our templates, Markdown and MathML are made of. Whatever loads, sends, runs or embeds is not in it.
TAGS = re.compile(
    r"html|head|meta|title|style|body|header|main|footer|section|article|nav|aside|details|summary|h[1-6]|p|span|b|i|em"
    r"|strong|s|div|pre|code|table|thead|tbody|t[rhd]|caption|ul|ol|li|d[ltd]|blockquote|hr|br|small|figure|figcaption"
    r"|a|svg|g|path|rect|line|circle|polyline|polygon|text|tspan|desc|defs|pattern|math|m[inos]|m(text|row|frac|sqrt"
    r"|root|sub|sup|subsup|under|over|underover|table|tr|td|space|padded|phantom|style|multiscripts)|mprescripts"
)
ATTRIBUTES = re.compile(r"on.*|style|src|srcdoc|action|formaction|xlink:href|background|ping|target", re.IGNORECASE)
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


# ---- what is graded
@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The fortress with an essay."""
    folder = tmp_path_factory.mktemp("specs") / "fortress"
    folder.mkdir()
    for file in (HOSTILE / "specs" / "fortress").glob("*.*"):
        (folder / file.name).write_text(file.read_text("utf-8"), "utf-8")
    with (folder / "assignment.yaml").open("a", encoding="utf-8") as sheet:
        sheet.write(ESSAY)
    found = find_spec("fortress", [folder.parent])
    return Desk.of(load_spec(found.path, functions_of(found.reference)), found, Seed("public", secret=False))


@pytest.fixture(scope="module")
def spool() -> Iterator[Spool]:
    with Spool(shared_slot().spool) as opened:
        yield opened


def shown_attacks() -> list[Attack]:
    names = re.compile(r"render/|intake/(names-|latex-|formulas-|cookie-|archive-of|metadata-|outputs-)")
    return [attack for attack in attacks() if names.match(attack.name)]


def graded(desk: Desk, spool: Spool, found: Found) -> Report:
    submission = load(found, desk.given.names, spool, desk.assignment.scripts == "run")
    try:
        return grade(desk, submission, shared_slot())
    finally:
        spool.release(submission.folder)


@pytest.fixture(scope="module", params=shown_attacks(), ids=lambda attack: attack.name)
def report(request, desk: Desk, spool: Spool, tmp_path_factory: pytest.TempPathFactory) -> tuple[Attack, Report]:
    attack = request.param
    handed_in = attack.handed_in(tmp_path_factory.mktemp("hostile") / "mallory", {})
    return attack, graded(desk, spool, Found("<b onclick=alert(1)>Mallory</b> \x1b[31m", "fortress", handed_in))


# ---- pages
class Seen(HTMLParser):
    """A page as a browser takes it apart: elements with their attributes, text, what the one style sheet says."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = self.style = ""
        self.odd: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] == "style" and not self.style:
            self.style = data
        else:
            self.words += data

    def handle_comment(self, data: str) -> None:
        self.odd.append(data)

    unknown_decl = handle_pi = handle_comment


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_page_holds_nothing_that_acts(report: tuple[Attack, Report], audience: Audience) -> None:
    seen = Seen(page.render(report[1], audience))
    assert [tag for tag, _ in seen.elements if not TAGS.fullmatch(tag)] == []
    assert [(tag, name) for tag, attributes in seen.elements for name in attributes if ATTRIBUTES.fullmatch(name)] == []
    links = [attributes["href"] or "" for _, attributes in seen.elements if "href" in attributes]
    assert [link for link in links if not link.startswith("#")] == []
    assert seen.odd == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_page_forbids_what_it_does_not_hold_before_anything_else(
    report: tuple[Attack, Report], audience: Audience
) -> None:
    seen = Seen(page.render(report[1], audience))
    metas = [attributes for tag, attributes in seen.elements if tag == "meta"]
    policies = [attributes["content"] or "" for attributes in metas if "http-equiv" in attributes]
    assert len(policies) == 1 and policies[0].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policies[0] and "script-src" not in policies[0]
    assert [tag for tag, _ in seen.elements].count("style") == 1
    assert seen.style == (templates_folder() / "style.css").read_text("utf-8")
    assert [tag for tag, _ in seen.elements].count("h1") == 1, "nobody adds a heading or a score to the page"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_page_shows_what_cannot_be_seen_as_an_escape(report: tuple[Attack, Report], audience: Audience) -> None:
    html = page.render(report[1], audience)
    assert UNSEEN.findall(html) == []
    assert UNSEEN.findall(Seen(html).words) == [], "nor by way of a character reference"
    html.encode("utf-8")


def test_the_instructors_page_shows_the_attack_literally(report: tuple[Attack, Report]) -> None:
    attack, graded_report = report
    literally = str(attack.about.get("shows", ""))
    words = Seen(page.render(graded_report, "instructor")).words
    assert _squeezed(visible(literally)) in _squeezed(words)


def _squeezed(words: str) -> str:
    return "".join(words.replace("`", "").split())


# ---- terminal and JSON
@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("colour", [False, True])
def test_nothing_on_the_terminal_moves_the_cursor(
    report: tuple[Attack, Report], audience: Audience, colour: bool
) -> None:
    text = terminal.render(report[1], verbose=True, width=100, colour=colour, audience=audience)
    ours = re.sub(r"\x1b\[[0-9;]*m", "", text) if colour else text
    assert UNSEEN.findall(ours) == []
    assert not colour or "\x1b[31m[" not in text


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_json_is_read_by_any_strict_reader_and_says_the_same(
    report: tuple[Attack, Report], audience: Audience
) -> None:
    values = machine.as_json(report[1], audience)
    text = machine.dumps(values)
    assert text.isascii() and json.loads(text, parse_constant=pytest.fail) == values
    json.dumps(values, ensure_ascii=False).encode("utf-8")


def test_an_attack_on_the_page_changes_no_figure_on_it(report: tuple[Attack, Report]) -> None:
    _, graded_report = report
    figures = re.findall(r'<span class="figure"><b>([^<]*)</b> / ([^<]*)</span>', page.render(graded_report, "student"))
    assert figures == [(f"{graded_report.score:g}", f"{graded_report.max_score:g}")]


# ---- 79: names that become one
def test_students_whose_names_become_one_keep_their_own_reports(tmp_path: Path, desk: Desk, spool: Spool) -> None:
    names = ["ann", "Ann", "ANN", "ann.", "ann ", "a_b", "a b", "a?b", "a\tb", "a\u202eb", "a&b", "-a", "con",
             "n" * 200, "n" * 201, "ｆull", "é", "e\u0301", "<b>", "<i>"]  # fmt: skip
    for name in names:
        folder = tmp_path / "class" / name
        folder.mkdir(parents=True)
        (folder / "fortress.py").write_text((HONEST / "fortress.py").read_text("utf-8"), "utf-8")
    hint = AssignmentHint(frozenset({"fortress"}), frozenset({"scale"}))
    everybody = find([tmp_path / "class"], {"fortress": hint}, "fortress")
    assert len(everybody) == len(names)
    sample = graded(desk, spool, everybody[0])
    written = [write_pages(tmp_path / "out", replace(sample, submission=one.who)) for one in everybody]
    assert len({str(path).casefold() for path in written}) == len(names), "also on a disk that knows no case"
    assert len(list((tmp_path / "out").rglob("*.html"))) == 2 * len(names)
    for one, path in zip(everybody, written, strict=True):
        assert path.parent.parent == tmp_path / "out"
        assert _squeezed(visible(one.who))[:100] in _squeezed(Seen(path.read_text("utf-8")).words)
