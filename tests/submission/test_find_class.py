"""A class as it comes: folders, several paths, and what Moodle, Canvas and Gradescope export, packed and unpacked."""

import stat
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from grader.mistake_of_user import UserMistake
from grader.outcome import Finding
from grader.submission import archive
from grader.submission import tray as tray_room
from grader.submission.exported import contents
from grader.submission.find import Tray, find, find_class, latest
from grader.submission.load import load
from grader.submission.person import Person
from grader.submission.spool import Spool
from tests.submission.handed_in import folder
from tests.submission.packing import tar_entry, tarred, zip_entry, zipped
from tests.submission.test_find import CODE, KNOWN, under

CODE_TEXT = "def naiveSoftmax(): return 1\n"
MOODLE = {
    "Ann Lee_12_assignsubmission_file_/word2vec.py": CODE_TEXT,
    "Ann Lee_12_assignsubmission_file_/notes/answers.md": "# 1\n",
    "Ann Lee_12_assignsubmission_onlinetext_/onlinetext.html": "<p>x</p>",
    "Zoë Ó_Briain_7_assignsubmission_file_/hand in.zip": zipped([("hw/word2vec.py", CODE_TEXT)]),
    "李 明_3_assignsubmission_file_/sgd.py": "def sgd(): return 1\n",
}
CANVAS = {
    "leeann_12_901_word2vec.py": CODE_TEXT,
    "leeann_12_902_word2vec-1.py": CODE_TEXT,
    "zhouwei_LATE_7_903_hand in.zip": zipped([("word2vec.py", CODE_TEXT)]),
}
GRADESCOPE = {
    "assignment_5_export/submission_metadata.yml": (
        "submission_1:\n  :submitters:\n  - :name: Ann/../Lee\n    :sid: '12'\n    :email: a@x.y\n"
        "submission_2:\n  :submitters:\n  - :name: Bo\n    :sid: '13'\n  - :name: Cy\n    :sid: '14'\n"
        "  :created_at: 2021-09-02 17:25:40.000000000 Z\n"
    ),
    "assignment_5_export/submission_1/word2vec.py": CODE_TEXT,
    "assignment_5_export/submission_2/word2vec.py": CODE_TEXT,
}
EXPORTS = {"moodle": MOODLE, "canvas": CANVAS, "gradescope": GRADESCOPE}


@pytest.fixture
def tray():
    with Tray() as one:
        yield one


def written(path: Path, files) -> Path:
    path.write_bytes(zipped(files.items() if isinstance(files, dict) else files))
    return path


def inside(one) -> list[str]:
    """The files of a hand-in, as the spool takes them."""
    with Spool() as spool:
        taken = spool.take(one.path)
        return sorted(str(path.relative_to(taken.folder)) for path in taken.folder.rglob("*") if path.is_file())


def people(there):
    assert not there.troubles
    return [(one.who, one.id, one.slug, one.attempt) for one in there.found]


@pytest.mark.parametrize("form", ["packed", "unpacked", "unpacked in a folder"])
@pytest.mark.parametrize("platform", EXPORTS)
def test_an_export_is_the_same_class_packed_and_unpacked(tmp_path, tray, platform, form):
    if form == "packed":
        path = written(tmp_path / "all.zip", EXPORTS[platform])
    else:
        path = tmp_path / "all"
        folder(path / "one" if form.endswith("folder") else path, EXPORTS[platform])
    expected = {
        "moodle": [
            ("Ann Lee", "12", "word2vec", 1),
            ("Zoë Ó_Briain", "7", "word2vec", 1),
            ("李 明", "3", "word2vec", 1),
        ],
        "canvas": [
            ("leeann", "12", "word2vec", 1),
            ("leeann", "12", "word2vec", 2),
            ("zhouwei", "7", "word2vec", 1),
        ],
        "gradescope": [("Ann_2f_.._2f_Lee", "12", "word2vec", 1), ("Bo and Cy", "", "word2vec", 1)],
    }
    files = {
        "moodle": [["notes/answers.md", "onlinetext.html", "word2vec.py"], ["word2vec.py"], ["sgd.py"]],
        "canvas": [["word2vec.py"]] * 3,
        "gradescope": [["word2vec.py"]] * 2,
    }
    there = find_class([path], KNOWN, None, tray)
    assert people(there) == expected[platform]
    assert [inside(one) for one in there.found] == files[platform]
    assert {one.platform.lower() for one in there.found} == {platform}
    assert all(one.where.startswith(f"{path}, ") for one in there.found)


