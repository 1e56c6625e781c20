"""What an attack may leave behind: processes, open files, and files outside of its scratch directory."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.fortress.secrets import MARK

FOLDERS = ("/tmp", "/var/tmp", "/dev/shm", "/run", "/", str(Path.home()))


@dataclass(frozen=True)
class Traces:
    """This process and its surroundings at one moment."""

    processes: frozenset[str]  # ours, and what became of them
    descriptors: int
    files: frozenset[str]  # of the name that all attacks use
    planted: str  # a fingerprint of what must not be touched

    @classmethod
    def now(cls, planted: str, folders: tuple[Path, ...] = ()) -> Self:
        """Looks around. `folders`: more places where something could have been left."""
        places = [Path(folder) for folder in FOLDERS] + list(folders)
        files = frozenset(str(path) for place in places for path in place.glob(f"*{MARK}*"))
        return cls(frozenset(_ours()), len(list(Path("/proc/self/fd").iterdir())), files, planted)

    def left_behind(self, later: "Traces") -> list[str]:
        """What there is later and was not now, in words."""
        left = [f"process {one}" for one in sorted(later.processes - self.processes)]
        left += [f"file {one}" for one in sorted(later.files - self.files)]
        if later.descriptors > self.descriptors:
            left.append(f"{later.descriptors - self.descriptors} open files")
        if later.planted != self.planted:
            left.append("what was planted is changed")
        return left


def _ours() -> Iterator[str]:
    """Descendants of this process, and processes of ours that have lost their parent."""
    parent_of = dict(parents())
    own = str(os.getpid())
    for pid, parent in parent_of.items():
        ancestors = {pid}
        while parent in parent_of and parent not in ancestors:
            ancestors.add(parent)
            parent = parent_of[parent]
        if own in ancestors - {pid} or (parent_of[pid] == "1" and _is_a_far_side(pid)):
            yield pid


def parents() -> Iterator[tuple[str, str]]:
    """Every process's number, and its parent's."""
    for name in filter(str.isdigit, os.listdir("/proc")):  # noqa: PTH208 - twice for each attack
        try:
            stat = _read_at_once(f"/proc/{name}/stat")
        except OSError:
            continue  # it has just ended
        yield name, stat.rpartition(b")")[2].split()[1].decode()


def _read_at_once(path: str) -> bytes:
    """What the kernel says in one of its files."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, 4096)
    finally:
        os.close(descriptor)


def _is_a_far_side(pid: str) -> bool:
    try:
        return b"/far/" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
