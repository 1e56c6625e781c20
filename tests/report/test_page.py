import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from typing import get_args

import pytest

from grader.grading.report import LeftOut, QuestionMark
from grader.outcome import Answer, Diagnosis, Entry, Evidence, Finding, Outcome, Printed, Verdict, WorstEntries
from grader.report.page import render, told
from grader.report.view import kind_of
from grader.report.words import VERDICTS
from grader.resources import templates_folder
from tests.report.measured import CLAIMS, EXAMPLES, FIGURES, LOSS, PERPLEXITY, SENTIMENT

AUDIENCES = ("student", "instructor")
VOID = {"meta", "br", "img", "hr", "rect", "line", "path", "circle", "mspace"}
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "id", "open", "aria-labelledby", "aria-hidden", "role",
    "aria-label", "scope", "tabindex", "href", "start", "display", "width", "height", "viewbox", "x", "y", "x1", "x2",
    "y1", "y2", "cx", "cy", "r", "d", "fill-opacity", "patternunits", "patterntransform", "preserveaspectratio", "dir",
    "stretchy", "accent", "lspace", "rspace", "displaystyle", "scriptlevel",
}  # fmt: skip
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "article", "details"),
    *("summary", "h1", "h2", "h3", "p", "span", "b", "ul", "li", "a", "code", "pre", "table", "caption", "thead"),
    *("bdi", "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption", "div", "em", "strong", "ol"),
    *("svg", "desc", "defs", "pattern", "line", "rect", "path", "circle", "text"),
    *("math", "mrow", "mi", "mo", "mn", "mfrac", "msub", "msup", "msubsup", "mover", "mtext", "mspace"),
}


class Reader(HTMLParser):
    """Reads a page strictly: every tag that opens closes again, in order."""

    def __init__(self, page):
        super().__init__()
        self.open, self.tags, self.attributes, self.ids, self.words = [], set(), [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def page_of(make, *marks, audience="student", **more):
    return Reader(render(make.report(QuestionMark("1", "One", marks), **more), audience)).text


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", ["perfect", "everything", "measured", "marked", "hostile"])
def test_a_page_is_well_formed_and_its_identifiers_are_unique(request, name, audience):
    reader = Reader(render(request.getfixturevalue(name), audience))
    assert reader.open == []
    assert len(set(reader.ids)) == len(reader.ids)
    referred = [value.split() for _, attribute, value in reader.attributes if attribute == "aria-labelledby"]
    assert {each for several in referred for each in several} <= set(reader.ids)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_that_a_student_wrote_becomes_a_tag_or_an_attribute(hostile, audience):
    page = render(hostile, audience)
    reader = Reader(page)
    assert reader.tags <= TAGS
    assert {name for _, name, _ in reader.attributes} <= ATTRIBUTES
    assert all(value.startswith("#q") for _, name, value in reader.attributes if name == "href")
    assert "49" not in reader.text.replace("{{ 7*7 }}", "")  # nothing was evaluated
    page.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff\ud800-\udfff]", page)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_hostile_words_are_shown_as_they_were_written(make, hostile, audience):
    text = Reader(render(hostile, audience)).text
    for word in ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "{{ 7*7 }}",
                 "\\x1b]0;owned", "\\u202egnp.exe", "\\ud800"):  # fmt: skip
        assert word in text


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_page_needs_nothing_and_lets_nothing_in(everything, audience):
    page = render(everything, audience)
    reader = Reader(page)
    assert not reader.tags & {"script", "link", "img", "iframe", "object", "embed", "form", "input", "base", "use"}
    assert not {name for _, name, _ in reader.attributes} & {"src", "style", "srcset", "action", "data"}
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL).group(1)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = next(value for _, name, value in reader.attributes if value and value.startswith("default-src"))
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'; ")
    assert "unsafe" not in policy
    assert "url(" not in style.replace("url(#hatch)", "") and "@import" not in style


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", ["perfect", "everything", "measured", "hostile"])
def test_the_same_report_gives_the_same_page(request, name, audience):
    report = request.getfixturevalue(name)
    assert render(report, audience) == render(replace(report), audience)