def test_what_an_export_says_of_people_is_handed_on(tmp_path, tray):
    there = find_class(
        [written(tmp_path / "c.zip", CANVAS), written(tmp_path / "g.zip", GRADESCOPE)], KNOWN, None, tray
    )
    assert [one.late for one in there.found] == [False, False, True, None, None]
    ann, both = there.found[3:]
    assert (ann.name, ann.email, ann.members, ann.submitted) == ("Ann/../Lee", "a@x.y", (), None)
    assert both.members == (Person("Bo", "13"), Person("Cy", "14"))
    assert both.submitted is not None
    assert both.submitted.isoformat() == "2021-09-02T17:25:40+00:00"


def test_a_folder_that_is_a_hand_in_already_is_read_where_it_lies(tmp_path, tray):
    folder(tmp_path / "all", MOODLE)
    paths = [one.path for one in find_class([tmp_path / "all"], KNOWN, None, tray).found]
    assert [path.is_relative_to(tmp_path) for path in paths] == [False, True, True]


def test_a_tray_is_gone_when_it_is_closed(tmp_path):
    with Tray() as tray:
        [one, *_] = find_class([written(tmp_path / "all.zip", MOODLE)], KNOWN, None, tray).found
        assert one.path.is_dir()
        assert stat.S_IMODE(one.path.parent.parent.stat().st_mode) == 0o700
    assert not one.path.exists()
    assert not one.path.parent.parent.exists()


def test_without_a_tray_an_export_is_refused_as_several_hand_ins(tmp_path):
    with pytest.raises(UserMistake) as caught:
        find([written(tmp_path / "all.zip", CANVAS)], KNOWN)
    assert caught.value.finding.what == "all.zip holds several hand-ins: leeann, zhouwei."


def test_a_zip_of_folders_or_of_archives_is_the_class_it_holds(tmp_path, tray):
    packed = zipped(CODE.items())
    path = written(
        tmp_path / "class.zip", {"class/bob.zip": packed, "class/ann.zip": packed, "class/cy/hw/word2vec.py": "x = 1\n"}
    )
    there = find_class([path], KNOWN, None, tray)
    assert people(there) == [(who, "", "word2vec", 1) for who in ("ann", "bob", "cy")]
    assert [one.where for one in there.found] == [f"{path}, {name}" for name in ("ann.zip", "bob.zip", "cy")]


def test_a_zip_of_one_persons_assignments_is_that_persons(tmp_path, tray):
    path = written(tmp_path / "ann.zip", {"word2vec/a.py": "x = 1\n", "foundations/b.py": "x = 1\n"})
    assert people(find_class([path], KNOWN, None, tray)) == [("ann", "", "foundations", 1), ("ann", "", "word2vec", 1)]


SEVERAL = [
    ("class/cy/hw/word2vec.py", "x = 1\n"),
    ("class/bob.zip", zipped(CODE.items())),
    ("class/ann/word2vec.py", ""),
]


@pytest.mark.parametrize(("name", "compression"), [
    ("all.tar.gz", "gz"), ("all.tgz", "gz"), ("all.tar", ""), ("all.tar.xz", "xz"), ("all.tar.bz2", "bz2"),
    ("all.zip", "gz"),  # what it is, says its first bytes
])  # fmt: skip
def test_a_tar_of_several_people_is_the_class_it_holds(tmp_path, tray, name, compression):
    path = tmp_path / name
    path.write_bytes(tarred(SEVERAL, compression))
    there = find_class([path], KNOWN, None, tray)
    assert people(there) == [(who, "", "word2vec", 1) for who in ("ann", "bob", "cy")]
    assert [one.where for one in there.found] == [f"{path}, {name}" for name in ("ann", "bob.zip", "cy")]
    assert [inside(one) for one in there.found] == [["word2vec.py"], ["word2vec.py"], ["word2vec.py"]]


