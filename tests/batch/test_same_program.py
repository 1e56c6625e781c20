"""What is said of a worker that would grade differently: which one, and in what."""

from grader.batch.same_program import Other, drawn_with, refused
from grader.outcome import Finding

OURS = {"grader": "a" * 64, "numpy": "2.3.5", "torch": "none", "question one": "b" * 64}


def test_versions_are_named_and_fingerprints_are_not() -> None:
    finding = refused("node7", OURS, Other({**OURS, "grader": "c" * 64, "numpy": "2.3.4", "torch": "2.9.0"}))
    assert finding.what == (
        "A worker of the cluster works with something else than this machine, and would give other results."
    )
    assert finding.where == "node7: another grader; numpy 2.3.4 there, 2.3.5 here; torch 2.9.0 there, none here"
    assert finding.advice.startswith("Install the same versions there")


def test_a_question_that_only_one_has_is_named_and_a_long_list_is_cut() -> None:
    without = {name: value for name, value in OURS.items() if name != "question one"}
    assert refused("node7", OURS, Other(without)).where == "node7: question one is not on both"
    many = {f"question {number}": "d" * 64 for number in range(9)}
    where = refused("node7", many, Other(dict.fromkeys(many, "e" * 64))).where
    assert where.endswith("another question 4; 4 more parts")


def test_what_changed_during_the_run_is_told_as_that() -> None:
    assert "something changed during the run" in refused("node7", OURS, Other(OURS)).where


def test_a_worker_that_lacks_the_specs_says_what_it_lacks() -> None:
    finding = refused("node7", OURS, Other({}, Finding("There is no assignment `small`.", "looked in specs/")))
    assert finding.what == "A worker of the cluster cannot set up the assignment: There is no assignment `small`."
    assert finding.where == "node7; looked in specs/"
    assert "--specs and --data" in finding.advice


def test_a_page_rests_on_the_program_its_templates_and_what_renders_it() -> None:
    assert {"grader", "templates", "Jinja2", "math-core"} <= set(drawn_with())
    assert "none" not in drawn_with().values()