def test_the_first_screen_says_the_score_what_waits_and_what_to_do_next(everything):
    page = render(everything, "student")
    head = Reader(page[: page.index("</header>")]).text
    assert "alice · due 14 October 2025" in head
    assert "19.5 / 37" in head
    assert "14 more wait for a person" in head
    assert "Next: question 2b, “the repeated negatives” (3 points)." in head
    assert "Practice marks: public seed. Anybody can draw the same inputs, so these points are not final." in head


def test_missing_answers_are_said_once_and_what_to_do_is_told_to_the_student(make):
    found = Finding("No answer to this question was found.", "", "Put it into a Markdown file.")
    rubric = (Answer("", (), (("signs", 3),)),)
    marks = [make.mark("why", 3, Outcome(Verdict.NEEDS_PERSON, 0.0, found, rubric), kind="essay") for _ in "ab"]
    report = make.report(*(QuestionMark(f"1{n}", "W", (each,)) for n, each in zip("ab", marks, strict=True)))
    text = Reader(render(report, "student")).text
    assert text.count("No answer was found to 1a and 1b. Put it into a Markdown file.") == 1
    assert text.count("Put it into a Markdown file.") == 1 and "no answer" in text
    page = render(report, "instructor")
    assert "Put it into" not in page and "<details class=\"question\" open" not in page


def test_a_line_of_code_that_was_left_out_is_set_as_code(make):
    left_out = LeftOut("hw2.ipynb, cell 2: `!pip install x`", "Not Python."), LeftOut("a.csv", "b")
    report = make.report(left_out=left_out)
    page = render(report, "student")
    assert "<li>hw2.ipynb, cell 2: <code>!pip install x</code>: Not Python.</li>" in page
    assert "<li><code>a.csv</code>: b</li>" in page


def test_what_a_draw_is_is_explained_where_one_is_spoken_of(make):
    drawn = make.trouble(Verdict.FAILED, "a", "x", "draw 3 (V = 7): yours 1, expected 2")
    explained = "A draw is one set of random inputs; the letters are its sizes."
    assert explained in render(make.report(QuestionMark("1", "One", (drawn,))), "student")
    other = make.trouble(Verdict.FAILED, "a", "x", "handed in: withdraw.py")
    assert explained not in render(make.report(QuestionMark("1", "One", (other,))), "student")


def test_a_name_that_brings_its_own_code_marks_is_set_once(make):
    entry = (Entry((0,), "1", "2", "0.1"),)
    evidence = (WorstEntries("the value of `softmax`", ("D",), entry), WorstEntries("d x", ("D",), entry))
    outcome = Outcome(Verdict.FAILED, 0.0, Finding("x"), evidence)
    page = render(make.report(QuestionMark("1", "One", (make.mark("a", 1, outcome),))), "student")
    assert "Largest gaps in the value of <code>softmax</code>" in page and "Largest gaps in <code>d x</code>" in page


def test_the_instructor_reads_a_known_mistakes_sentence_once_and_no_command_for_what_passed(make):
    found = Finding("Your sigmoid uses 2.7183.")
    outcome = Outcome(Verdict.FAILED, 0.0, found, diagnoses=(Diagnosis("e", "Your sigmoid uses 2.7183.", "1e-9"),))
    marks = (make.mark("a", 1, outcome, reproduce="grade --only 1/a"), make.right("b", reproduce="grade --only 1/b"))
    page = render(make.report(QuestionMark("1", "One", marks)), "instructor")
    assert page.count("Your sigmoid uses 2.7183.") == 1 and "Greatest relative difference" in page
    assert "grade --only 1/a" in page and "grade --only 1/b" not in page


def test_a_computed_size_is_no_letter_for_an_axis(make):
    entry = (Entry((22,), "1", "2", "0.1"),)
    outcome = Outcome(Verdict.FAILED, 0.0, Finding("x"), (WorstEntries("d params", ("(Dx + 1) * H",), entry),))
    page = render(make.report(QuestionMark("1", "One", (make.mark("a", 1, outcome),))), "student")
    assert '<th scope="col">at </th>' in page and "(Dx + 1)" not in page


def test_a_secret_seed_makes_no_practice_marks(perfect):
    assert "Practice marks" not in render(perfect, "student")


