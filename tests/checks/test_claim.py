"""Reported numbers: found in prose, tables and lists, held against what was measured, never judged by their shape."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from grader.checks.attempt import Attempt
from grader.checks.claiming.numbers import numbers
from grader.grading.judge import judge
from grader.outcome import Answer, Claims, Outcome, Verdict
from grader.submission.answer import WrittenAnswer
from grader.submission.model import StoredOutput, Submission
from tests.checks.bench import FOUNDATIONS, attempt, check, said, written

DEV = """
    kind: claim
    aspects:
      quantity: {perplexity: [perplexit*, ppl, pp]}
      text: {dev: [dev, development, validation], test: [test], train: [train, training set]}
    claims:
      dev perplexity:
        about: {text: dev}
        measured: {check: bigram/the dev text, name: perplexity}
        recomputed: true
"""
DEV_CHECK = check(DEV)
ACCURACY = check("""
    kind: claim
    aspects: {quantity: {accuracy: [accurac*, acc]}}
    claims:
      accuracy:
        share: true
        measured: {check: dan/the test reviews, name: accuracy}
        recomputed: true
""")
PASSAGES = check("""
    kind: claim
    points: {bigram on Shakespeare: 1, bigram on Wikipedia: 1, GRU on Shakespeare: 1, GRU on Wikipedia: 1}
    aspects:
      quantity: {perplexity: [perplexit*, ppl, pp]}
      text: {Shakespeare: [shakespeare*], Wikipedia: [wikipedia, wiki]}
      model: {bigram: [bi-gram*, word-level], GRU: [gru, character*, char]}
    claims:
      bigram on Shakespeare:
        about: {text: Shakespeare, model: bigram}
        measured: {check: bigram/Shakespeare, name: perplexity}
        recomputed: true
        per: word
      bigram on Wikipedia:
        about: {text: Wikipedia, model: bigram}
        measured: {check: bigram/Wikipedia, name: perplexity}
        recomputed: true
        per: word
      GRU on Shakespeare:
        about: {text: Shakespeare, model: GRU}
        measured: {check: characters/Shakespeare, name: perplexity}
        recomputed: true
        per: character
      GRU on Wikipedia:
        about: {text: Wikipedia, model: GRU}
        measured: {check: characters/Wikipedia, name: perplexity}
        recomputed: true
        per: character
