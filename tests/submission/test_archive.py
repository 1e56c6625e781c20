"""An archive is unpacked within bounds; nothing of it lands anywhere else, and one that can't be read says why."""

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from grader.submission import shelf, untar
from grader.submission.entry import Content, Unreadable
from grader.submission.module import LeftOut
from grader.submission.spool import Spool
from tests.submission.handed_in import folder, taken
from tests.submission.packing import CODE, overlapping, tar_entry, tarred, written, zip_entry, zipped

DAMAGED = "It can't be read to its end: it is damaged. Save it again, and hand that one in."
LEADS_OUT = "Its name leads out of the archive. Pack the folder again, so that all names begin inside it."


def unpacked(path: Path, data: bytes) -> tuple[dict[str, bytes], tuple[LeftOut, ...], tuple[str, ...]]:
    """What comes out of an archive: its files, what was left out, the flags."""
    with Spool() as spool:
        found = spool.take(written(path, data))
        files = {
            str(file.relative_to(found.folder)): file.read_bytes() for file in found.folder.rglob("*") if file.is_file()
        }
    return files, found.left_out, found.flags


def refused(path: Path, data: bytes) -> str:
    """Why a whole archive was left out; nothing comes out of it."""
    files, left_out, _ = unpacked(path, data)
    assert files == {}
    [left] = left_out
    assert left.what == path.name
    return left.why


PACKED = [("a.py", CODE), ("data/x.txt", "1" * 100_000), ("empty", "")]
KINDS = {
    "a.zip": zipped(PACKED),
    "b.zip": zipped(PACKED, zipfile.ZIP_STORED),
    "a.tar": tarred(PACKED),
    "a.tgz": tarred(PACKED, "gz"),
    "a.tar.bz2": tarred(PACKED, "bz2"),
    "a.tar.xz": tarred(PACKED, "xz"),
    "named-wrongly.zip": tarred(PACKED, "gz"),
    "several-streams.tar.gz": b"".join(map(gzip.compress, (tarred(PACKED)[:700], tarred(PACKED)[700:]))) + bytes(99),
    "several-streams.tar.bz2": b"".join(map(bz2.compress, (tarred(PACKED)[:700], tarred(PACKED)[700:]))),
    "several-streams.tar.xz": b"".join(map(lzma.compress, (tarred(PACKED)[:700], tarred(PACKED)[700:]))),
}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_is_unpacked_and_known_by_its_first_bytes(tmp_path, name):
    files, left_out, flags = unpacked(tmp_path / name, KINDS[name])
    assert files == {"a.py": CODE.encode(), "data/x.txt": b"1" * 100_000, "empty": b""}
    assert (left_out, flags) == ((), ())


