"""Canvas's names say who handed in what, what was late, and what was uploaded again."""

import pytest

from grader.submission.exported.canvas import exported


def read(*files, folders=()):
    """Name, ID, attempt and whether it was late; and what each file is called in the hand-in."""
    export = exported(folders, files)
    return export and [
        (one.name, one.id, one.attempt, one.late, {part.name: part.inside for part in one.parts})
        for one in export.hand_ins
    ]


def test_all_files_of_one_id_are_one_hand_in():
    assert read("leeann_12_901_word2vec.py", "leeann_12_902_my_notes.md", "zhouwei_LATE_7_903_word2vec.py") == [
        (
            "leeann", "12", 1, False,
            {"leeann_12_902_my_notes.md": "my_notes.md", "leeann_12_901_word2vec.py": "word2vec.py"},
        ),
        ("zhouwei", "7", 1, True, {"zhouwei_LATE_7_903_word2vec.py": "word2vec.py"}),
    ]  # fmt: skip


def test_a_file_that_is_named_like_somebody_elses_stays_with_whoever_handed_it_in():
    [(name, id, _, _, files)] = read("eve_66_901_leeann_12_902_word2vec.py")
    assert (name, id, [*files.values()]) == ("eve", "66", ["leeann_12_902_word2vec.py"])


def test_a_repeated_upload_gets_its_name_back_and_is_a_later_attempt():
    assert [one[2:] for one in read("leeann_12_901_word2vec-1.py", "leeann_12_902_sgd-1.py")] == [
        (2, False, {"leeann_12_902_sgd-1.py": "sgd.py", "leeann_12_901_word2vec-1.py": "word2vec.py"})
    ]


def test_every_attempt_whose_files_are_there_is_found_with_the_newest_files_of_then():
    attempts = read("leeann_12_901_a.py", "leeann_12_905_a-1.py", "leeann_12_909_a-2.py", "leeann_12_902_b.md")
    assert [(attempt, sorted(files)) for _, _, attempt, _, files in attempts] == [
        (1, ["leeann_12_901_a.py", "leeann_12_902_b.md"]),
        (2, ["leeann_12_902_b.md", "leeann_12_905_a-1.py"]),
        (3, ["leeann_12_902_b.md", "leeann_12_909_a-2.py"]),
    ]
    assert {tuple(files.values()) for *_, files in attempts} == {("a.py", "b.md")}


def test_numbered_parts_are_no_attempts():
    [(_, _, attempt, _, files)] = read("leeann_12_901_part-1.md", "leeann_12_902_part-2.md")
    assert attempt == 1
    assert [*files.values()] == ["part-1.md", "part-2.md"]


def test_a_number_that_most_of_the_class_have_in_a_name_is_what_was_asked_for():
    names = [f"{who}_{who}{number}_90{number}_homework-2.ipynb" for number, who in enumerate("123456789")]
    assert {(attempt, *files.values()) for _, _, attempt, _, files in read(*names)} == {(1, "homework-2.ipynb")}


def test_what_was_typed_and_hidden_names_are_read():
    assert read("leeann_12_text.html", "zhou_13_link.html") == [
        ("leeann", "12", 1, False, {"leeann_12_text.html": "text.html"}),
        ("zhou", "13", 1, False, {"zhou_13_link.html": "link.html"}),
    ]
    assert [one[:4] for one in read("anon_x7Yq2_901_a.py", "LATE_anon_B2b2c_902_a.py")] == [
        ("anon", "B2b2c", 1, True),
        ("anon", "x7Yq2", 1, False),
    ]


def test_two_files_of_one_name_are_both_handed_on_the_newer_first():
    [(*_, files)] = read("leeann_12_901_a.py", "leeann_12_1000_a.py")
    assert [*files] == ["leeann_12_1000_a.py", "leeann_12_901_a.py"]


@pytest.mark.parametrize(
    "names",
    [
        ["alice_2024_01_hw.zip", "bob_2024_01_hw.zip"],  # one "ID" for two people
        ["run_1_2_x.npy", "word2vec.py", "sgd.py"],
        ["run_1_2_x.npy"],
        [],
    ],
)
def test_names_that_only_look_alike_are_no_export(names):
    assert read(*names) is None
