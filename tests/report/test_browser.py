"""The pages as a browser shows them: accessible in both schemes, nothing refused, nothing wider than a phone, all
printed. Skipped where no chromium is installed."""

import shutil
from dataclasses import replace
from importlib.resources import files
from itertools import combinations

import pytest

from grader.grading.report import QuestionMark
from grader.outcome import Derivation, DerivationChain, DerivationStep, Outcome, Verdict
from grader.report.class_page import render_class
from grader.report.page import render
from tests.report.classes import crowd, usual

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("axe_playwright_python", reason="axe-playwright-python, which ships axe-core, is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")

REPORTS = ("perfect", "everything", "measured", "hostile")
PAGES = [(name, audience) for name in REPORTS for audience in ("student", "instructor")]
DESK, PHONE = 1280, 390
CLASSES = {"class": lambda: render_class(usual()), "crowd": lambda: render_class(crowd(300))}
#: Everything a page can show, in both widths and schemes; each other page once, on a phone in the dark.
VIEWS = {
    **{page: [(PHONE, "dark")] for page in PAGES if page[0] != "hostile"},
    ("terse", "instructor"): [(PHONE, "dark")],
    ("marked", "instructor"): [(PHONE, "dark")],
    ("class", "instructor"): [(PHONE, "dark")],
    ("measured", "instructor"): [(DESK, "light"), (PHONE, "dark")],
    ("everything", "instructor"): [(width, scheme) for width in (DESK, PHONE) for scheme in ("light", "dark")],
}
#: What passes is not asked for: to list it costs axe as much as to look.
LOOK = """axe.run({resultTypes: ["violations"]}).then(
    found => found.violations.map(each => [each.id, each.nodes[0].html.slice(0, 200)]))"""


@pytest.fixture(scope="module")
def chromium():
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield running
        running.close()


@pytest.fixture
def wide(make):
    """A report with a line of twenty fractions."""
    terms = " + ".join(rf"\frac{{\exp(u_{{{n}}}^\top v_c)}}{{\sum_w \exp(u_w^\top v_c)}}" for n in range(20))
    chain = DerivationChain("J", 1, (DerivationStep("", "J", "holds"), DerivationStep("=", terms, "breaks")), 1)
    outcome = Outcome(Verdict.FAILED, evidence=(Derivation("answers.md", (chain,)),))
    return make.report(QuestionMark("1", "One", (make.mark("a", 2, outcome),)))


@pytest.fixture
def terse(hostile):
    """The hostile report with each of its words in each place, but not all twelve kinds of a mark: axe looks at every
    element, and at each pair of what lies on each other."""
    [question] = hostile.questions
    public, *others = question.marks
    kept = [each for each in others if (each.visibility == "public") == (each.by_hand is None)]
    bare = [replace(each, outcome=replace(each.outcome, evidence=())) for each in kept]
    return replace(hostile, questions=(replace(question, marks=(public, *bare)),))