@pytest.mark.parametrize("name", KINDS)
def test_an_archive_that_was_cut_off_is_refused(tmp_path, name):
    data = KINDS[name].rstrip(b"\0")
    assert refused(tmp_path / name, data[: len(data) * 2 // 3]) == DAMAGED


@pytest.mark.parametrize("name", ["../a.py", "/tmp/a.py", "..\\a.py", "C:\\a.py", "hw/../../a.py"])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_name_that_leads_out_leaves_that_file_out(tmp_path, pack, name):
    files, left_out, flags = unpacked(tmp_path / "ann.zip", pack([(name, "evil"), ("b.py", CODE)]))
    assert list(files) == ["b.py"]
    [left] = left_out
    assert left.why == LEADS_OUT
    assert flags[0].endswith(" leads out of its archive; it was not unpacked.")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ann.zip"]


def test_a_name_with_a_null_byte_leads_out_too(tmp_path):
    data = zipped([("a.pyX.txt", "evil"), ("b.py", CODE)]).replace(b"a.pyX.txt", b"a.py\0.txt")
    files, left_out, _ = unpacked(tmp_path / "ann.zip", data)
    assert list(files) == ["b.py"]
    assert left_out == (LeftOut("a.py\\x00.txt", LEADS_OUT),)


@pytest.mark.parametrize(
    "data",
    [
        zipped([(zip_entry("a.py", stat.S_IFLNK | 0o777), "/etc/passwd"), ("b.py", CODE)]),
        tarred([("b.py", CODE)], extra=[tar_entry("a.py", tarfile.SYMTYPE, "/etc/passwd")]),
        tarred([("b.py", CODE)], extra=[tar_entry("a.py", tarfile.LNKTYPE, "../../etc/passwd")]),
    ],
    ids=["zip", "symbolic", "hard"],
)
def test_a_packed_link_is_left_out(tmp_path, data):
    files, left_out, flags = unpacked(tmp_path / "ann.zip", data)
    assert files == {"b.py": CODE.encode()}
    assert left_out == (LeftOut("a.py", "It is a link to something else. Hand in the file itself."),)
    assert flags == ("a.py is a link; it was not followed.",)


def test_a_file_under_a_packed_link_stays_inside(tmp_path):
    outside = folder(tmp_path / "outside", {"x": ""})
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.addfile(tar_entry("out", tarfile.SYMTYPE, str(outside)))
        archive.addfile(tarfile.TarInfo("out/evil.py"))
    files, _, _ = unpacked(tmp_path / "ann.tar", made.getvalue())
    assert list(files) == ["evil.py"]
    assert [path.name for path in outside.iterdir()] == ["x"]


@pytest.mark.parametrize(
    "data",
    [
        zipped([(zip_entry("a.py", stat.S_IFIFO | 0o777), ""), ("b.py", CODE)]),
        zipped([(zip_entry("a.py", stat.S_IFCHR | 0o777), ""), ("b.py", CODE)]),
        *(
            tarred([("b.py", CODE)], extra=[tar_entry("a.py", kind)])
            for kind in (tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.GNUTYPE_SPARSE, b"Z")
        ),
    ],
    ids=["zip-pipe", "zip-device", "pipe", "character", "block", "sparse", "unknown"],
)
def test_what_is_no_ordinary_file_is_left_out(tmp_path, data):
    files, left_out, _ = unpacked(tmp_path / "ann.zip", data)
    assert files["b.py"] == CODE.encode()
    assert "a.py" not in files or not files["a.py"]
    assert not left_out or left_out == (LeftOut("a.py", "It is no ordinary file."),)


def test_a_name_that_comes_twice_keeps_the_first(tmp_path):
    for data in (zipped([("a.py", "1"), ("a.py", "2")]), tarred([("a.py", "1"), ("a.py", "2")])):
        files, left_out, _ = unpacked(tmp_path / "ann.zip", data)
        assert files == {"a.py": b"1"}
        assert left_out == (LeftOut("a.py", "Another file is stored under the same name. Give them different names."),)


def test_names_that_differ_in_case_or_in_how_an_accent_is_written_are_two_files(tmp_path):
    if (folder(tmp_path, {"x": ""}) / "X").exists():
        pytest.skip("to this disk they are one")
    names = ["a.py", "A.py", "é.py", "e\u0301.py"]
    files, left_out, _ = unpacked(tmp_path / "ann.zip", zipped([(name, CODE) for name in names]))
    assert (sorted(files), left_out) == (sorted(names), ())


def test_a_file_where_a_folder_is_due_keeps_the_first(tmp_path):
    files, left_out, _ = unpacked(tmp_path / "ann.zip", zipped([("a.py", CODE), ("a.py/b.py", CODE), ("c.py", CODE)]))
    assert (list(files), [left.what for left in left_out]) == (["a.py", "c.py"], ["a.py/b.py"])


def test_names_that_no_disk_takes_are_cut(tmp_path):
    for pack in (zipped, tarred):
        files, left_out, _ = unpacked(tmp_path / "ann.zip", pack([("x" * 4000 + ".py", CODE), ("b.py", CODE)]))
        assert (sorted(map(len, files)), left_out) == ([4, 240], ())


def test_utf8_names_are_read_as_such_also_where_the_archive_does_not_say_so(tmp_path):
    data = zipped([("Ã©.py", CODE)]).replace("Ã©".encode(), b"__" + "é".encode())
    flags_at = [data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8]
    for place in flags_at:
        data = data[:place] + b"\0\0" + data[place + 2 :]
    files, _, _ = unpacked(tmp_path / "ann.zip", data)
    assert list(files) == ["__é.py"]


def test_files_that_share_their_bytes_are_a_bomb(tmp_path):
    path = tmp_path / "ann.zip"
    why = "Its files overlap, as no program packs them. Pack the folder again as a .zip."
    assert refused(path, overlapping()) == why
    flag = "ann.zip holds files that overlap, as archives do that are made to fill a disk."
    assert unpacked(path, overlapping())[2] == (flag,)


@pytest.mark.parametrize("pack", [zipped, tarred, lambda files: tarred(files, "xz")], ids=["zip", "tar", "xz"])
def test_what_unpacks_to_more_than_there_is_room_for_is_refused(tmp_path, monkeypatch, pack):
    monkeypatch.setattr(shelf, "MOST_STORED", 3_000_000)
    files = [(f"{number}.bin", bytes(1_000_000)) for number in range(4)]
    assert refused(tmp_path / "ann.zip", pack(files)) == (
        "It unpacks to more than 3 MB. Leave out what the sheet does not ask for: data sets, downloaded models."
    )


def test_a_packed_file_that_is_too_large_alone_takes_no_room(tmp_path, monkeypatch):
    monkeypatch.setattr(shelf, "MOST_STORED", 3_000_000)
    files, left_out, _ = unpacked(tmp_path / "ann.zip", zipped([("a.py", bytes(6_000_000)), ("b.py", CODE)]))
    assert (list(files), left_out) == (["b.py"], (LeftOut("a.py", "It is larger than 5 MB."),))


@pytest.mark.parametrize("compression", ["gz", "bz2", "xz"])
def test_what_is_decompressed_is_counted_as_it_comes(tmp_path, monkeypatch, compression):
    monkeypatch.setattr(shelf, "MOST_STORED", 3_000_000)
    data = tarred([("a.py", bytes(6_000_000)), ("b.py", CODE)], compression)
    assert refused(tmp_path / "ann.zip", data).startswith("It unpacks to more than 3 MB.")


def test_a_size_that_is_only_claimed_is_not_asked_for():
    class Stream(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None and 0 <= size <= 101
            return super().read(size)

    content = Content(Stream(b"x" * 1000), most=100)
    assert len(content.read(100)) == 100
    for size in (101, 1 << 62, -1):
        with pytest.raises(Unreadable):
            content.read(size)


def test_a_packed_file_over_its_cap_is_left_out_alone(tmp_path):
    for pack in (zipped, lambda files: tarred(files, "gz")):
        files, left_out, _ = unpacked(tmp_path / "ann.zip", pack([("a.py", b"#" * 6_000_000), ("b.py", CODE)]))
        assert (list(files), left_out) == (["b.py"], (LeftOut("a.py", "It is larger than 5 MB."),))


def test_a_file_that_claims_to_be_smaller_than_it_is_is_left_out(tmp_path):
    data = bytearray(zipped([("a.py", b"#" * 100_000), ("b.py", CODE)]))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    files, left_out, _ = unpacked(tmp_path / "ann.zip", bytes(data))
    assert (list(files), left_out) == (["b.py"], (LeftOut("a.py", DAMAGED),))


def test_a_packed_file_with_a_wrong_sum_is_left_out(tmp_path):
    data = zipped([("a.py", CODE), ("b.py", CODE)], zipfile.ZIP_STORED).replace(b"return x", b"return 1", 1)
    files, left_out, _ = unpacked(tmp_path / "ann.zip", data)
    assert (list(files), left_out) == (["b.py"], (LeftOut("a.py", DAMAGED),))


def test_more_files_than_anybody_hands_in_are_refused(tmp_path):
    names = [(f"{number}.txt", "") for number in range(5_001)]
    why = "It holds more than 5,000 files. Leave out what the sheet does not ask for."
    assert refused(tmp_path / "ann.zip", zipped(names)) == why
    assert refused(tmp_path / "ann.tar", tarred(names)) == why


def test_a_list_too_long_to_be_read_is_not_read(tmp_path):
    info = zip_entry("a.py", 0)
    info.comment = b"x" * 60_000
    assert refused(tmp_path / "ann.zip", zipped([(info, "")] * 80)) == DAMAGED


def test_a_password_is_said(tmp_path):
    data = bytearray(zipped([("a.py", CODE)]))
    for place in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[place] |= 1
    assert refused(tmp_path / "ann.zip", bytes(data)) == "It is protected by a password. Pack it again without one."


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_unusual_way_of_packing_is_said(tmp_path, method):
    files, left_out, _ = unpacked(tmp_path / "ann.zip", zipped([("a.py", CODE)], method))
    why = "It is packed in an unusual way. Pack the folder again as an ordinary .zip."
    assert (files, left_out) == ({}, (LeftOut("a.py", why),))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"Rar!\x1a\x07", "It is a RAR archive, which can't be opened here. Pack the folder again as a .zip."),
        (b"7z\xbc\xaf\x27\x1c", "It is a 7z archive, which can't be opened here. Pack the folder again as a .zip."),
        (b"hello", "It is no archive that can be opened: neither zip nor tar. Pack the folder again as a .zip."),
        (b"", "It is no archive that can be opened: neither zip nor tar. Pack the folder again as a .zip."),
        (gzip.compress(b"hello", mtime=0), DAMAGED),
        (b"\x1f\x8bhello", DAMAGED),
        (b"PK\x03\x04hello", DAMAGED),
        (zipped([]), "There is nothing in it. Pack the folder with your files again, and look into it once."),
    ],
)
def test_what_is_no_archive_is_said(tmp_path, data, why):
    assert refused(tmp_path / "ann.zip", data) == why


