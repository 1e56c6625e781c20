"""Whatever was handed in lies in the spool as ordinary, read-only files, and is gone when its time is over."""

import os
import shutil
import socket
import stat
from pathlib import Path

import pytest

from grader.submission import folder as folders
from grader.submission import shelf
from grader.submission.module import LeftOut
from grader.submission.spool import Spool
from tests.submission.handed_in import folder
from tests.submission.packing import CODE, written, zipped


@pytest.fixture
def spool():
    with Spool() as opened:
        yield opened


def inside(place: Path) -> list[str]:
    return sorted(str(path.relative_to(place)) for path in place.rglob("*") if path.is_file())


def test_a_folder_is_copied_with_its_folders(tmp_path, spool):
    made = folder(tmp_path / "ann", {"a.py": CODE, "data/x.txt": "1", "data/deep/y.bin": b"\0\1"})
    taken = spool.take(made)
    assert inside(taken.folder) == ["a.py", "data/deep/y.bin", "data/x.txt"]
    assert (taken.folder / "data/deep/y.bin").read_bytes() == b"\0\1"
    assert (taken.left_out, taken.flags, taken.notes, taken.names) == ((), (), (), {})


def test_nothing_in_the_spool_can_be_written_and_nobody_else_may_enter(tmp_path, spool):
    taken = spool.take(folder(tmp_path / "ann", {"a.py": CODE, "data/x.txt": "1"}))
    modes = {stat.S_IMODE(path.stat().st_mode) for path in [taken.folder, *taken.folder.rglob("*")]}
    assert modes == {0o555, 0o444}
    assert stat.S_IMODE(spool.folder.stat().st_mode) == 0o700


def test_the_folder_is_named_by_a_number_and_never_by_the_student(tmp_path, spool):
    made = folder(tmp_path / "ann", {"a.py": CODE})
    assert [spool.take(made).folder for _ in range(2)] == [spool.folder / "1", spool.folder / "2"]


def test_what_was_handed_in_may_change_afterwards(tmp_path, spool):
    made = folder(tmp_path / "ann", {"a.py": CODE})
    taken = spool.take(made)
    (made / "a.py").write_text("x")
    assert (taken.folder / "a.py").read_text() == CODE


def test_a_hand_in_is_released_alone_and_the_rest_when_the_spool_is_closed(tmp_path):
    made = folder(tmp_path / "ann", {"hw/deep/a.py": CODE})
    with pytest.raises(KeyError), Spool() as spool:
        first, second = spool.take(made), spool.take(made)
        spool.release(first.folder)
        assert not (spool.folder / "1").exists()
        assert second.folder.exists()
        raise KeyError("something of ours")
    assert not spool.folder.exists()


def test_a_guarded_place_may_be_entered_by_whom_it_lets_through(tmp_path):
    with Spool(tmp_path) as spool:
        assert spool.folder.parent == tmp_path
        assert stat.S_IMODE(spool.folder.stat().st_mode) == 0o711


def test_a_single_file_is_copied_alone(tmp_path, spool):
    made = folder(tmp_path, {"ann.py": CODE, "bob.py": CODE})
    assert inside(spool.take(made / "ann.py").folder) == ["ann.py"]


def test_caches_and_hidden_files_are_not_copied(tmp_path, spool):
    files = ["__pycache__/a.cpython-311.pyc", ".git/config", "venv/lib/x.py", ".a.py.swp", "a.py~", "a.py"]
    assert inside(spool.take(folder(tmp_path / "ann", dict.fromkeys(files, "x"))).folder) == ["a.py"]


def test_compiled_code_is_not_copied(tmp_path, spool):
    taken = spool.take(folder(tmp_path / "ann", {"a.py": CODE, "numpy.so": b"\x7fELF"}))
    assert inside(taken.folder) == ["a.py"]
    assert taken.left_out == (LeftOut("numpy.so", "Compiled code is never loaded; hand in its source."),)
    assert taken.flags == ("numpy.so is compiled code; it was not loaded.",)


def test_links_are_left_out_and_flagged(tmp_path, spool):
    made = folder(tmp_path / "ann", {"word2vec.py": CODE})
    (made / "a.py").symlink_to("/etc/passwd")
    (made / "loop").symlink_to(made)
    (made / "gone").symlink_to("nowhere")
    taken = spool.take(made)
    assert inside(taken.folder) == ["word2vec.py"]
    assert [left.what for left in taken.left_out] == ["a.py", "gone", "loop"]
    assert taken.flags[0] == "a.py is a link; it was not followed."


