import subprocess
import sys

import pytest

from grader.checks.values import Values
from grader.spec.load import load
from grader.spec.mistakes import SpecMistakes
from grader.spec.model import Assignment

TEN_MISTAKES = """\
spec_version: 1
slug: small
titel: Ten mistakes
questions:
  - id: naive-softmax
    title: Naive softmax
    checks:
      - kind: gradeint
        title: loss and gradients
        points: {loss: 1, d centre: 1}
        functoin: [word2vec.naiveSoftmax]
        visibility: hiden
        arguments:
          centerWordVec: {norml: [D]}
          outsideWordIdx: {index: V}
          dataset: {object: samplers.TokenSamplr}
        returns: [loss, d centerWordVec]
        reference: word2vec.naive_sofmax
  - id: sigmoid
    title: Sigmoid
    checks:
      - kind: values
        title: values
        points: -1
        function: word2vec.sigmoid
        arguments: {x: {normal: [D]}}
        optional: [y]
        reference: word2vec.sigmoid
"""


def test_ten_mistakes_give_ten_messages_in_one_go_with_line_titles_and_nearest_word(desk):
    softmax = "question “Naive softmax”, check “loss and gradients”"
    told = [
        (3, "", "There is no key `titel` here.", "Did you mean `title`?"),
        (8, softmax, "There is no kind of check called `gradeint`; there are `values`, `gradient`", "`gradient`?"),
        (10, softmax, "`points` names `d centre`, which is nothing that this check returns.", "`d centerWordVec`?"),
        (11, softmax, "There is no key `functoin` here.", "Did you mean `function`?"),
        (12, softmax, "`visibility: hiden` isn't one of `public`, `hidden`, `after release`.", "`hidden`?"),
        (14, softmax, "There is no generator called `norml` (argument `centerWordVec`).", "Did you mean `normal`?"),
        (16, softmax, "The given module `samplers` has no `TokenSamplr`.", "Did you mean `TokenSampler`?"),
        (18, softmax, "The reference has no function `word2vec.naive_sofmax`.", "Did you mean `naive_softmax`?"),
        (24, "question “Sigmoid”, check “values”", "`-1` can't be points", "Correct the value of `points`."),
        (27, "question “Sigmoid”, check “values”", "`optional` names `y`, which is none of the arguments.", "only `x`"),
    ]
    findings = desk.write(TEN_MISTAKES).findings()
    assert len(findings) == len(told)
    for finding, (line, titles, what, advice) in zip(findings, told, strict=True):
        assert finding.what.startswith(what)
        assert finding.where == ", ".join(filter(None, [f"small/assignment.yaml, line {line}", titles]))
        assert advice in finding.advice


def test_a_good_spec_loads_whole(desk):
    assignment = desk.changed().load()
    check = assignment.questions[0].checks[0]
    assert isinstance(assignment, Assignment)
    assert isinstance(check, Values)
    assert (check.function, check.total, check.visibility) == (("word2vec.sigmoid",), 1, "public")
    assert assignment.functions == ("word2vec.sigmoid",)


def test_the_file_itself_may_be_named(desk):
    desk.changed()
    assert load(desk.folder / "assignment.yaml").slug == "small"


def test_points_may_be_fractions_and_by_returned_value(desk):
    check = desk.changed(points="{loss: 0.5, d x: 1.25}", returns="[loss, d x]").load().questions[0].checks[0]
    assert check.total == 1.75


def test_infinite_numbers_reach_the_check(desk):
    check = desk.changed(arguments="{x: {constant: [.inf, 1e-5]}}").load().questions[0].checks[0]
    assert check.arguments["x"].constant == [float("inf"), 1e-5]


