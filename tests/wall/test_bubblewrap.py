"""What bubblewrap is told: an empty file system with Python in it, nothing of it writable, and nothing else of ours."""

from pathlib import Path

import pytest

from grader.wall import bubblewrap, visible
from grader.wall.visible import Python

SPOOL = Path("/tmp/spool")


def mounts(command: list[str]) -> list[tuple[str, ...]]:
    """The arguments in twos and threes, as bubblewrap reads them."""
    pairs = {"--ro-bind": 3, "--ro-bind-try": 3, "--symlink": 3, "--tmpfs": 2, "--bind": 3}
    return [tuple(command[at : at + pairs[word]]) for at, word in enumerate(command) if word in pairs]


def test_nothing_outside_can_be_written_and_all_namespaces_are_new():
    command = bubblewrap.command(SPOOL)
    assert "--unshare-all" in command and not {"--bind", "--dev-bind", "--share-net"} & set(command)
    assert ("--ro-bind", str(SPOOL), bubblewrap.SPOOL) in mounts(command)
    assert command[-1] == "--" and command.index("--remount-ro") > command.index(str(SPOOL))


def test_all_capabilities_are_dropped_but_two():
    command = bubblewrap.command(SPOOL)
    assert command[command.index("--cap-drop") + 1] == "ALL"
    added = [command[at + 1] for at, word in enumerate(command) if word == "--cap-add"]
    assert added == ["CAP_SYS_ADMIN", "CAP_SETPCAP"]


def test_of_our_own_files_the_far_side_alone_is_shown():
    shown = [Path(one[1]) for one in mounts(bubblewrap.command(SPOOL)) if one[0] == "--ro-bind"]
    for hidden in visible.HIDDEN:
        assert hidden not in shown
    assert set(visible.FAR_SIDE) <= set(shown)


def test_installed_among_the_libraries_we_are_covered_and_the_far_side_put_back(tmp_path, monkeypatch):
    grader, reference = tmp_path / "grader", tmp_path / "reference"
    for folder in (grader / "wall", reference):
        folder.mkdir(parents=True)
    monkeypatch.setattr(visible, "HIDDEN", (grader, reference, tmp_path / "specs"))
    monkeypatch.setattr(visible, "FAR_SIDE", (grader / "wall",))
    monkeypatch.setattr(visible, "python", lambda: Python("python", (str(tmp_path),), (str(tmp_path),)))
    told = mounts(bubblewrap.command(SPOOL))
    order = [told.index(one) for one in (
        ("--ro-bind", str(tmp_path), str(tmp_path)), ("--tmpfs", str(grader)),
        ("--ro-bind", str(grader / "wall"), str(grader / "wall")),
    )]  # fmt: skip
    assert order == sorted(order) and ("--tmpfs", str(reference)) in told
    assert ("--tmpfs", str(tmp_path / "specs")) not in told


@pytest.mark.parametrize(
    ("there", "command"),
    [
        ("apt-get", "sudo apt-get install bubblewrap"),
        ("dnf", "sudo dnf install bubblewrap"),
        ("pacman", "sudo pacman -S bubblewrap"),
        ("", "sudo apt-get install bubblewrap"),
    ],
)
def test_the_command_that_installs_it_is_this_systems(monkeypatch, there, command):
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda name: f"/usr/bin/{name}" if name == there else None)
    assert bubblewrap.install() == command
    assert bubblewrap.found() == ""
