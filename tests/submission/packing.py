"""Builds archives for the tests, also ones that no program would pack."""

import io
import struct
import tarfile
import warnings
import zipfile
from collections.abc import Iterable
from pathlib import Path

Files = Iterable[tuple[str | zipfile.ZipInfo, str | bytes]]
CODE = "def f(x):\n    return x\n"


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a name that comes twice
        for name, content in files:
            if isinstance(name, str):  # by its name alone it would hold the time of day
                name = zip_entry(name, 0o600)
                name.compress_type = method
            archive.writestr(name, content)
    return made.getvalue()


def zip_entry(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def tarred(
    files: Iterable[tuple[str, str | bytes]], compression: str = "", extra: Iterable[tarfile.TarInfo] = ()
) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=f"w:{compression}") as archive:  # type: ignore[call-overload]
        for name, content in files:
            info, data = tarfile.TarInfo(name), content if isinstance(content, bytes) else content.encode()
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in extra:
            archive.addfile(info)
    return made.getvalue()


def tar_entry(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def overlapping(copies: int = 3) -> bytes:
    """A zip whose list names the same packed bytes several times."""
    plain = zipped([("a.py", CODE)])
    end = plain.rindex(b"PK\x05\x06")
    start = plain.index(b"PK\x01\x02")
    table = b"".join(plain[start:end].replace(b"a.py", b"%c.py" % (97 + number)) for number in range(copies))
    return plain[:start] + table + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, copies, copies, len(table), start, 0)


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