def test_an_archive_inside_an_archive_stays_packed(tmp_path):
    data = zipped([("inner.zip", zipped([("a.py", CODE)])), ("b.py", CODE)])
    files, left_out, _ = unpacked(tmp_path / "ann.zip", data)
    why = "It is an archive inside an archive, and those aren't unpacked. Hand in what is inside."
    assert (list(files), left_out) == (["b.py"], (LeftOut("inner.zip", why),))


def test_a_packed_file_deeper_than_anybody_looks_is_left_out(tmp_path):
    files, left_out, _ = unpacked(tmp_path / "ann.zip", zipped([("1/2/3/4/5/6/7/8/9/a.py", CODE), ("b.py", CODE)]))
    assert list(files) == ["b.py"]
    assert left_out[0].why == "It lies more than 8 folders deep. Put its files further up."


def test_a_tar_that_breaks_off_in_a_header_is_refused_and_not_half_read(tmp_path):
    data = bytearray(tarred([("a.py", CODE), ("b.py", CODE)]))
    data[1024 + 148 : 1024 + 156] = b"99999999"  # the second header's sum
    assert refused(tmp_path / "ann.tar", bytes(data)) == DAMAGED


@pytest.mark.parametrize("size", [-512, -1024, -1, 1 << 40, 1 << 62])
@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.DIRTYPE])
def test_a_tar_with_an_impossible_size_ends(tmp_path, size, kind):
    entry = tar_entry("a.py", kind)
    entry.size = size
    data = entry.tobuf(tarfile.GNU_FORMAT) + tarred([("b.py", CODE)])
    files, left_out, _ = unpacked(tmp_path / "ann.tar", data)
    assert set(files) <= {"b.py"}
    assert files or left_out