@pytest.mark.parametrize(
    ("keys", "what", "advice"),
    [
        ({"reference": None}, "The key `reference` is missing.", "Add `reference: …`."),
        ({"kind": None}, "The key `kind` is missing.", "Add `kind: …`: `values`, `gradient`"),
        ({"kind": "picture"}, "There is no kind of check called `picture`", "Known are `values`, `gradient`"),
        ({"points": '"2"'}, '`points: "2"` is a text and not a number.', "Leave out the quotes."),
        ({"points": "two"}, "`points: two` isn't a number.", "Write a number."),
        ({"points": ".nan"}, "`nan` can't be points: write 0 or a positive number", "Correct the value of `points`."),
        ({"points": "{sigma: 1}"}, "`points` names `sigma`, which is nothing that this", "There is only `value`."),
        ({"title": "3"}, "`title: 3` isn't a text.", 'Put quotes around it: `"3"`.'),
        ({"title": "''"}, "`title` is empty.", "It needs at least 1."),
        ({"gate": "no"}, "`gate: no` isn't `true` or `false`.", "Write `true` or `false`."),
        ({"draws": "0"}, "`draws: 0` is out of range.", "It has to be at least 1."),
        ({"draws": "1000"}, "`draws: 1000` is out of range.", "It has to be at most 100."),
        ({"draws": "2.5"}, "`draws: 2.5` isn't a whole number.", "Write a whole number."),
        ({"function": "sigmoid"}, "`sigmoid` isn't a name with its module: write `module.name`.", "`function`"),
        ({"function": "[]"}, "`function` is empty: name the student's function, `module.function`.", "`function`"),
        ({"function": "3"}, "`function: 3` isn't a list.", "Write a list."),
        ({"arguments": "[x]"}, "`arguments` isn't a mapping of `key: value`.", "Write a mapping of `key: value`."),
        ({"arguments": "{x: 3}"}, "`x: 3` isn't a generator.", "Write one such as `{normal: [V, D]}`"),
        ({"arguments": "{x: {normal: [D / 2]}}"}, "`D / 2` can't stand in a size: use letters", "`normal`"),
        ({"arguments": "{x: {index: V, scale: 2}}"}, "There is no key `scale` here.", "There is only `index`."),
        ({"arguments": "{x: {normal: [D], sclae: 2}}"}, "There is no key `sclae` here.", "Did you mean `scale`?"),
        ({"arguments": "{x: {object: samplers.TokenSampler, with: {a: {tokens: V, count: 1, hit_target: false}}}}"},
         "There is no key `hit_target` here.", "Did you mean `hits_target`?"),
        ({"arguments": "{x: {normal: [D], scale: .inf}}"}, "`scale: inf` isn't a finite number.", "a finite number"),
        ({"arguments": "{x: {array: [[1], [1, 2]]}}"}, "The rows of `array` have different lengths.", "`array`"),
        ({"arguments": "{x: {array: [one]}}"}, "'one' isn't a number.", "Correct the value of `array`."),
        ({"arguments": "{x: {one_hot: []}}"}, "`one_hot` is empty.", "It needs at least 1."),
        ({"arguments": "{x: {one_hot: [A, B, C]}}"}, "`one_hot` is too long.", "It takes at most 2."),
        ({"arguments": "{x: {uniform: [D], low: 2}}"}, "`low: 2` isn't smaller than `high: 1`.", "value of `x`"),
        ({"arguments": "{x: {normal: [D, D], segments: {a: D}}}"}, "`segments` belong to a flat vector", "`x`"),
        ({"arguments": "{x: {tokens: V, count: 1, hits_target: true}}"}, "`hits_target: true` needs `avoiding`", ""),
        ({"arguments": "{x: {word: toks}, tokens: {mapping: V}}"}, "`word: toks` of argument `x` names no argument "
         "with `mapping`.", "Did you mean `tokens`?"),
        ({"arguments": "{x: {tokens: V, count: 1, avoiding: y}}"}, "`avoiding: y` of argument `x` names no argument "
         "with `index` or `indices` or `word` or `words`.", "Add an argument with `index`"),
        ({"arguments": "{x: {word: y}, y: {constant: 3}}"},
         "`word: y` of argument `x` names no argument with `mapping`.", "Add an argument with `mapping`."),
        ({"arguments": "{x: {object: sampler.TokenSampler}}"}, "The given files have no module `sampler`",
         "Did you mean `samplers`?"),
        ({"arguments": "{x: {given: samplers.np}, y: {given: samplers.quadratic}}"}, "The given module `samplers` has "
         "no `quadratic`.", "Known are `TokenSampler`, `np`."),
        ({"arguments": "{x: {function: word2vec.sigmod}}"}, "The reference has no function `word2vec.sigmod`.",
         "Did you mean `sigmoid`?"),
        ({"reference": "word3vec.sigmoid"}, "The reference has no module `word3vec` (`word3vec.sigmoid`).", "Write it"),
        ({"reference": "owm"}, "The reference has no function `owm`.", "Did you mean `own`?"),
        ({"reference": "a b"}, "`a b` isn't a function's name: write `module.name`", "value of `reference`"),
        ({"optional": "[z]"}, "`optional` names `z`, which is none of the arguments.", "There is only `x`."),
        ({"returns": "[loss, d z]"}, "`returns` has the gradient of `z`, which is none of the arguments.", "only `x`"),
        ({"variants": "[{z: {normal: [D]}}]"}, "A variant replaces `z`, which is none of the arguments.", "only `x`"),
        ({"dimensions": "{W: {min: 1}}"}, "`dimensions` has the letter `W`, which no argument uses.", "Known are `D`"),
        ({"dimensions": "{N: {min: 5, max: 2}}"}, "`min: 5` is larger than `max: 2`.", "Correct the value of `N`."),
        ({"dimensions": "{N: {mim: 5}}"}, "There is no key `mim` here.", "Did you mean `min`?"),
    ],
)  # fmt: skip
def test_each_mistake_of_a_check_has_a_message_of_its_own(desk, keys, what, advice):
    finding = desk.changed(**keys).finding()
    assert finding.what.startswith(what)
    assert advice in finding.advice
    assert finding.where.startswith("small/assignment.yaml, line ")
    assert "question “Sigmoid”" in finding.where