""")
MEASURED = {
    "bigram/the dev text": {"perplexity": 113.6994, "tokens": 5000.0, "lines": 400.0, "characters": 26000.0},
    "dan/the test reviews": {"accuracy": 0.8412},
    "bigram/Shakespeare": {"perplexity": 7.1223},
    "bigram/Wikipedia": {"perplexity": 25.7526},
    "characters/Shakespeare": {"perplexity": 7.4594},
    "characters/Wikipedia": {"perplexity": 19.9733},
}


def of(text: str, **more: Any) -> Attempt:
    return attempt(FOUNDATIONS.pretender({}), answer=written(text), **{"measured": MEASURED, **more})


def read(check: Any, text: str, **more: Any) -> Outcome:
    return judge(check, of(text, **more))


def row(outcome: Outcome, name: str) -> Any:
    claims = next(one for one in outcome.evidence if isinstance(one, Claims))
    return next(one for one in claims.rows if one.name == name)


@pytest.mark.parametrize(
    "text",
    [
        "After training the network for 40K iterations, we got 113.699 dev perplexity.",
        "The dev perplexity after 40,000 iterations is 113.699.",
        "dev perplexity: 113,70",
        r"$PP_{dev} \approx 113.7$",
        r"The perplexity on the \textbf{development} set is $1.1370 \times 10^2$.",
        "| set | perplexity |\n|---|---|\n| train | 80.2 |\n| dev | 113.7 |\n| test | 115.1 |",
        "dev: perplexity 113.7, train: perplexity 80.2",
        "# Perplexity\n\n- train: 80.2\n- dev: 113.7",
        "## Dev set\n\nThe perplexity is 113.70.",
        "Train and dev perplexity are 80.2 and 113.7 respectively.",
        "The perplexity of 113.7 (dev) is higher than that of 80.2 (train).",
        r"\begin{tabular}{l|cc} & train & dev \\ \hline Perplexity & 80.2 & \textbf{113.7} \\ \end{tabular}",
        "<table><tr><th></th><th>train</th><th>dev</th></tr><tr><td>PPL</td><td>80.2</td><td>113.7</td></tr></table>",
        "The dev perplexity\nis 113.699 in the end.\nIts train perplexity is 80.2.",
        "dev perplexity 113.69",
        "Dev perplexity was below the limit of 120; it is 113.7. We ran it 3 times, dropout 0.3.",
    ],
)
def test_accepts_a_right_number_however_it_is_reported(text):
    outcome = read(DEV_CHECK, text)
    assert (outcome.verdict, outcome.fraction) == (Verdict.PASSED, 1.0), said(outcome)
    assert row(outcome, "dev perplexity").verdict == "agrees"


@pytest.mark.parametrize(
    "text", ["accuracy: 0.84", "accuracy of 84%", r"an accuracy of 84.1\%", "Accuracy 84.1", "acc = 84,1 %"]
)
def test_a_share_may_be_given_in_percent(text):
    assert read(ACCURACY, text).verdict is Verdict.PASSED


def test_says_that_a_number_was_read_as_percent():
    assert read(ACCURACY, "Accuracy 84.1").notes == ("84.1 was read as percent.",)


@pytest.mark.parametrize("text", ["dev perplexity: 115.2", "We got 113.0 dev perplexity.", "dev PPL = 112.9"])
def test_rejects_a_near_miss(text):
    outcome = read(DEV_CHECK, text)
    assert (outcome.verdict, outcome.fraction) == (Verdict.FAILED, 0.0)
    assert outcome.finding.advice.startswith("Run the evaluation once more with the code and the files")


def test_digits_that_were_rounded_or_cut_off_are_no_mistake():
    exact = check(DEV + "        relative: 0\n")
    for number in ("113.7", "113.69", "113.699", "113.6994", "114", "113"):
        assert read(exact, f"dev perplexity: {number}").verdict is Verdict.PASSED, number
    for number in ("113.71", "113.698", "113.6992", "115", "112", "1e2"):
        assert read(exact, f"dev perplexity: {number}").verdict is Verdict.FAILED, number


def test_explains_in_three_parts():
    finding = read(DEV_CHECK, "First\n\nWe got 98.2 dev perplexity.").finding
    assert finding.what == "You report 98.2 for “dev perplexity”; we measure 113.7."
    assert finding.where == "dev perplexity: yours 98.2 (answers.md, line 9), measured 113.7"
    assert finding.category == "A reported number differs from what we measure: “dev perplexity”."


@pytest.mark.parametrize(
    ("number", "explanation"),
    [
        ("26.6", "It is 2 to the power of a cross-entropy in nats"),
        ("924.8", "It is e to the power of a cross-entropy in bits"),
        ("4.734", "It is the cross-entropy in nats"),
        ("6.829", "It is the cross-entropy in bits"),
        ("0.008795", "It is 1 divided by the perplexity"),
        ("2.485", "It is per character"),
        ("171.6", "It comes out where the ends of sentences are summed and not counted"),
        ("1137", "the decimal point has moved"),
    ],
)
def test_says_which_sum_would_give_the_number(number, explanation):
    outcome = read(DEV_CHECK, f"dev perplexity: {number}")
    assert outcome.verdict is Verdict.FAILED
    assert explanation in outcome.finding.advice


def test_numbers_of_two_texts_exchanged_are_named():
    outcome = read(
        PASSAGES,
        "Perplexities:\n\n| model | Shakespeare | Wikipedia |\n|---|---|---|\n| bigram | 25.75 | 7.12 |\n"
        "| GRU | 7.46 | 19.97 |",
    )
    assert (outcome.verdict, outcome.fraction) == (Verdict.PARTIAL, 0.5)
    assert outcome.finding.what.startswith("2 of 4 reported numbers differ from what we measure: “bigram on Shakesp")
    assert "Your number is what we measure for “bigram on Wikipedia”." in outcome.finding.advice
    assert [part.earned for part in outcome.parts] == [0.0, 0.0, 1.0, 1.0]


def test_the_number_of_another_text_is_named():
    measured = {**MEASURED, "bigram/the train text": {"perplexity": 80.21}}
    outcome = read(DEV_CHECK, "dev perplexity: 80.2", measured=measured)
    assert outcome.finding.advice == "Your number is what we measure for the perplexity of “the train text”."


def test_a_temperature_is_named_only_where_one_reproduces_the_number():
    beside = {"perplexity at temperature 0.5": 180.0, "perplexity at temperature 1": 113.7, "perplexity": 113.6994}
    measured = {"bigram/the dev text": beside}
    advice = read(DEV_CHECK, "dev perplexity: 146.9", measured=measured).finding.advice
    assert advice == "It could be a sampling temperature of about 0.75 inside the perplexity."
    assert "temperature" not in read(DEV_CHECK, "dev perplexity: 201.3", measured=measured).finding.advice


def test_headings_say_which_model_a_number_is_about():
    text = (
        "#### Neural Bi-gram Language Model:\n\nShakespeare Perplexity: 7.122318650322853\n\n"
        "Wikipedia Perplexity: 25.75261330172207\n\n#### Character-level Language Model:\n\n"
        "Shakespeare Perplexity: 7.459401319332429\n\nWikipedia Perplexity: 19.97325117242642\n"
    )
    outcome = read(PASSAGES, text)
    assert outcome.verdict is Verdict.PASSED, said(outcome)
    assert row(outcome, "GRU on Wikipedia").where == "answers.md, line 17"


def test_per_word_beside_per_character_is_pointed_out_to_the_reader():
    text = (
        "Perplexities:\n\n| | Shakespeare | Wikipedia |\n|---|---|---|\n| bigram | 7.12 | 25.75 |\n"
        "| GRU | 7.46 | 19.97 |\n\nOn Wikipedia the GRU is better than the bigram."
    )
    (flag,) = read(PASSAGES, text).flags
    assert flag.startswith("“bigram on Shakespeare” is per word, “GRU on Shakespeare” is per character")
    assert flag.endswith("The answer says: “On Wikipedia the GRU is better than the bigram.”")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("dev perplexity: 113.7\n\nOur dev perplexity of 98.2 is good.", "Two different numbers could be “dev perp"),
        ("dev perplexity: 98.2\n\nThen we got 113.7.", "For “dev perplexity” another number that was handed in agrees"),
        ("The dev perplexity was 500, and then dev perplexity 98.2; the dev perplexity is 97.1", "Several different"),
        ("We got 98.2.", "No number was found for “dev perplexity”"),
        ("Test perplexity: 98.2", "No number was found for “dev perplexity”"),
        ("For dev and test we got a perplexity of 98.2.", "We can't tell for certain that 98.2 is “dev perplexity”"),
        ("The dev perplexity is less than 98.2.", "We can't tell for certain that 98.2 is “dev perplexity”"),
        ("After shuffling the dev text. The perplexity is 98.2", "We can't tell for certain that 98.2"),
        ("A unigram model has a dev perplexity of 498.3.", "We can't tell for certain that 498.3 is “dev perplexity”"),
        ("A dev perplexity of 100 would be good; ours is 113.7.", "another number that was handed in agrees"),
        ("The paper reports a dev perplexity of 112.9. Ours is 113.7.", "another number that was handed in agrees"),
        ("Perplexity (train/dev/test): 80.2/98.2/115.2", "We can't tell for certain that 98.2 is “dev perplexity”"),
        ("The perplexity of the dev words within the test file is 98.2", "We can't tell for certain that 98.2"),
        ("dev perplexity: 11370", "differs by a factor of 100 and nothing else"),
    ],
)
def test_a_person_reads_what_leaves_a_doubt(text, why):
    outcome = read(DEV_CHECK, text)
    assert outcome.verdict is Verdict.NEEDS_PERSON, said(outcome)
    assert why in outcome.finding.what and outcome.finding.what.endswith("a person will read it.")
    assert isinstance(outcome.evidence[0], Claims) and isinstance(outcome.evidence[1], Answer)


@pytest.mark.parametrize(
    "text",
    [
        "Between 0.2 and 0.4 is best (0.842).",
        "0.842, and GELU > ReLU but within 0.3 percent.",
        "between 10% and 20 %: 0.842",
    ],
)
def test_both_ends_of_a_range_and_a_margin_are_no_values(text):
    assert [number.text for number in numbers(text) if number.certain] == ["0.842"]


def test_both_of_two_numbers_are_quoted():
    outcome = read(DEV_CHECK, "dev perplexity: 113.7\n\nOur dev perplexity of 98.2 is good.")
    assert row(outcome, "dev perplexity").explanation == (
        "“dev perplexity: 113.7” (answers.md, line 7); “Our dev perplexity of 98.2 is good.” (answers.md, line 9)."
    )


def test_a_number_from_a_training_of_their_own_is_no_lie_and_earns_nothing_by_itself():
    theirs = check(DEV.replace("recomputed: true", "plausible: {least: 90, most: 250}"))
    for number, verdict in (("113.7", "agrees"), ("120.4", "differs"), ("39.6", "differs")):
        outcome = read(theirs, f"dev perplexity: {number}")
        assert outcome.verdict is Verdict.NEEDS_PERSON
        assert row(outcome, "dev perplexity").verdict == verdict
    assert "It lies outside of 90 to 250, where such work falls." in row(outcome, "dev perplexity").explanation
    assert outcome.finding.what == "“dev perplexity” comes from work that was not repeated; a person will read it."


def test_what_was_not_measured_waits_for_a_person():
    outcome = read(DEV_CHECK, "dev perplexity: 113.7", measured={})
    assert outcome.verdict is Verdict.NEEDS_PERSON
    assert outcome.finding.what == "“dev perplexity” could not be measured here; a person will read it."
    assert row(outcome, "dev perplexity").verdict == "not_measured"


def test_an_answer_without_numbers_waits_for_a_person():
    assert read(DEV_CHECK, "It went well.").verdict is Verdict.NEEDS_PERSON
    assert judge(DEV_CHECK, attempt(FOUNDATIONS.pretender({}))).verdict is Verdict.NEEDS_PERSON


def test_an_option_without_words_earns_and_never_loses():
    stages = check("""
        kind: claim
        aspects:
          quantity: {perplexity: [perplexit*]}
          stage: {before: [], after: [after preprocessing, preprocess*]}
        claims:
          before: {about: {stage: before}, measured: {check: bigram/the dev text, name: perplexity}, recomputed: true}
    """)
    both = "Perplexity: {}\n\n## After preprocessing\n\nPerplexity: 4.48"
    assert read(stages, both.format("113.7")).verdict is Verdict.PASSED
    assert read(stages, both.format("98.2")).verdict is Verdict.NEEDS_PERSON


def test_two_places_for_one_number_are_compared():
    twice = check("""
        kind: claim
        aspects:
          quantity: {perplexity: [perplexit*]}
          place: {table: [table], text: [text]}
        claims:
          in the table: {about: {place: table}}
          in the text: {about: {place: text}, same_as: in the table}
    """)
    (flag,) = read(twice, "Perplexity, table: 7.12\n\nPerplexity, text: 7.21").flags
    assert flag == (
        "“in the text” and “in the table” should be one number: 7.21 (answers.md, line 9), 7.12 (answers.md, line 7)."
    )
    assert read(twice, "Perplexity, table: 7.12\n\nPerplexity, text: 7.1223").flags == ()


def handed_in(documents: str = "", output: str = "") -> Submission:
    documents_ = (WrittenAnswer(documents, "latex", "report.tex", 1),)
    return Submission("alice", "small", Path(), documents=documents_, outputs=(StoredOutput("hw.ipynb", 4, output),))


def test_a_number_is_looked_for_in_other_documents_and_then_in_outputs():
    elsewhere = handed_in("Intro\n\nThe dev perplexity is 113.7.", "dev perplexity: 98.2")
    outcome = read(DEV_CHECK, "See the report.", submission=elsewhere)
    assert outcome.verdict is Verdict.PASSED
    assert row(outcome, "dev perplexity").where == "report.tex, line 3"
    printed = handed_in(output="Epoch 1: loss 5.1\ntrain perplexity: 80.2\ndev perplexity: 113.699\n")
    outcome = read(DEV_CHECK, "See the notebook.", submission=printed)
    assert outcome.verdict is Verdict.PASSED
    assert row(outcome, "dev perplexity").where == "hw.ipynb, cell 4, output line 3"


def test_columns_that_a_notebook_printed_are_a_table():
    frame = "         Shakespeare  Wikipedia\nbigram        7.1223    25.7526\nGRU           7.4594    19.9733\n"
    outcome = read(PASSAGES, "## Perplexities", submission=handed_in(output="perplexity:\n" + frame))
    assert [one.yours for one in outcome.evidence[0].rows] == ["7.1223", "25.7526", "7.4594", "19.9733"]


def test_a_source_that_the_spec_does_not_name_is_not_searched():
    only = check(DEV + "    sources: [answer]\n")
    outcome = read(only, "See the report.", submission=handed_in("The dev perplexity is 113.7."))
    assert outcome.verdict is Verdict.NEEDS_PERSON


HOSTILE = (
    "dev perplexity " * 20_000,
    "1 " * 100_000,
    "|" * 100_000,
    "| 1 " * 40_000 + "\n|1|1|",
    "dev perplexity: 1\x1b[2J98.2",
    "<table>" * 20_000,
    "<table><tr><td" * 10_000,
    "\\begin{tabular}" * 5_000,
    "(" * 100_000,
    "- " * 50_000 + "dev perplexity 1",
    "dev and test " * 10_000,
    "dev 1 and test 2\n" * 1_000,
)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:16]))
def test_hostile_text_is_read_and_shown_safely(text):
    outcome = read(DEV_CHECK, text)
    assert outcome.verdict is not Verdict.PASSED and "\x1b" not in said(outcome)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("about: {text: dve}", "`dve` is no option of `text`"),
        ("about: {txt: dev}", "“dev perplexity” is about `txt`, which is none of the `aspects`"),
        ("about: {}", "“dev perplexity” does not say which `text` it is about"),
        ("about: {text: dev}\n        same_as: dev perplexity", "`same_as: dev perplexity` is no other claim"),
        ("about: {text: dev}\n        plausible: {least: 5, most: 3}", "`least` of “dev perplexity” is not below"),
    ],
)
def test_keys_that_do_not_fit_are_told(wrong, message):
    found = [one.what for one in check(DEV.replace("about: {text: dev}", wrong)).mistakes()]
    assert any(message in what for what in found), found


def test_recomputed_needs_something_to_be_held_against():
    text = DEV.replace("measured: {check: bigram/the dev text, name: perplexity}", "relative: 0.01")
    assert any("is `recomputed` and is held against nothing" in one.what for one in check(text).mistakes())
    assert list(DEV_CHECK.mistakes()) == []
    with pytest.raises(ValidationError):
        check(DEV + "        tolerance: 1\n")