def test_a_single_link_is_not_followed_either(tmp_path, spool):
    (tmp_path / "ann.py").symlink_to("/etc/passwd")
    assert spool.take(tmp_path / "ann.py").flags == ("ann.py is a link; it was not followed.",)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_and_sockets_are_not_opened(tmp_path, spool, monkeypatch):
    made = folder(tmp_path / "ann", {"word2vec.py": CODE})
    os.mkfifo(made / "pipe.py")
    monkeypatch.chdir(made)  # a socket's name is short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.py")
        taken = spool.take(made)
    assert taken.left_out == tuple(LeftOut(name, "It is no ordinary file.") for name in ("pipe.py", "socket.py"))
    assert taken.flags[0] == "pipe.py is no ordinary file; it was not opened."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("made", ["pipe", "link", "gone"])
def test_a_file_that_is_replaced_after_it_was_seen_is_left_out(tmp_path, spool, made):
    path = folder(tmp_path / "ann", {"a.py": CODE}) / "a.py"
    [entry] = folders.folder_entries(tmp_path / "ann")
    path.unlink()
    if made == "pipe":
        os.mkfifo(path)
    elif made == "link":
        path.symlink_to("/etc/passwd")
    place = shelf.Shelf(folder(spool.folder / "1", {"x": ""}))
    place.fill([entry])
    assert [left.what for left in place.left_out] == ["a.py"]
    assert inside(spool.folder / "1") == ["x"]


@pytest.mark.skipif(not folders._BY_DESCRIPTOR, reason="this system cannot open a file inside an open folder")
def test_a_folder_that_is_replaced_by_a_link_leads_nowhere(tmp_path, spool):
    secret = folder(tmp_path / "secret", {"a.py": "password"})
    made = folder(tmp_path / "ann", {"code/a.py": CODE})
    entries = list(folders.folder_entries(made))
    shutil.rmtree(made / "code")
    (made / "code").symlink_to(secret)
    place = shelf.Shelf(folder(spool.folder / "1", {"x": ""}))
    place.fill(entries)
    assert [left.what for left in place.left_out] == ["code/a.py"]
    assert "It can't be opened" in place.left_out[0].why