@pytest.mark.parametrize("form", ["zip", "tar.gz"])
def test_an_empty_folder_in_an_archive_is_somebodys(tmp_path, tray, form):
    path = tmp_path / f"all.{form}"
    files = [(f"class/{who}/word2vec.py", "x = 1\n") for who in ("ann", "bob")]
    if form == "zip":
        folders = [("class/", ""), ("class/cy/", ""), ("class/.git/", ""), ("class/data/", ""), ("class/ann/", "")]
        path.write_bytes(zipped([*files, *folders]))
    else:
        path.write_bytes(tarred(files, "gz", [tar_entry(f"class/{name}", b"5") for name in ("cy", ".git", "data")]))
    there = find_class([path], KNOWN, None, tray)
    assert people(there) == [(who, "", "word2vec", 1) for who in ("ann", "bob", "cy")]
    assert [inside(one) for one in there.found] == [["word2vec.py"], ["word2vec.py"], []]


def test_an_empty_folder_in_an_export_is_somebodys(tmp_path, tray):
    path = written(tmp_path / "all.zip", [*MOODLE.items(), ("Bo Chen_4_assignsubmission_file_/", "")])
    there = find_class([path], KNOWN, None, tray)
    assert ("Bo Chen", "4", "word2vec", 1) in people(there) and len(there.found) == 4
    assert [inside(one) for one in there.found if one.name == "Bo Chen"] == [[]]


@pytest.mark.parametrize("platform", EXPORTS)
def test_an_export_in_a_tar_is_the_same_class(tmp_path, tray, platform):
    path = tmp_path / "all.tar.gz"
    path.write_bytes(tarred(EXPORTS[platform].items(), "gz"))
    packed = find_class([written(tmp_path / "all.zip", EXPORTS[platform])], KNOWN, None, tray)
    there = find_class([path], KNOWN, None, tray)
    assert people(there) == people(packed) and list(map(inside, there.found)) == list(map(inside, packed.found))


def test_a_tar_of_one_hand_in_is_one(tmp_path, tray):
    path = tmp_path / "ann.tar.gz"
    path.write_bytes(tarred([("hw/word2vec.py", "x = 1\n"), ("hw/notes.md", "# 1")], "gz"))
    [one] = find_class([path], KNOWN, None, tray).found
    assert (one.who, one.path) == ("ann", path)


def test_links_devices_and_names_that_climb_are_left_out_of_a_class_in_a_tar(tmp_path, tray):
    extra = [
        tar_entry("ann/secret.py", b"2", "/etc/passwd"), tar_entry("ann/twin.py", b"1", "bob/word2vec.py"),
        tar_entry("ann/pipe.py", b"6"), tar_entry("ann/disk.py", b"4"),
        tar_entry("ann/out", b"2", str(tmp_path)), tar_entry("../up.py", b"0"), tar_entry("/root.py", b"0"),
    ]  # fmt: skip
    path = tmp_path / "all.tar.gz"
    files = [(f"{who}/word2vec.py", "x = 1\n") for who in ("ann", "bob")] + [("ann/out/of.py", "x = 1\n")]
    path.write_bytes(tarred(files, "gz", extra))
    there = find_class([path], KNOWN, None, tray)
    ann, bob = there.found
    assert "word2vec.py" in inside(ann) and not {"secret.py", "twin.py", "pipe.py", "disk.py"} & set(inside(ann))
    assert {left.what for left in ann.left_out} >= {"secret.py", "twin.py", "pipe.py", "disk.py"}
    assert any("is a link; it was not followed" in flag for flag in ann.flags) and bob.left_out == ()
    assert not (tmp_path / "of.py").exists() and not any(one.path.is_symlink() for one in there.found)
    [trouble] = there.troubles
    assert trouble.finding.what.startswith("2 of the names in all.tar.gz lead out of it")


