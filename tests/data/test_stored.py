import gzip
import hashlib
import lzma
import os
import tracemalloc

import pytest

from grader.data import stored as module
from grader.data.stored import DataUnusable, Stored, children, demand, digest, find, lines
from tests.data.folders import laid, stored, told


def refused(call, *arguments):
    with pytest.raises(DataUnusable) as raised:
        result = call(*arguments)
        list(result) if result is not None else None
    return told(raised.value)


@pytest.mark.parametrize("pack", [None, lzma.compress, gzip.compress])
def test_lines_are_numbered_and_packed_files_are_read_as_if_they_were_not(tmp_path, pack):
    content = "\ufeffone\r\n\ntwo ä".encode()
    name = "a.txt" + {None: "", lzma.compress: ".xz", gzip.compress: ".gz"}[pack]
    found = stored(tmp_path, pack(content) if pack else content, name)
    assert list(lines(found)) == [(1, "one"), (2, ""), (3, "two ä")]


def test_a_file_is_found_packed_or_not_and_by_part_of_its_name(tmp_path):
    laid(tmp_path, {"ptb/train.txt.xz": b"", "imdb/some_train_8.jsonl": b""})
    assert find(tmp_path, "ptb/train.txt").name == "ptb/train.txt.xz"
    assert find(tmp_path, "imdb/*train*.jsonl").name == "imdb/some_train_8.jsonl"
    assert find(tmp_path, "imdb/test.jsonl") is None


def test_two_files_that_fit_are_one_too_many(tmp_path):
    laid(tmp_path, {"a.txt": b"", "a.txt.gz": b""})
    assert "2 files of the data folder fit `a.txt`" in refused(find, tmp_path, "a.txt")


@pytest.mark.parametrize("place", ["../secret.txt", "/etc/hostname", "a/../../b", "."])
def test_a_place_outside_of_the_folder_is_refused(tmp_path, place):
    assert "named by its place in it" in refused(find, tmp_path, place)


def test_a_link_out_of_the_folder_is_refused_and_one_inside_is_followed(tmp_path):
    laid(tmp_path, {"outside.txt": "x", "data/a.txt": "a\n"})
    (tmp_path / "data/out.txt").symlink_to(tmp_path / "outside.txt")
    (tmp_path / "data/in.txt").symlink_to("a.txt")
    assert "A link in the data folder leads out of it. | out.txt |" in refused(find, tmp_path / "data", "out.txt")
    assert list(lines(find(tmp_path / "data", "in.txt"))) == [(1, "a")]


def test_the_data_folder_itself_may_be_a_link(tmp_path):
    laid(tmp_path, {"real/a.txt": "a\n"})
    (tmp_path / "data").symlink_to(tmp_path / "real")
    assert list(lines(find(tmp_path / "data", "a.txt"))) == [(1, "a")]


def test_a_link_to_nowhere_and_a_pipe_are_no_files(tmp_path):
    (tmp_path / "gone.txt").symlink_to("nothing.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert "neither a file nor a folder" in refused(find, tmp_path, "gone.txt")
    assert "neither a file nor a folder" in refused(find, tmp_path, "pipe.txt")


def test_a_link_in_a_folder_of_files_may_not_lead_out_either(tmp_path):
    laid(tmp_path, {"pos/1_7.txt": "a", "other.txt": "b"})
    (tmp_path / "pos/2_7.txt").symlink_to(tmp_path / "other.txt")
    assert "leads out of it. | pos/2_7.txt" in refused(children, Stored(tmp_path / "pos", "pos"), ".txt")


def test_a_folder_of_too_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_MOST_FILES", 2)
    laid(tmp_path, {f"{number}.txt": "" for number in range(3)})
    assert "more than 2 files" in refused(children, Stored(tmp_path, "pos"), ".txt")


@pytest.mark.parametrize("pack", [lzma.compress, gzip.compress])
def test_a_torn_packed_file_names_the_line(tmp_path, pack):
    content = "\n".join(hashlib.sha256(bytes([number])).hexdigest() for number in range(200)).encode()
    name = "a.xz" if pack is lzma.compress else "a.gz"
    found = stored(tmp_path, pack(content)[:-900], name)
    assert "breaks off or is damaged." in refused(lines, found)
    assert f"{name}, line " in refused(lines, found)


def test_what_is_not_packed_though_its_name_says_so_is_told(tmp_path):
    assert "breaks off or is damaged. | a.xz, line 1" in refused(lines, stored(tmp_path, "plain", "a.xz"))
    assert "breaks off or is damaged. | a.gz, line 1" in refused(lines, stored(tmp_path, "plain", "a.gz"))


def test_another_encoding_names_byte_and_line(tmp_path):
    found = stored(tmp_path, b"fine\ncaf\xe9 au lait\n")
    assert "Byte 4 of a line is no UTF-8. | file.txt, line 2 |" in refused(lines, found)


def test_a_null_byte_is_no_text(tmp_path):
    assert "null byte" in refused(lines, stored(tmp_path, b"PK\x00\x01\n"))


def test_a_huge_line_is_refused_without_being_read_whole(tmp_path):
    found = stored(tmp_path, lzma.compress(b"short\n" + b"x" * 30_000_000), "a.xz")
    tracemalloc.start()
    message = refused(lines, found)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "A line is longer than 1,000,000 bytes. | a.xz, line 2" in message
    assert peak < 20_000_000  # 8 MB are the dictionary of xz


def test_a_text_is_read_up_to_its_bound_only(tmp_path):
    found = stored(tmp_path, lzma.compress((b"x" * 99_999 + b"\n") * 30), "a.xz")
    assert "larger than 1 MB. | a.xz, line 11" in refused(lines, found, 1_000_000)


def test_a_digest_is_that_of_the_file_as_it_lies_there(tmp_path):
    packed = gzip.compress(b"abc", mtime=0)
    assert digest(stored(tmp_path, packed, "a.gz")) == hashlib.sha256(packed).hexdigest()


def test_a_folders_digest_is_that_of_its_list_of_digests(tmp_path):
    laid(tmp_path, {"set/pos/1.txt": "a", "set/neg/2.txt": "b"})
    listed = "".join(
        f"{hashlib.sha256(text).hexdigest()}  {name}\n" for name, text in (("./neg/2.txt", b"b"), ("./pos/1.txt", b"a"))
    )
    assert digest(Stored(tmp_path / "set", "set")) == hashlib.sha256(listed.encode()).hexdigest()


def test_the_file_that_is_meant_passes_and_another_is_told_with_its_own_digest(tmp_path):
    found = stored(tmp_path, "text")
    right = hashlib.sha256(b"text").hexdigest()
    demand(found, right.upper())
    message = refused(demand, found, "0" * 64)
    assert "file.txt is not the file that the spec was written for" in message
    assert f"`{right}`" in message


def test_a_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    found = stored(tmp_path, "text")
    monkeypatch.setattr("pathlib.Path.open", forbidden)
    assert "cannot be read: Permission denied. | file.txt |" in refused(lines, found)
