import io
import tarfile

KINDS = (tarfile.LNKTYPE, tarfile.SYMTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)


def make(folder):
    with tarfile.open(folder / "hand-in.tar", "w") as archive:
        entry = tarfile.TarInfo("fortress.py")
        entry.size = len(HONEST.encode())
        archive.addfile(entry, io.BytesIO(HONEST.encode()))
        for number, kind in enumerate(KINDS):
            entry = tarfile.TarInfo(f"part{number}.py")
            entry.type, entry.linkname = kind, "/etc/passwd"
            entry.devmajor, entry.devminor, entry.mode = 1, 5, 0o6777
            archive.addfile(entry)


HONEST = "def scale(x, factor):\n    return x * factor\n"