@pytest.mark.parametrize(("limit", "why"), [
    ("MOST_OF_A_CLASS", "It unpacks to more than 0 MB"), ("CLASS", "It holds more than 1 files"),
])  # fmt: skip
def test_a_tar_that_is_more_than_a_class_is_refused_before_it_fills_the_disk(tmp_path, tray, monkeypatch, limit, why):
    room = contents if limit == "MOST_OF_A_CLASS" else archive
    monkeypatch.setattr(room, limit, 50_000 if room is contents else replace(archive.CLASS, files=1))
    path = tmp_path / "all.tar.gz"
    path.write_bytes(tarred([(f"{who}/word2vec.py", "\n" * 100_000) for who in ("ann", "bob")], "gz"))
    [trouble] = find_class([path], KNOWN, None, tray).troubles
    assert trouble.finding.what == f"all.tar.gz is too large for a class's archive: {why}."
    assert trouble.finding.where == str(path) and trouble.finding.advice.startswith("Unpack it, and grade the folder")


def test_a_damaged_tar_is_one_hand_in_that_cannot_be_read(tmp_path, tray):
    path = tmp_path / "all.tar.gz"
    path.write_bytes(tarred(SEVERAL, "gz")[:100])
    [one] = find_class([path], KNOWN, "word2vec", tray).found
    assert one.path == path and one.read_as == "submission"


def test_without_a_tray_a_tar_of_several_people_is_to_be_unpacked(tmp_path):
    path = tmp_path / "all.tar.gz"
    path.write_bytes(tarred([(f"{name}/word2vec.py", "x = 1\n") for name in ("ann", "bob")], "gz"))
    finding = find_class([path], KNOWN, None, None).troubles[0].finding
    assert finding.what == "all.tar.gz holds several hand-ins: ann, bob."


def test_attempts_in_folders_are_one_persons(tmp_path, tray):
    under(tmp_path / "a", "ann/attempt-10", "ann/attempt-2", "bob/word2vec/Attempt 1")
    under(tmp_path / "b", "ann/attempt-2")
    there = find_class([tmp_path / "a", tmp_path / "b/ann"], KNOWN, None, tray)
    assert people(there) == [
        ("ann", "", "word2vec", 2),
        ("ann", "", "word2vec", 10),
        ("bob", "", "word2vec", 1),
        ("ann (b)", "", "word2vec", 2),
    ]
    assert [(one.who, one.attempt) for one in latest(there.found)] == [("ann", 10), ("bob", 1), ("ann (b)", 2)]


def test_two_people_of_one_name_are_both_told_apart_by_their_ids(tmp_path, tray):
    names = [f"{name}_assignsubmission_file_/word2vec.py" for name in ("Ann Lee_12", "ann lee_13", "Bo_14")]
    there = find_class([written(tmp_path / "a.zip", dict.fromkeys(names, "x"))], KNOWN, None, tray)
    assert [one.who for one in there.found] == ["Ann Lee (12)", "ann lee (13)", "Bo"]


def test_one_who_cannot_be_told_stops_nobody(tmp_path, tray):
    under(tmp_path / "class", "alice/word2vec", "bob/foundations")
    folder(tmp_path / "class/carol", {"answers.pdf": b"%PDF"})
    there = find_class([tmp_path / "class", tmp_path / "nowhere"], KNOWN, None, tray)
    assert [(one.who, one.slug) for one in there.found] == [("alice", "word2vec"), ("bob", "foundations")]
    undecided, missing = there.troubles
    assert (undecided.who, undecided.path) == ("carol", tmp_path / "class/carol")
    assert undecided.finding.what == "Which assignment carol is for can't be told: no file and no function in it tells."
    assert missing.finding.what == f"{tmp_path}/nowhere does not exist."


def test_all_of_an_export_are_for_one_assignment_that_most_of_them_say(tmp_path, tray):
    names = {f"P{number}_{number}_assignsubmission_file_/word2vec.py": "x" for number in range(10, 13)}
    other = {"Q_20_assignsubmission_file_/q1_softmax.py": "x", "R_21_assignsubmission_file_/a.pdf": "x"}
    there = find_class([written(tmp_path / "a.zip", names | other)], KNOWN, None, tray)
    assert {one.slug for one in there.found} == {"word2vec"}
    assert len(there.found) == 5


def test_an_export_that_tells_no_assignment_has_one_message(tmp_path, tray):
    names = [f"P{number}_{number}_assignsubmission_file_/a.pdf" for number in range(10, 13)]
    path = written(tmp_path / "a.zip", dict.fromkeys(names, "x"))
    there = find_class([path], KNOWN, None, tray)
    assert there.found == ()
    assert [trouble.finding for trouble in there.troubles] == [
        Finding(
            "Which assignment a.zip was exported from can't be told: no file and no function in it tells.",
            str(path),
            "Say it with `--assignment foundations` or `--assignment word2vec`.",
        )
    ]
    assert len(find_class([path], KNOWN, "word2vec", tray).found) == 3