@pytest.mark.parametrize(("length", "count"), [(16_384, 1), (4_096, 100)])
def test_a_tar_that_is_mostly_headers_is_refused_before_they_are_searched(tmp_path, length, count):
    entry = tar_entry("a.py", tarfile.XHDTYPE)
    entry.size = length
    data = (entry.tobuf() + b"16 a=bbbbbbbbbb\n" * (length // 16) + tarfile.TarInfo("b.py").tobuf()) * count
    why = "It says more about its files than it holds. Pack the folder again as a .zip."
    assert refused(tmp_path / "ann.tar", data) == why


def test_a_chain_of_long_names_ends(tmp_path):
    link = tar_entry("x", tarfile.GNUTYPE_LONGNAME).tobuf(tarfile.GNU_FORMAT)
    assert refused(tmp_path / "ann.tar", link * 5000 + tarred([("b.py", CODE)])) == DAMAGED


def test_an_xz_that_asks_for_gigabytes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setitem(untar.COMPRESSED, b"\xfd7zXZ\x00", lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, 100_000))
    assert refused(tmp_path / "ann.tar.xz", tarred(PACKED, "xz")) == DAMAGED


def test_what_could_not_be_unpacked_is_why_a_function_is_missing(tmp_path):
    from grader.code import CannotAnswer
    from grader.outcome import Finding, Verdict

    found = taken(written(tmp_path / "ann.zip", b"Rar!"))
    assert (found.modules, found.documents) == ((), ())
    with pytest.raises(CannotAnswer) as caught:
        found.locate(["word2vec.f"])
    assert caught.value.outcome.verdict is Verdict.REJECTED
    assert caught.value.outcome.finding == Finding(
        "`f` can't be called: ann.zip was left out.",
        "ann.zip",
        "It is a RAR archive, which can't be opened here. Pack the folder again as a .zip.",
    )
