"""A path is one submission, a student or a class; the assignment is told by names where that leaves no doubt."""

from pathlib import Path

import pytest

from grader.mistake_of_user import UserMistake
from grader.outcome import Finding
from grader.submission.find import AssignmentHint, find, find_class
from tests.submission.handed_in import folder, notebook
from tests.submission.packing import tarred, zipped

KNOWN = {
    "word2vec": AssignmentHint(frozenset({"word2vec", "sgd"}), frozenset({"naiveSoftmax", "skipgram", "sgd"})),
    "foundations": AssignmentHint(
        frozenset({"q1_softmax", "q3_sgd", "sgd"}), frozenset({"softmax", "skipgram", "sgd"})
    ),
}
CODE = {"word2vec.py": "x = 1\n"}


def found(path, assignment=None):
    return [(one.who, one.slug, one.read_as) for one in find([path], KNOWN, assignment)]


def refused(path, assignment=None) -> Finding:
    with pytest.raises(UserMistake) as caught:
        find([path], KNOWN, assignment)
    return caught.value.finding


def under(root, *folders):
    for name in folders:
        folder(root / name, CODE)
    return root


def test_a_folder_named_like_the_assignment_belongs_to_the_folder_above(tmp_path):
    under(tmp_path, "alice/word2vec")
    assert found(tmp_path / "alice/word2vec") == [("alice", "word2vec", "submission")]


def test_one_folder_inside_an_assignments_folder_is_no_class(tmp_path):
    under(tmp_path, "alice/word2vec/mine")
    assert found(tmp_path / "alice/word2vec") == [("alice", "word2vec", "submission")]


def test_a_folder_of_assignments_is_a_student(tmp_path):
    under(tmp_path, "alice/word2vec", "alice/foundations")
    assert found(tmp_path / "alice") == [("alice", "foundations", "student"), ("alice", "word2vec", "student")]
    assert found(tmp_path / "alice", "word2vec") == [("alice", "word2vec", "student")]


def test_a_folder_of_students_is_a_class(tmp_path):
    under(tmp_path / "class", "alice/word2vec", "bob", "carol/code")
    (tmp_path / "class/dave").mkdir()
    folder(tmp_path / "class", {"reports/alice.html": "x", "roster.csv": "x"})
    assert found(tmp_path / "class") == [
        ("alice", "word2vec", "class"),
        ("bob", "word2vec", "class"),
        ("carol", "word2vec", "class"),
        ("dave", "word2vec", "class"),  # nothing was handed in, which is an answer too
    ]


def test_code_beside_several_peoples_work_is_nobodys_and_the_class_stays_a_class(tmp_path):
    under(tmp_path / "class", "alice", "bob/code")
    folder(tmp_path / "class", {"count_them.py": "x = 1\n"})
    there = find_class([tmp_path / "class"], KNOWN, None, None)
    assert [(one.who, one.read_as) for one in there.found] == [("alice", "class"), ("bob", "class")]
    (trouble,) = there.troubles
    assert trouble.finding.what == "count_them.py lies beside the people of this class, and is nobody's: not graded."
    assert trouble.finding.where == str(tmp_path / "class") and "move it into a folder" in trouble.finding.advice


def test_older_versions_in_folders_beside_the_work_are_no_people(tmp_path):
    under(tmp_path, "alice", "alice/first try", "alice/second try")
    assert found(tmp_path / "alice") == [("alice", "word2vec", "submission")]
    under(tmp_path, "bob/mine")
    folder(tmp_path / "bob", {"run.py": "x = 1\n"})
    assert found(tmp_path / "bob") == [("bob", "word2vec", "submission")]


def test_a_class_may_lie_in_a_folder_named_like_the_assignment(tmp_path):
    under(tmp_path / "word2vec", "alice", "bob")
    assert found(tmp_path / "word2vec") == [("alice", "word2vec", "class"), ("bob", "word2vec", "class")]


def test_a_folder_of_code_is_a_submission_also_with_folders_in_it(tmp_path):
    under(tmp_path / "alice", ".", "lib", "more")
    assert found(tmp_path / "alice") == [("alice", "word2vec", "submission")]
    under(tmp_path / "bob", "code")
    assert found(tmp_path / "bob") == [("bob", "word2vec", "submission")]


def test_a_single_file_is_a_submission(tmp_path):
    folder(tmp_path / "w", {"alice.ipynb": notebook("def naiveSoftmax(): return 1\n")})
    assert found(tmp_path / "w/alice.ipynb") == [("alice", "word2vec", "submission")]
    folder(tmp_path / "bob", CODE)
    assert found(tmp_path / "bob/word2vec.py") == [("bob", "word2vec", "submission")]