def test_code_is_read_only_where_no_name_tells(tmp_path, tray, monkeypatch):
    monkeypatch.setattr("grader.submission.deciding.candidates", lambda *_: pytest.fail("code was read"))
    under(tmp_path / "class", "alice", "bob")
    folder(tmp_path / "class", {"carol/sgd.py": "x = 1\n", "dave/mine.py": "x = 1\n", "eve.zip": zipped(CODE.items())})
    assert {one.slug for one in find_class([tmp_path / "class"], KNOWN, None, tray).found} == {"word2vec"}


def test_what_is_nobodys_in_an_export_is_told(tmp_path, tray):
    path = written(
        tmp_path / "all.zip", MOODLE | {"extra.py": "x", "__MACOSX/._a.py": "x", ".DS_Store": "x", "g.csv": "x"}
    )
    there = find_class([path], KNOWN, None, tray)
    assert len(there.found) == 3
    assert [trouble.finding for trouble in there.troubles] == [
        Finding(
            "extra.py is nobody's: Moodle names what was handed in after whoever handed it in.",
            str(path),
            "If somebody handed it in, give the file the name that the others have, or grade it alone.",
        )
    ]


HOSTILE = "Eve_66_assignsubmission_file_"


def test_nothing_of_a_hostile_hand_in_leaves_its_place_and_the_rest_is_found(tmp_path, tray):
    files = [
        ("Ann_12_assignsubmission_file_/word2vec.py", CODE_TEXT),
        (f"{HOSTILE}/../../escaped.py", "x"),
        ("/etc/escaped.py", "x"),
        ("C:\\escaped.py", "x"),
        (f"{HOSTILE}/word2vec.py", CODE_TEXT),
        (f"{HOSTILE}/WORD2VEC.py", "x = 2\n"),
        (f"{HOSTILE}/word2vec.py", "x = 3\n"),
        (f"{HOSTILE}/a\x1b[31m.py", "x = 4\n"),
        (f"{HOSTILE}/{'long' * 75}.py", "x = 5\n"),
        (f"{HOSTILE}/{'d/' * 40}deep.py", "x = 6\n"),
        (zip_entry(f"{HOSTILE}/link.py", stat.S_IFLNK | 0o777), "/etc/passwd"),
        (f"{'Long' * 75}_77_assignsubmission_file_/word2vec.py", CODE_TEXT),
        ("\x1b[2J_78_assignsubmission_file_/word2vec.py", CODE_TEXT),
    ]
    there = find_class([written(tmp_path / "all.zip", files)], KNOWN, None, tray)
    assert {one.id for one in there.found} == {"12", "66", "77", "78"}
    assert all(one.who.isprintable() and len(one.who) <= 101 and "/" not in one.who for one in there.found)
    [eve] = [one for one in there.found if one.id == "66"]
    assert {"a_1b_[31m.py", "word2vec.py"} <= set(inside(eve))
    said = {left.what[:20]: left.why for left in eve.left_out}
    assert said["link.py"] == "It is a link to something else. Hand in the file itself."
    assert said["word2vec.py"] == "Another file is stored under the same name. Give them different names."
    assert "folders deep" in said["d/d/d/d/d/d/d/d/d/d/"]
    assert eve.flags == ("link.py is a link; it was not followed.",)
    [trouble] = there.troubles
    assert trouble.finding == Finding(
        "3 of the names in all.zip lead out of it, and were not unpacked: "
        f"{HOSTILE}/../../escaped.py, /etc/escaped.py, C:\\escaped.py.",
        str(tmp_path / "all.zip"),
        "No learning platform packs such names. Ask who put them there.",
    )
    assert not list(tmp_path.rglob("escaped*"))
    with Spool() as spool:
        read = load(eve, frozenset(), spool)
    assert set(eve.left_out) <= set(read.left_out)
    assert set(eve.flags) <= set(read.flags)