def test_a_question_is_open_only_where_something_is_lost_or_a_derivation_is_not_clear(everything):
    page = render(everything, "student")
    opened = re.findall(r'<details class="question"( open)?>\s*<summary>.*?<h2>(.*?)</h2>', page, re.DOTALL)
    assert [bool(state) for state, _ in opened] == [False, False, True, True, True, False]


def test_the_instructor_finds_what_waits_opened(everything):
    page = render(everything, "instructor")
    assert re.search(r'<details class="question" open>\s*<summary>.*?The derivations', page, re.DOTALL)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_verdict_is_a_word_and_a_shape(make, verdict):
    page = render(make.report(QuestionMark("1", "One", (make.mark("a", 2, Outcome(verdict)),))), "student")
    assert re.search(rf'</svg><span class="word">{VERDICTS[verdict]}</span>', page)


def test_a_finding_has_its_three_parts(make):
    outcome = Outcome(Verdict.FAILED, 0.0, Finding("What `f` does.", "line 3", "Do that."))
    text = page_of(make, make.mark("a", 2, outcome))
    assert "What f does. where line 3 try Do that." in text


def test_code_between_backticks_is_code_and_nothing_else_is_markup():
    assert told("use `np.add.at` on *this* <b>") == "use <code>np.add.at</code> on *this* &lt;b&gt;"
    assert told("`<b>`") == "<code>&lt;b&gt;</code>"
    assert told("one ` alone") == "one ` alone"


def test_worst_entries_say_index_yours_expected_and_allowed(everything):
    text = Reader(render(everything, "student")).text
    assert "Largest gaps in gradOutsideVecs at (V, D) yours expected allowed gap (2, 1) -0.0831 -0.2493 1e-08" in text


def test_a_map_says_in_words_where(everything):
    text = Reader(render(everything, "student")).text
    rows = "Rows 2 (drawn 3 times) and 4 (drawn twice) differ; the others agree."
    assert f"Where gradOutsideVecs (V, D) differs: {rows}" in text
    assert "empty: agrees; the fuller, the larger the gap" in text


def test_shapes_parts_source_and_traceback_are_shown(everything):
    text = Reader(render(everything, "student")).text
    assert "gradCenterVecs is (D, V) where (V, D) is due" in text
    assert "loss 1 of 1 d centerWordVec 1 of 1 d outsideVectors 0 of 3" in text
    assert "word2vec.py, line 118" in text and "119 grad[idx] += delta" in text
    assert "The way to that line" in text and "y = 1 / 0" in text


def test_a_note_says_what_cost_nothing(everything):
    text = Reader(render(everything, "student")).text
    assert "note Your gradient of centerWordVec is (1, D); the sheet asks for (D,)." in text
    assert "Notes No marks are lost by these." in text


def test_what_was_not_graded_is_named_with_its_reason(everything):
    text = Reader(render(everything, "student")).text
    assert "q4_DAN.ipynb, cell 7 : it trains at top level" in text
    assert "written.pdf : attached for a person to look at" in text


def test_the_last_line_says_how_it_was_graded(everything):
    text = Reader(render(everything, "student")).text
    assert "Graded at level C, limited: a process of its own" in text
    assert "Seed: public. grader 0.1.0 · Python 3.11 · numpy 2.3" in text


def test_a_hidden_check_says_that_it_is_one(everything):
    assert "A hidden check: it runs on inputs that stay with the instructor." in render(everything, "student")


def test_an_essay_waits_without_losing_anything(make):
    essay = make.mark("essay", 5, Outcome(Verdict.NEEDS_PERSON, 0.0, Finding("A person will read this answer."),
                                          (Answer("It is $x$.", ("plot.png",)),)))  # fmt: skip
    text = page_of(make, essay)
    assert "5 wait" in text and "Your answer It is x ." in text and "handed in beside it: plot.png" in text


def test_the_instructor_reads_flags_first_with_a_way_to_their_place(everything):
    page = render(everything, "instructor")
    assert page.index('id="flags"') < page.index('class="question"')
    assert '<a href="#q3-2">2b, the repeated negatives</a>' in page
    assert 'id="q3-2"' in page