def test_functions_decide_where_module_names_do_not(tmp_path):
    folder(tmp_path / "a", {"sgd.py": "def sgd(): return 1\n\ndef softmax(x): return 1\n"})
    assert found(tmp_path / "a") == [("a", "foundations", "submission")]
    folder(tmp_path / "b", {"mine.py": "def naiveSoftmax(): return 1\n"})
    assert found(tmp_path / "b") == [("b", "word2vec", "submission")]


def test_in_doubt_the_candidates_are_listed(tmp_path):
    folder(tmp_path / "ann", {"sgd.py": "def sgd(): return 1\n"})
    assert refused(tmp_path / "ann") == Finding(
        "Which assignment ann is for can't be told: its files fit foundations and word2vec alike.",
        str(tmp_path / "ann"),
        "Say it with `--assignment foundations` or `--assignment word2vec`.",
    )
    assert found(tmp_path / "ann", "word2vec") == [("ann", "word2vec", "submission")]


def test_with_nothing_to_tell_by_all_assignments_are_listed(tmp_path):
    folder(tmp_path / "ann", {"answers.pdf": b"%PDF"})
    assert refused(tmp_path / "ann").what == (
        "Which assignment ann is for can't be told: no file and no function in it tells."
    )


def test_in_a_class_the_others_tell(tmp_path):
    under(tmp_path / "class", "alice", "bob")
    folder(tmp_path / "class/carol", {"answers.pdf": b"%PDF"})
    assert found(tmp_path / "class")[-1] == ("carol", "word2vec", "class")


def test_an_option_overrules_a_folders_name(tmp_path):
    under(tmp_path, "alice/word2vec")
    assert found(tmp_path / "alice/word2vec", "foundations") == [("alice", "foundations", "submission")]


def test_two_people_of_one_name_are_told_apart(tmp_path):
    under(tmp_path, "a/ann", "b/Ann", "c/ann/word2vec", "b2/b/ann")
    paths = [
        tmp_path / "a/ann",
        tmp_path / "b/Ann",
        tmp_path / "c/ann/word2vec",
        tmp_path / "b2/b/ann",
        tmp_path / "a/ann",
    ]
    assert [one.who for one in find(paths, KNOWN, None)] == ["ann", "Ann (b)", "ann (c)", "ann (2)"]


def test_the_folder_one_stands_in_has_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(under(tmp_path, "alice") / "alice")
    assert found(Path()) == [("alice", "word2vec", "submission")]


def test_a_missing_path_names_the_nearest(tmp_path):
    under(tmp_path, "alice", "bob")
    assert refused(tmp_path / "alicia" / "word2vec") == Finding(
        f"{tmp_path}/alicia/word2vec does not exist.", f"{tmp_path} holds alice, bob", "Did you mean alice?"
    )
    assert refused(tmp_path / "zzz").advice == "Check the path, or give the folder that it stands in."


def test_a_name_that_no_disk_can_hold_is_missing_too(tmp_path):
    assert "does not exist" in refused(tmp_path / ("x" * 5000)).what
    assert "does not exist" in refused(tmp_path / "a\0b").what


def test_an_empty_folder_says_so(tmp_path):
    (tmp_path / "ann").mkdir()
    assert refused(tmp_path / "ann") == Finding(
        "ann is empty.",
        str(tmp_path / "ann"),
        "Put the files that are to be graded there: Python modules, notebooks, written answers.",
    )


def test_a_folder_with_nothing_to_grade_says_so(tmp_path):
    folder(tmp_path / "ann", {"song.mp3": b"x"})
    assert refused(tmp_path / "ann") == Finding(
        "ann holds nothing that could be graded.",
        str(tmp_path / "ann"),
        "A submission is a folder with Python modules (.py), notebooks (.ipynb) or written answers (.md, .tex, .pdf), "
        "or an archive of one (.zip, .tar.gz).",
    )
    assert refused(tmp_path / "ann/song.mp3").what == "song.mp3 is no file that could be graded."


PACKED = zipped([("word2vec.py", "x = 1\n")])


@pytest.mark.parametrize("name", ["alice.zip", "alice.tar.gz", "alice/word2vec.zip", "alice/sgd.tgz"])
def test_an_archive_is_a_submission_named_by_its_stem(tmp_path, name):
    assert found(folder(tmp_path, {name: PACKED}) / name) == [("alice", "word2vec", "submission")]


def test_functions_in_an_archive_decide_where_module_names_do_not(tmp_path):
    data = tarred([("hw/mine.py", "def naiveSoftmax(): return 1\n")], "gz")
    assert found(folder(tmp_path, {"ann.tar.gz": data}) / "ann.tar.gz") == [("ann", "word2vec", "submission")]