@pytest.mark.parametrize("name", ["..", "../../escaped.py", "sub\\..\\..\\escaped.py", "C:escaped.py", "a\x00b.py"])
def test_a_file_name_behind_a_persons_name_leads_nowhere_else(tmp_path, tray, name):
    files = {f"eve_66_904_{name}": "x", "leeann_12_905_word2vec.py": "x", "zhou_13_906_word2vec.py": "x"}
    there = find_class([written(tmp_path / "all.zip", files)], KNOWN, None, tray)
    assert {"leeann", "zhou"} <= {one.who for one in there.found}
    assert all(one.path.resolve().parent.parent == there.found[0].path.resolve().parent.parent for one in there.found)
    assert not [path for path in tmp_path.rglob("*") if "escaped" in path.name]


def test_a_link_in_an_unpacked_export_is_nobodys_hand_in(tmp_path, tray):
    folder(tmp_path / "all", CANVAS)
    (tmp_path / "all/eve_66_904_word2vec.py").symlink_to("/etc/passwd")
    assert {one.who for one in find_class([tmp_path / "all"], KNOWN, None, tray).found} == {"leeann", "zhouwei"}


def test_every_hand_in_has_the_bounds_of_one(tmp_path, tray, monkeypatch):
    monkeypatch.setattr("grader.submission.shelf.MOST_STORED", 3_000)
    monkeypatch.setattr("grader.submission.tray.MOST_ENTRIES", 4)
    files = {
        f"{who}_1{number}_assignsubmission_file_/{part}.npy": bytes(1_000)
        for number, who in enumerate("abc")
        for part in range(2)
    }
    many = {f"{HOSTILE}/{part}.npy": bytes(1_000) for part in range(4)}
    names = {f"Many_70_assignsubmission_file_/{part}.npy": b"" for part in range(6)}
    there = find_class([written(tmp_path / "all.zip", files | many | names)], KNOWN, "word2vec", tray)
    left = {one.who: [left.what for left in one.left_out] for one in there.found}
    assert {one.who: len(inside(one)) for one in there.found} == {"a": 2, "b": 2, "c": 2, "Eve": 3, "Many": 4}
    assert left == {"a": [], "b": [], "c": [], "Eve": ["3.npy"], "Many": ["2 more files"]}


def test_a_disk_without_room_is_said_before_anything_is_unpacked(tmp_path, tray, monkeypatch):
    monkeypatch.setattr(tray_room.shutil, "disk_usage", lambda _: tray_room.shutil._ntuple_diskusage(10**9, 0, 0))
    path = written(tmp_path / "all.zip", CANVAS)
    [trouble] = find_class([path], KNOWN, None, tray).troubles
    assert trouble.finding.what == "all.zip unpacks to 0 MB, and 0 MB are free for it."
    assert trouble.finding.advice == (
        "Free some room there, or name a larger disk: `TMPDIR=/somewhere grade …`. A folder that you unpack yourself "
        "is read where it lies."
    )


def test_an_archive_that_was_damaged_on_its_way_is_one_hand_in_as_before(tmp_path, tray):
    path = written(tmp_path / "all.zip", MOODLE)
    path.write_bytes(path.read_bytes()[:-30])
    assert people(find_class([path], KNOWN, "word2vec", tray)) == [("all", "", "word2vec", 1)]


def test_a_damaged_file_in_an_export_is_left_out_and_said(tmp_path, tray):
    data = bytearray(zipped([(f"{HOSTILE}/word2vec.py", "x" * 50), (f"{HOSTILE}/b.py", "y")], zipfile.ZIP_STORED))
    data[data.index(b"xxx")] = ord("z")
    (tmp_path / "all.zip").write_bytes(data)
    [eve] = find_class([tmp_path / "all.zip"], KNOWN, "word2vec", tray).found
    assert inside(eve) == ["b.py"]
    assert [left.what for left in eve.left_out] == ["word2vec.py"]


def test_the_same_export_gives_the_same_class_every_time(tmp_path, tray):
    turned = dict(reversed(MOODLE.items()))
    one, other = (
        find_class([written(tmp_path / "all.zip", files)], KNOWN, None, tray).found for files in (MOODLE, turned)
    )
    assert [(found.who, found.id, inside(found)) for found in one] == [(f.who, f.id, inside(f)) for f in other]
