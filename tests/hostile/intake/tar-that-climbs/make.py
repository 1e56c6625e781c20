import io
import tarfile


def make(folder):
    with tarfile.open(folder / "hand-in.tar.gz", "w:gz") as archive:
        add(archive, "fortress.py", HONEST)
        link(archive, "out", "/tmp")
        add(archive, "out/fortress-was-here", "through a link")
        link(archive, "up", "..")
        add(archive, "up/fortress-was-here", "through a link")
        add(archive, "/tmp/fortress-was-here", "by an absolute name")
        add(archive, "../fortress-was-here", "by climbing")


def add(archive, name, text):
    entry = tarfile.TarInfo(name)
    entry.size = len(text.encode())
    archive.addfile(entry, io.BytesIO(text.encode()))


def link(archive, name, target):
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = tarfile.SYMTYPE, target
    archive.addfile(entry)


HONEST = "def scale(x, factor):\n    return x * factor\n"