def test_two_names_of_one_file_are_two_files(tmp_path, spool):
    made = folder(tmp_path / "ann", {"a.py": CODE})
    os.link(made / "a.py", made / "b.py")
    assert inside(spool.take(made).folder) == ["a.py", "b.py"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_nobody_may_read_is_left_out(tmp_path, spool):
    made = folder(tmp_path / "ann", {"a.py": CODE, "b.py": CODE})
    (made / "a.py").chmod(0)
    assert spool.take(made).left_out == (
        LeftOut("a.py", "It can't be opened (Permission denied). Check who may read it."),
    )


@pytest.mark.parametrize(("name", "most"), [("a.py", 5), ("a.md", 5), ("a.ipynb", 25), ("a.bin", 50)])
def test_a_file_over_its_cap_is_left_out(tmp_path, spool, name, most):
    made = folder(tmp_path / "ann", {"word2vec.py": CODE, name: b""})
    os.truncate(made / name, most * 1_000_000 + 1)
    taken = spool.take(made)
    assert taken.left_out == (LeftOut(name, f"It is larger than {most} MB."),)
    os.truncate(made / name, most * 1_000_000)
    assert spool.take(made).left_out == ()


def test_a_file_that_grows_while_it_is_copied_is_left_out(tmp_path, spool):
    path = folder(tmp_path / "ann", {"a.py": CODE}) / "a.py"
    [entry] = folders.folder_entries(tmp_path / "ann")
    os.truncate(path, 6_000_000)
    place = shelf.Shelf(folder(spool.folder / "1", {"x": ""}))
    place.fill([entry])
    assert place.left_out == [LeftOut("a.py", "It is larger than 5 MB.")]
    assert (inside(spool.folder / "1"), place.bytes_stored) == (["x"], 0)


def test_where_the_room_ends_it_is_not_the_code_that_is_left_out(tmp_path, spool, monkeypatch):
    monkeypatch.setattr(shelf, "MOST_STORED", 100)
    taken = spool.take(folder(tmp_path / "ann", {"a.txt": "x" * 60, "b.txt": "x" * 60, "z.py": "#" * 50}))
    assert inside(taken.folder) == ["z.py"]
    assert [left.what for left in taken.left_out] == ["a.txt", "b.txt"]
    assert taken.left_out[0].why.startswith("All files together are larger than 200 MB. Leave out")


def test_a_folder_of_too_many_files_is_left_out_as_a_whole(tmp_path, spool, monkeypatch):
    monkeypatch.setattr(folders, "MOST_ENTRIES", 20)
    files = {"a.py": CODE, **{f"data/{number}.txt": "x" for number in range(21)}}
    taken = spool.take(folder(tmp_path / "ann", files))
    assert inside(taken.folder) == ["a.py"]
    why = "The folder holds more than 5,000 files. Leave out what the sheet does not ask for."
    assert taken.left_out == (LeftOut("data/", why),)


def test_of_too_many_files_in_all_the_upper_ones_are_taken(tmp_path, spool, monkeypatch):
    monkeypatch.setattr(folders, "MOST_ENTRIES", 20)
    names = [f"{name}/{number}.txt" for name in "bcd" for number in range(8)]
    taken = spool.take(folder(tmp_path / "ann", {"a.py": CODE, **dict.fromkeys(names, "x")}))
    assert inside(taken.folder) == ["a.py", *(f"{name}/{number}.txt" for name in "bc" for number in range(8))]
    assert taken.left_out[0].what == "d/ and the folders after it"


def test_a_file_deeper_than_anybody_looks_is_left_out(tmp_path, spool):
    taken = spool.take(folder(tmp_path / "ann", {"a.py": CODE, "1/2/3/4/5/6/7/8/9/b.py": CODE}))
    assert inside(taken.folder) == ["a.py"]
    assert taken.left_out == (
        LeftOut("1/2/3/4/5/6/7/8/9/", "It lies more than 8 folders deep. Put its files further up."),
    )


def test_names_are_stored_safely_and_the_students_are_kept(tmp_path, spool):
    taken = spool.take(folder(tmp_path / "ann", {"-rf\n.py": CODE, "a\tb/c.py": CODE}))
    assert inside(taken.folder) == ["_rf_a_.py", "a_9_b/c.py"]
    assert {Path(path).name: name for path, name in taken.names.items()} == {"_rf_a_.py": "-rf\n.py", "a_9_b": "a\tb"}


def test_two_names_that_are_stored_alike_keep_the_first(tmp_path, spool):
    taken = spool.take(folder(tmp_path / "ann", {"a:b.py": "1", "a_3a_b.py": "2"}))
    assert (taken.folder / "a_3a_b.py").read_text() == "1"
    why = "Another file is stored under the same name. Give them different names."
    assert taken.left_out == (LeftOut("a_3a_b.py", why),)


def test_a_full_disk_is_our_fault_and_not_the_students(tmp_path, spool, monkeypatch):
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shelf, "_created", full)
    with pytest.raises(OSError, match="No space left"):
        spool.take(folder(tmp_path / "ann", {"a.py": CODE}))


def test_an_archive_in_a_folder_is_unpacked_where_it_lies(tmp_path, spool):
    made = folder(tmp_path / "ann", {"answers.md": "x", "code.zip": zipped([("hw/a.py", CODE)])})
    taken = spool.take(made)
    assert inside(taken.folder) == ["answers.md", "code.zip/hw/a.py"]
    assert taken.notes == ("code.zip is an archive; what is in it was read.",)


def test_a_broken_archive_in_a_folder_costs_only_itself(tmp_path, spool):
    taken = spool.take(folder(tmp_path / "ann", {"a.py": CODE, "code.zip": b"PK\x03\x04broken"}))
    assert inside(taken.folder) == ["a.py"]
    assert [left.what for left in taken.left_out] == ["code.zip"]


def test_more_archives_than_anybody_hands_in_stay_packed(tmp_path, spool):
    packed = zipped([("a.py", CODE)])
    taken = spool.take(folder(tmp_path / "ann", {f"{number:02}.zip": packed for number in range(12)}))
    assert len(inside(taken.folder)) == 10
    assert taken.left_out[0] == LeftOut(
        "10.zip", "More than 10 archives; the first 10 were unpacked. Hand in one, or none."
    )


def test_a_long_list_of_flags_is_cut_off(tmp_path, spool):
    made = folder(tmp_path / "ann", {f"{number:02}.so": b"x" for number in range(30)})
    assert spool.take(made).flags[20:] == ("10 more flags of this kind.",)


def test_an_archive_may_be_the_whole_hand_in(tmp_path, spool):
    taken = spool.take(written(tmp_path / "ann.zip", zipped([("hw/a.py", CODE), ("__MACOSX/hw/._a.py", "x")])))
    assert (taken.folder.name, inside(taken.folder), taken.notes) == ("hw", ["a.py"], ())