def test_the_instructor_reads_kind_function_visibility_mistake_and_command(everything):
    text = Reader(render(everything, "instructor")).text
    assert "gradient · word2vec.negSamplingLossAndGradient · public" in text
    assert ("known mistake repeats-once : grad[idx] += … loses repeated rows. "
            "Greatest relative difference to these values: 3.1e-16.") in text  # fmt: skip
    assert "run again grade --assignment word2vec --only '2b/the repeated negatives' submissions/alice" in text


def test_a_long_print_is_cut_and_says_so(make):
    printed = Printed("What it printed", "x" * 9_000)
    outcome = Outcome(Verdict.FAILED, 0.0, Finding("It prints."), (printed,))
    assert "… 1,000 more characters" in page_of(make, make.mark("a", 1, outcome))


def test_extra_credit_that_is_not_earned_is_no_loss(make):
    extra = make.trouble(Verdict.FAILED, "extra", "Not yet.", points=2)
    text = page_of(make, replace(extra, extra_credit=True))
    assert "optional" in text and "lost" not in text and "+0 extra" in text


def test_all_pages_praise_with_a_fact(perfect):
    assert "All 4 checks of question 1b pass." in render(perfect, "student")


def test_every_kind_of_evidence_has_a_template(measured):
    marks = [mark for question in measured.questions for mark in question.marks]
    kinds = {kind_of(each) for mark in marks for each in mark.outcome.evidence}
    names = {re.sub(r"(?<!^)([A-Z])", r"_\1", kind.__name__).lower() for kind in get_args(Evidence)}
    assert kinds <= names == {each.stem for each in (templates_folder() / "evidence").iterdir()}


def test_a_scale_is_drawn_and_says_the_same_in_words_with_its_facts_and_meanings(make):
    text = page_of(make, make.mark("a", 1, Outcome(Verdict.FAILED, 0.0, None, (PERPLEXITY,))))
    for said in ("Perplexity on text that your model has not seen, on a logarithmic line",
                 "Yours, 126.1, lies between unigram (123.4) and uniform (500). 51 or less passes.",
                 "tokens: 4,096 unknown words: 3.1 % characters: 21,380",
                 "What the names mean oracle 43.68 the language itself: nothing is left to learn"):  # fmt: skip
        assert said in text


def test_a_curve_a_matrix_and_figures_are_told_in_words(make):
    text = page_of(make, make.mark("a", 1, Outcome(Verdict.FAILED, 0.0, None, (LOSS, SENTIMENT, FIGURES))))
    for said in ("thick: yours; thin: the reference's Yours begins at 6.2", "framed: right", "484 of 1,101 are right",
                 "1 very negative 12 100 20 7 0 139", "word_vectors.png size 1,024 × 768 pixels"):  # fmt: skip
        assert said in text


def test_a_matrix_has_scoped_heads_shades_and_whole_names_for_its_numbers(make):
    check = make.mark("a", 1, Outcome(Verdict.FAILED, evidence=(SENTIMENT,)))
    page = render(make.report(QuestionMark("1", "One", (check,))), "student")
    assert page.count('<th scope="row">') == 6 and '<th scope="col" aria-label="2 negative">2</th>' in page
    assert '<td class="shade-6">100</td>' in page and '<td class="shade-5 right">190</td>' in page


def test_claims_and_examples_stand_in_rows_with_a_word_and_a_shape(make):
    text = page_of(make, make.mark("a", 1, Outcome(Verdict.FAILED, 0.0, None, (CLAIMS, EXAMPLES))))
    for said in ("agrees dev perplexity reported 113.7 measured 113.6 where q1d_neural_lm.ipynb, cell 12, its output",
                 "differs dev perplexity of the unigram reported 25.8 measured 59.1", "not found test accuracy",
                 "holds A gorgeous , witty , seductive movie . label positive predicted negative explained “seductive”",
                 "does not hold It is not without", "not checked Er war"):  # fmt: skip
        assert said in text


def test_the_foot_says_which_texts_were_used(measured, perfect):
    text = Reader(render(measured, "student")).text
    assert "Texts: the chain language of 500 words, 60,000 tokens, from the secret seed; Tiny Shakespeare (" in text
    assert "Texts:" not in render(perfect, "student")
    long = Reader(render(replace(measured, texts=("W" * 10_000, "\x1b")), "student")).text
    assert "W" * 299 + "…; \\x1b." in long