def test_an_archive_that_cannot_be_opened_is_a_submission_all_the_same(tmp_path):
    assert found(folder(tmp_path, {"ann.zip": b"PK"}) / "ann.zip", "word2vec") == [("ann", "word2vec", "submission")]


def test_a_folder_of_archives_is_a_class(tmp_path):
    folder(tmp_path / "class", {"alice.zip": PACKED, "bob.tar.gz": PACKED, "roster.csv": "x", "carol/a.py": "x"})
    assert found(tmp_path / "class", "word2vec") == [
        ("alice", "word2vec", "class"),
        ("bob", "word2vec", "class"),
        ("carol", "word2vec", "class"),
    ]


def test_archives_named_like_assignments_are_a_student(tmp_path):
    folder(
        tmp_path, {"class/alice/word2vec.zip": PACKED, "class/alice/foundations.tgz": PACKED, "class/bob.zip": PACKED}
    )
    assert found(tmp_path / "class/alice") == [("alice", "foundations", "student"), ("alice", "word2vec", "student")]
    assert [who for who, _, _ in found(tmp_path / "class", "word2vec")] == ["alice", "bob"]


@pytest.mark.parametrize(
    "names",
    [("alice_hw.zip",), ("code.zip", "written.zip"), ("report.pdf", "alice_final.zip"), ("a.zip", "b.zip", "c.py")],
)
def test_archives_that_are_parts_of_one_hand_in_are_no_class(tmp_path, names):
    folder(tmp_path / "alice", dict.fromkeys(names, PACKED))
    assert found(tmp_path / "alice", "word2vec") == [("alice", "word2vec", "submission")]


def test_a_folder_and_an_archive_of_one_name_are_both_kept(tmp_path):
    folder(tmp_path / "class", {"alice.zip": PACKED, "alice/word2vec.py": "x = 1\n", "bob.zip": PACKED})
    assert [who for who, _, _ in found(tmp_path / "class")] == ["alice", "alice (class)", "bob"]


def test_an_archive_of_several_people_has_a_message_of_its_own(tmp_path):
    data = zipped([(f"class/{name}/hw/word2vec.py", "x = 1\n") for name in ("alice", "bob")])
    assert refused(folder(tmp_path, {"all.zip": data}) / "all.zip") == Finding(
        "all.zip holds several hand-ins: alice, bob.",
        str(tmp_path / "all.zip"),
        "Unpack it, and grade the folder that comes out; archives in it may stay as they are.",
    )


def test_an_archive_of_several_assignments_has_the_same_message(tmp_path):
    data = zipped([("word2vec/a.py", "x = 1\n"), ("foundations/b.py", "x = 1\n")])
    assert refused(folder(tmp_path, {"ann.zip": data}) / "ann.zip").what == (
        "ann.zip holds several hand-ins: foundations, word2vec."
    )


def test_folders_of_one_person_in_an_archive_are_no_people(tmp_path):
    data = zipped([("mine/word2vec.py", "x = 1\n"), ("tools/more.py", "x = 1\n"), ("readme.md", "x")])
    assert found(folder(tmp_path, {"ann.zip": data}) / "ann.zip") == [("ann", "word2vec", "submission")]


def test_a_link_to_an_archive_inside_a_class_is_not_followed(tmp_path):
    folder(tmp_path / "class", {"alice.zip": PACKED, "bob.zip": PACKED})
    (tmp_path / "class/carol.zip").symlink_to(tmp_path / "class/bob.zip")
    assert [who for who, _, _ in found(tmp_path / "class")] == ["alice", "bob"]


def test_a_student_without_this_assignment_says_what_there_is(tmp_path):
    under(tmp_path, "alice/word2vec")
    assert refused(tmp_path / "alice", "foundations") == Finding(
        "alice handed in nothing for foundations.",
        f"{tmp_path}/alice holds word2vec",
        "Leave `--assignment` away to grade what is there, or put the files into foundations/.",
    )


def test_an_unknown_assignment_gets_the_nearest(tmp_path):
    assert refused(tmp_path, "word2vce") == Finding(
        "There is no assignment called word2vce.",
        "--assignment",
        "Did you mean `--assignment word2vec`? Known are foundations, word2vec.",
    )


def test_a_link_inside_a_class_is_not_followed(tmp_path):
    under(tmp_path, "class/alice", "class/bob", "elsewhere")
    (tmp_path / "class/carol").symlink_to(tmp_path / "elsewhere")
    assert [who for who, _, _ in found(tmp_path / "class")] == ["alice", "bob"]


@pytest.mark.parametrize("folders", [("q1", "q2", "q3"), ("student", "handout"), ("starter_code", "solution")])
def test_folders_named_after_questions_or_after_what_they_hold_are_no_students(tmp_path, folders):
    assert found(under(tmp_path / "ann", *folders), "word2vec") == [("ann", "word2vec", "submission")]
