"""Moodle's names say who handed in what, in any alphabet, in folders and without them."""

from grader.submission.exported.hand_in import HandIn, Part
from grader.submission.exported.moodle import exported


def read(*files, folders=()):
    export = exported(folders, files)
    return export and [(one.name, one.id, [part.inside for part in one.parts]) for one in export.hand_ins]


def test_a_folder_for_each_participant():
    export = exported(["Ann Lee_12_assignsubmission_file_", "Zoë Ó Briain_7_assignsubmission_file"], [])
    assert export.platform == "Moodle"
    assert export.hand_ins == (
        HandIn("Ann Lee", "12", (Part("Ann Lee_12_assignsubmission_file_"),)),
        HandIn("Zoë Ó Briain", "7", (Part("Zoë Ó Briain_7_assignsubmission_file"),)),
    )


def test_what_was_typed_belongs_to_the_files_of_the_same_participant():
    names = ["李 明_3_assignsubmission_onlinetext_", "李 明_3_assignsubmission_file_"]
    [one] = exported(names, []).hand_ins
    assert one.parts == (Part("李 明_3_assignsubmission_file_"), Part("李 明_3_assignsubmission_onlinetext_"))


def test_files_side_by_side_get_their_own_names_back():
    assert read(
        "Ann_Maria Lee_12_assignsubmission_file_word2vec.py",
        "Ann_Maria Lee_12_assignsubmission_file_my_notes_2.md",
        "Ann_Maria Lee_12_assignsubmission_onlinetext_onlinetext.html",
        "Ann_Maria Lee_13_assignsubmission_file_word2vec.py",
    ) == [
        ("Ann_Maria Lee", "12", ["my_notes_2.md", "word2vec.py", "onlinetext.html"]),
        ("Ann_Maria Lee", "13", ["word2vec.py"]),
    ]


def test_a_file_that_is_named_like_somebody_elses_stays_with_whoever_handed_it_in():
    assert read("Eve_66_assignsubmission_file_Ann_12_assignsubmission_file_word2vec.py") == [
        ("Eve", "66", ["Ann_12_assignsubmission_file_word2vec.py"])
    ]


def test_a_team_has_its_number_and_the_group_of_those_without_one_has_none():
    assert read(folders=["Gruppe-7_4_assignsubmission_file_", "Standardgruppe_assignsubmission_file_"]) == [
        ("Gruppe-7", "4", [""]),
        ("Standardgruppe", "", [""]),
    ]


def test_a_name_that_a_mac_took_apart_is_put_together():
    assert read(folders=["Zoe\u0308_7_assignsubmission_file_"]) == [("Zoë", "7", [""])]


def test_other_folders_are_no_export():
    assert exported(["alice", "bob"], ["roster.csv"]) is None


def test_a_line_end_in_a_file_name_is_a_part_of_it():
    assert read("Eve_66_assignsubmission_file_a\nb.py") == [("Eve", "66", ["a\nb.py"])]
