"""Parcels: what is unpacked is read as the original would have been, and nothing in one leads out of its folder."""

import os
from pathlib import Path

import pytest

from grader.batch import parcel
from grader.batch.parcel import Packed, Parcel, StaysHere, packed, unpacked
from grader.batch.tasks import content_of
from grader.store.fingerprints import GREATEST
from grader.submission.find import Found
from grader.submission.load import load
from grader.submission.spool import Spool


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A hand-in with nearly all that somebody may hand in."""
    root = tmp_path / "mixed"
    (root / "code" / "deep").mkdir(parents=True)
    (root / "empty").mkdir()
    for folder in ("__pycache__", ".git", "venv"):
        (root / folder).mkdir()
        (root / folder / "inside.py").write_text("x = 1\n", "utf-8")
    (root / "code" / "own.py").write_text("def double(x): return 2 * x\n", "utf-8")
    (root / "code" / "deep" / "ünd 'so'.md").write_text("# 1\nBecause.\n", "utf-8")
    (root / ".hidden").write_bytes(b"\0\1")
    (root / "data.bin").write_bytes(bytes(1000))
    with (root / "weights.pt").open("wb") as stream:
        stream.truncate(GREATEST + 7)
    (root / "secret.py").symlink_to("/etc/hostname")
    (root / "nowhere.py").symlink_to("gone")
    (root / "elsewhere").symlink_to("/etc")
    return root


def there(path: Path, tmp_path: Path) -> Path:
    place = tmp_path / "there"
    place.mkdir()
    return unpacked(packed(path), place)


def read(path: Path) -> object:
    """What the intake reads of a hand-in, but for where it lies."""
    with Spool() as spool:
        one = load(Found("ann", "small", path), frozenset(), spool)
        return one.modules, one.sections, one.left_out, one.flags, one.notes, [each.name for each in one.attachments]


def test_what_is_unpacked_has_the_same_fingerprint_and_is_read_alike(mixed: Path, tmp_path: Path) -> None:
    copy = there(mixed, tmp_path)
    assert content_of(Found("ann", "small", copy)) == content_of(Found("ann", "small", mixed))
    assert read(copy) == read(mixed)
    assert {"secret.py", "weights.pt"} <= {one.what for one in read(copy)[2]}  # type: ignore[index]


def test_no_file_of_ours_is_sent_through_a_link_and_a_large_one_is_no_load(mixed: Path, tmp_path: Path) -> None:
    assert packed(mixed).size < 5_000
    copy = there(mixed, tmp_path)
    assert os.readlink(copy / "secret.py") == os.readlink(copy / "nowhere.py") == os.devnull  # noqa: PTH115
    assert os.readlink(copy / "elsewhere") == "."  # noqa: PTH115


def test_a_file_alone_keeps_its_name(tmp_path: Path) -> None:
    alone = tmp_path / "own work.py"
    alone.write_text("x = 1\n", "utf-8")
    copy = there(alone, tmp_path)
    assert copy.name == "own work.py"
    assert content_of(Found("ann", "small", copy)) == content_of(Found("ann", "small", alone))


def test_what_is_no_ordinary_file_stays_here(tmp_path: Path) -> None:
    (tmp_path / "odd").mkdir()
    os.mkfifo(tmp_path / "odd" / "pipe")
    with pytest.raises(StaysHere):
        packed(tmp_path / "odd")
    (tmp_path / "link.py").symlink_to(tmp_path / "odd")
    (tmp_path / "file.py").symlink_to("/etc/hostname")
    for path in (tmp_path / "file.py", tmp_path / "missing"):
        with pytest.raises(StaysHere):
            packed(path)


def test_what_is_too_much_stays_here(mixed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcel, "MOST_ENTRIES", 5)
    with pytest.raises(StaysHere):
        packed(mixed)
    monkeypatch.undo()
    monkeypatch.setattr(parcel, "MOST_STORED", 500)
    with pytest.raises(StaysHere):
        packed(mixed)


@pytest.mark.parametrize("name", ["../out.py", "/tmp/out.py", "a/../../out.py", "a//b", "", "a\0b", "./x"])
def test_an_entry_that_leads_out_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises((ValueError, OSError)):
        unpacked(Parcel((Packed(name, "file", b"x"),), alone=False), tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == ["hand-in"]


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    both = (Packed("link", "link to a folder"), Packed("link/out.py", "file", b"x"))
    with pytest.raises(OSError):
        unpacked(Parcel(both, alone=False), tmp_path / "place")
    twice = (Packed("a", "file", b"x"), Packed("a", "file", b"y"))
    (tmp_path / "other").mkdir()
    with pytest.raises(FileExistsError):
        unpacked(Parcel(twice, alone=False), tmp_path / "other")