@pytest.fixture
def opened(chromium, tmp_path, request):
    """Opens a report's page and hands it over with what the console said."""
    contexts = []

    def open_page(name, audience, width=1280, scheme="light", **more):
        file = tmp_path / "page.html"
        written = CLASSES[name]() if name in CLASSES else render(request.getfixturevalue(name), audience)
        file.write_text(written, "utf-8")
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
        contexts.append(context)
        page, said = context.new_page(), []
        page.on("console", lambda message: said.append(message.text))
        page.on("request", lambda asked: said.append(asked.url) if asked.url != file.as_uri() else None)
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.goto(file.as_uri())
        return page, said

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("name", "audience"), VIEWS)
def test_axe_finds_nothing(opened, name, audience):
    # The policy would refuse axe itself.
    page, _ = opened(name, audience, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    for width, scheme in VIEWS[name, audience]:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(LOOK) == [], (width, scheme)


@pytest.mark.parametrize(("name", "audience"), PAGES)
def test_a_page_asks_for_nothing_refuses_nothing_runs_nothing_and_is_no_wider_than_a_phone(opened, name, audience):
    page, said = opened(name, audience)
    assert said == []
    page.set_viewport_size({"width": PHONE, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_paper_shows_what_the_screen_folds(opened):
    page, _ = opened("everything", "student")
    folded = page.get_by_text("The way to that line").locator("xpath=ancestor::details[1]").locator("pre")
    closed_question = page.get_by_text("The one check of question 2a passes.")
    assert not folded.is_visible() and not closed_question.is_visible()
    page.emulate_media(media="print")
    assert folded.evaluate("each => each.checkVisibility({contentVisibilityAuto: true})")
    assert closed_question.evaluate("each => each.checkVisibility({contentVisibilityAuto: true})")
    assert closed_question.bounding_box()["height"] > 5


def test_paper_breaks_a_line_that_the_screen_scrolls(opened, wide):
    page, _ = opened("wide", "student", 673)  # A4 within its margins
    formula = page.locator(".step.wide > .formula")
    inside = "each => [each.scrollWidth, each.clientWidth]"
    screen, room = formula.evaluate(inside)
    page.emulate_media(media="print")
    printed, paper = formula.evaluate(inside)
    assert screen > room + 100 and printed <= paper


@pytest.mark.parametrize(("width", "media"), [(DESK, "screen"), (PHONE, "screen"), (673, "print")])
def test_the_marks_of_steps_stand_beside_their_formulas(opened, width, media):
    page, _ = opened("everything", "instructor", width)
    page.emulate_media(media=media)
    for step in page.locator(".step:has(> .formula)").all():
        mark, formula = step.locator("> .mark").bounding_box(), step.locator("> .formula").bounding_box()
        assert mark["x"] >= 0 and mark["x"] + mark["width"] <= formula["x"]
        assert mark["y"] < formula["y"] + formula["height"] and formula["y"] < mark["y"] + mark["height"]


@pytest.mark.parametrize("width", [DESK, PHONE, 320])
def test_letters_of_a_scale_or_a_curve_never_lie_on_each_other_or_beyond_the_page(opened, width):
    page, _ = opened("measured", "student", width)
    drawings = page.locator(".scale, .curve").all()
    assert len(drawings) > 10
    for drawing in drawings:
        boxes = drawing.evaluate(
            "each => [...each.querySelectorAll('text')].map(text => { const box = text.getBoundingClientRect();"
            " return [box.left, box.right, box.top + 2, box.bottom - 2] })"
        )
        for (left, right, top, bottom), (start, end, high, low) in combinations(boxes, 2):
            assert right <= start or end <= left or bottom <= high or low <= top
        assert all(left >= 0 and right <= width for left, right, _, _ in boxes)


def test_a_wide_matrix_scrolls_alone_and_keeps_its_first_column(opened):
    page, _ = opened("measured", "student", PHONE)
    matrix = page.locator(".scrolled").nth(1)
    matrix.evaluate("each => each.scrollTo(500, 0)")
    assert matrix.evaluate("each => each.scrollLeft") > 20
    assert matrix.locator("tbody th").first.bounding_box()["x"] >= 0


def test_a_long_example_is_said_once_whether_it_is_folded_or_not(opened):
    page, _ = opened("measured", "student")
    folded = page.locator(".said details")
    assert folded.inner_text().startswith("It is not without") and len(folded.inner_text()) == 120
    folded.locator("summary").click()
    assert folded.inner_text().startswith("The whole text\n") and folded.inner_text().count("It is not without") == 1


@pytest.mark.parametrize("width", [DESK, PHONE, 320])
def test_a_class_fits_the_window_and_its_dots_never_lie_on_each_other(opened, width):
    page, said = opened("crowd", "instructor", width)
    assert said == [] and page.evaluate("document.documentElement.scrollWidth") <= width
    dots = page.evaluate(
        "[...document.querySelectorAll('.dots circle')].map(dot => { const box = dot.getBoundingClientRect();"
        " return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2), box.width] })"
    )
    assert len({(x, y) for x, y, _ in dots}) == 300
    gap = min(abs(one - other) for one, other in combinations({x for x, _, _ in dots}, 2))
    assert gap >= dots[0][2] - 1 and dots[0][2] > 3


def test_one_order_of_a_class_is_shown_at_a_time(opened):
    page, _ = opened("class", "instructor")
    shown = "[...document.querySelectorAll('.order')].filter(each => each.checkVisibility()).map(each => each.id)"
    assert page.evaluate(shown) == ["by-name"]
    page.get_by_role("link", name="by points").first.click()
    assert page.evaluate(shown) == ["by-points"]
    assert page.locator("#by-points tbody th").first.inner_text() == "Finn Fischer"