@pytest.mark.parametrize(
    ("old", "new", "what", "advice"),
    [
        ("spec_version: 1", "spec_version: 2", "`spec_version: 2` isn't one of `1`.", "There is only `1`."),
        ("slug: small", "slug: tall", "`slug: tall` isn't the name of its folder, `small`.", "Rename one of the two"),
        ("title: A", "packages: [tensorflow]\ntitle: A", "`packages: tensorflow` isn't one of `torch`.", "`torch`."),
        (
            "title: A",
            "modules: [a.py]\ntitle: A",
            "`a.py` isn't a module's name: leave out `.py`",
            "value of `modules`",
        ),
        ("title: A", "limits: {call: 0}\ntitle: A", "`call: 0` is out of range.", "It has to be more than 0."),
        ("title: A", "limits: {memory: 9}\ntitle: A", "There is no key `memory` here.", "Did you mean `memory_mb`?"),
        (
            "title: A",
            "isolation: submision\ntitle: A",
            "`isolation: submision` isn't one of `submission`, `question`.",
            "Did you mean `submission`?",
        ),
        ("id: q", "id: Q 1", "`Q 1` can't be a short name: use lower-case letters", "Correct the value of `id`."),
    ],
)
def test_each_mistake_of_an_assignment_has_a_message_of_its_own(desk, old, new, what, advice):
    desk.changed()
    text = (desk.folder / "assignment.yaml").read_text("utf-8")
    finding = desk.write(text.replace(old, new)).finding()
    assert finding.what.startswith(what)
    assert advice in finding.advice


def test_no_questions_is_a_mistake(desk):
    finding = desk.write("spec_version: 1\nslug: small\ntitle: A\nquestions: []\n").finding()
    assert (finding.what, finding.advice) == ("`questions` is empty.", "It needs at least 1.")


def test_two_questions_of_one_id_are_a_mistake(desk):
    desk.changed()
    text = (desk.folder / "assignment.yaml").read_text("utf-8")
    finding = desk.write(text + text[text.index("  - id") :]).finding()
    assert finding.what == "Two questions have the id `q`."


def test_two_checks_of_one_title_are_told_apart_by_nothing(desk):
    desk.changed()
    text = (desk.folder / "assignment.yaml").read_text("utf-8")
    finding = desk.write(text + text[text.index("      - kind") :]).finding()
    assert finding.what == "Two checks of this question have the title `values of sigmoid`."
    assert "results are kept by it" in finding.advice


def test_a_mistyped_kind_hides_no_other_mistake_of_its_check(desk):
    findings = desk.changed(kind="valeus", visibility="secret", optional="[z]").findings()
    assert [one.what[:30] for one in findings] == [
        "There is no kind of check call",
        "`visibility: secret` isn't one",
        "`optional` names `z`, which is",
    ]


def test_a_wrong_argument_draws_no_second_message_about_its_letters(desk):
    finding = desk.changed(arguments="{x: {norml: [N]}}", dimensions="{N: {min: 1}}").finding()
    assert "norml" in finding.what


def test_an_argument_that_stands_in_every_variant_has_its_mistake_told_once(desk):
    arguments = "{x: {word: toks}, y: {given: samplers.missing}, z: {function: word2vec.missing}}"
    findings = desk.changed(arguments=arguments, variants="[{}, {x: {normal: [D]}}, {}]").findings()
    assert len(findings) == 3
    assert {finding.where.split(", ")[1] for finding in findings} == {"line 12"}


def test_a_given_file_that_is_no_python_is_named(desk):
    (desk.folder / "given" / "broken.py").write_text("class\n")
    finding = desk.changed(arguments="{x: {object: broken.Thing}}").finding()
    assert finding.what == "Line 1 of the given file of `broken` isn't Python."
    assert finding.advice == "Correct that file."


def test_broken_yaml_is_told_with_its_line(desk):
    finding = desk.write("a: 1\na: 2").finding()
    assert finding.where == "small/assignment.yaml, line 2"
    assert finding.what.startswith("The key `a` is there twice")


@pytest.mark.parametrize("text", ["", "- a", "hello"])
def test_a_file_that_is_no_mapping_is_told_where_to_look(desk, text):
    finding = desk.write(text).finding()
    assert finding.what == "The file is no mapping of `key: value`."
    assert "docs/writing-a-spec.md" in finding.advice


def test_a_missing_file_is_the_instructors_mistake(tmp_path):
    with pytest.raises(SpecMistakes) as caught:
        load(tmp_path)
    (finding,) = caught.value.findings
    assert finding.what == "assignment.yaml can't be read: No such file or directory."
    assert finding.advice == "Write it."


def test_any_rubbish_is_answered_with_messages(desk):
    for rubbish in ("questions: 3", "questions: [3]", "questions: [{checks: [3, [], {kind: [a]}, {kind: values}]}]",
                    "questions: [{checks: {a: 1}}]", "slug: []", "limits: 3\nslug: {a: b}", "questions: [{id: [1]}]",
                    "questions: [{checks: [{kind: values, arguments: 3, variants: [3], points: []}]}]"):  # fmt: skip
        assert all(finding.what and finding.where for finding in desk.write(rubbish).findings())


def test_models_of_specs_load_without_torch():
    code = "import sys, grader.spec.load; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
