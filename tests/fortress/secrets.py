"""Real secrets on this side of the wall, and the doors that an attack may knock at.

Their addresses are written into the attacks (@WORLD_FILE@ …), so that an attack succeeds visibly where the wall fails:
it raises, prints or returns what it found, and a student could read that in the report.
"""

import base64
import contextlib
import hashlib
import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Self

TOKENS = {name: f"canary-{name}-{hashlib.sha256(name.encode()).hexdigest()[:12]}" for name in (
    "owner", "world", "home", "environment", "student", "report", "shm", "descriptor", "socket",
)}  # fmt: skip
REFERENCE = "canary-reference-94c1e07b2d"  # in specs/fortress/reference.py
BEFORE = "canary-before-5b0d2f9e61"  # in honest/fortress.py, which is graded just before what looks for it
SEED = "canary-seed-81f6a3c07e"
VARIABLE = "FORTRESS_SECRET"
MARK = "fortress-was-here"  # the name of whatever an attack leaves behind
ABSTRACT = "fortress-door"


class Secrets:
    """Plants everything on entering and takes it away on leaving. `visits` are those who came through a socket."""

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="fortress-"))
        self.folder.chmod(0o755)
        self.visits: list[str] = []
        self._open = contextlib.ExitStack()
        self._places = {"MARK": MARK, "SECRET_VARIABLE": VARIABLE, "GRADER_PID": str(os.getpid()),
                        "SECRETS": str(self.folder), "CHECKOUT": str(Path(__file__).parents[2])}  # fmt: skip
        self._plant_files()
        self._plant_in_this_process()
        self._open_doors()
        return self

    def __exit__(self, *trouble: object) -> None:
        self._open.close()
        shutil.rmtree(self.folder)

    @property
    def places(self) -> Mapping[str, str]:
        """What stands for @NAME@ in an attack's files."""
        return self._places

    @property
    def other_submission(self) -> Path:
        """What somebody else handed in."""
        return Path(self._places["OTHER_SUBMISSION"]).parent

    def digest(self) -> str:
        """The content and the times of all that was planted."""
        found = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            told = path.lstat()
            found.update(f"{path} {told.st_mode} {told.st_size} {told.st_mtime_ns} {told.st_uid}".encode())
            found.update(path.read_bytes() if path.is_file() else b"")
        return found.hexdigest()

    def _plant_files(self) -> None:
        files = {
            "SECRET_FILE": ("private/secret.txt", "owner", 0o600),
            "WORLD_FILE": ("public/secret.txt", "world", 0o644),
            "HOME_FILE": ("home/.ssh/id_ed25519", "home", 0o644),
            "OTHER_SUBMISSION": ("class/bob/fortress/fortress.py", "student", 0o644),
            "REPORT": ("reports/bob/fortress.html", "report", 0o666),
        }
        for place, (name, token, mode) in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"# {TOKENS[token]}\n", "utf-8")
            path.chmod(mode)
            self._places[place] = str(path)
        (self.folder / "reports").chmod(0o777)
        (self.folder / "reports/bob").chmod(0o777)
        (self.folder / "private").chmod(0o700)
        self._places["REPORTS"] = str(self.folder / "reports")
        self._places["HOME_FOLDER"] = str(self.folder / "home")

    def _plant_in_this_process(self) -> None:
        os.environ[VARIABLE] = TOKENS["environment"]
        self._open.callback(os.environ.pop, VARIABLE)
        descriptor = os.open(self.folder / "descriptor.txt", os.O_RDWR | os.O_CREAT, 0o600)
        self._open.callback(os.close, descriptor)
        os.write(descriptor, TOKENS["descriptor"].encode())
        os.set_inheritable(descriptor, True)
        shared = Path("/dev/shm") / f"{self.folder.name}-shm"
        shared.write_text(TOKENS["shm"], "utf-8")
        shared.chmod(0o644)
        self._open.callback(shared.unlink)
        self._places |= {"SECRET_DESCRIPTOR": str(descriptor), "SHARED_MEMORY": str(shared)}

    def _open_doors(self) -> None:
        path, abstract = str(self.folder / "door.socket"), f"{ABSTRACT}-{os.getpid()}"
        tcp = self._listen(socket.AF_INET, ("127.0.0.1", 0), "TCP")
        self._listen(socket.AF_UNIX, path, "a unix socket")
        self._listen(socket.AF_UNIX, f"\0{abstract}", "an abstract unix socket")
        Path(path).chmod(0o777)
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        datagrams.bind(("127.0.0.1", 0))
        self._serve(datagrams, self._take_datagrams)
        self._places |= {
            "TCP_PORT": str(tcp.getsockname()[1]), "UDP_PORT": str(datagrams.getsockname()[1]),
            "UNIX_SOCKET": path, "ABSTRACT_SOCKET": abstract,
        }  # fmt: skip

    def _listen(self, family: int, address: object, name: str) -> socket.socket:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.bind(address)  # type: ignore[arg-type]
        listener.listen()
        self._serve(listener, lambda door: self._welcome(door, name))
        return listener

    def _serve(self, door: socket.socket, work: object) -> None:
        thread = threading.Thread(target=work, args=(door,), daemon=True)  # type: ignore[arg-type]
        thread.start()
        self._open.callback(thread.join, 5)
        self._open.callback(door.close)
        self._open.callback(_shut, door)

    def _welcome(self, door: socket.socket, name: str) -> None:
        with contextlib.suppress(OSError):
            while True:
                guest, _ = door.accept()
                with guest:
                    self.visits.append(name)
                    guest.sendall(TOKENS["socket"].encode())

    def _take_datagrams(self, door: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while door.recv(1):
                self.visits.append("UDP")


def _shut(door: socket.socket) -> None:
    """Wakes the thread that waits at this door."""
    if door.type == socket.SOCK_DGRAM:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", door.getsockname())
    with contextlib.suppress(OSError):
        door.shutdown(socket.SHUT_RDWR)


@cache
def spellings(secret: str) -> tuple[str, ...]:
    """A secret as it is, and in the clothes in which it could walk out."""
    data = secret.encode()
    shifted = (base64.b64encode(bytes(start) + data).decode()[4:-4] for start in range(3))  # whatever stood before it
    return (secret, secret[::-1], data.hex(), *shifted)
