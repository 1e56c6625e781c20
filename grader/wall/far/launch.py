"""Gives up root before anything else runs: started as root, it becomes an unprivileged user and then the program named.

What that program needs may lie in folders that only root may enter (a home is often 0700). In a mount namespace of our
own each such folder is covered by an empty one, in which what is needed, and nothing else, stands at its old path.

Run as a script with a JSON object: {"user": number, "needs": [paths], "command": [program, arguments…]}.
"""

import json
import os
import stat
import sys

ROOT = __file__.removesuffix("/grader/wall/far/launch.py")

if __name__ == "__main__":
    sys.path.insert(0, ROOT)

from grader.wall.far import linux  # noqa: E402


def locked_folder(path: str) -> str:
    """The first folder on the way to a path that other users may not enter; "" where the way is open."""
    way = ""
    for part in path.strip("/").split("/")[:-1]:
        way += f"/{part}"
        if not os.stat(way).st_mode & stat.S_IXOTH:  # noqa: PTH116 - pathlib is not needed otherwise
            return way
    return ""


def open_the_way(needs: list[str]) -> None:
    """Covers the locked folders, and puts what is needed back into them. Raises PermissionError without the right."""
    locked = {path: folder for path in needs if (folder := locked_folder(path))}
    if not locked:
        return
    linux.unshare(linux.NEW_MOUNTS)
    linux.mount("none", "/", "", linux.MS_REC | linux.MS_SLAVE)  # nothing of this is seen outside
    sources = {path: os.open(path, os.O_PATH | os.O_CLOEXEC) for path in locked}  # only now: a mount belongs to one
    for folder in sorted(set(locked.values())):
        linux.mount("tmpfs", folder, "tmpfs", linux.BARE, "size=64k,mode=755")
    for path, source in sorted(sources.items()):
        _make_place(path, stat.S_ISDIR(os.fstat(source).st_mode))
        linux.mount(f"/proc/self/fd/{source}", path, "", linux.MS_BIND | linux.MS_REC)


def _make_place(path: str, folder: bool) -> None:
    """Something to mount on, of the same kind."""
    os.makedirs(path if folder else os.path.dirname(path), mode=0o755, exist_ok=True)  # noqa: PTH103, PTH120
    if not folder and not os.path.exists(path):  # noqa: PTH110
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o644))


def give_up_root(user: int) -> None:
    """This process has another user's rights from here on."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


if __name__ == "__main__":
    wanted = json.loads(sys.argv[1])
    try:
        open_the_way(wanted["needs"])
        give_up_root(wanted["user"])
    except OSError as trouble:
        sys.exit(f"root could not be given up: {trouble}")
    try:
        os.execv(wanted["command"][0], wanted["command"])
    except OSError as trouble:
        sys.exit(f"nobody but root can start {wanted['command'][0]}: {trouble.strerror}")
