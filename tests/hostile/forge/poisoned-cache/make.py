"""Compiled Python and a shared object: right answers that no source shows."""

import importlib.util
import marshal
import struct
import sys
from pathlib import Path

RIGHT = "open('/tmp/fortress-was-here', 'w')\n\ndef scaled(x, factor):\n    return x * factor\n"


def make(folder: Path) -> None:
    source = (folder / "helper.py").stat()
    head = importlib.util.MAGIC_NUMBER + struct.pack("<III", 0, int(source.st_mtime), source.st_size)
    compiled = head + marshal.dumps(compile(RIGHT, "helper.py", "exec"))
    caches = folder / "__pycache__"
    caches.mkdir()
    for name in ("helper", "fortress", "numpy", "sitecustomize"):
        (caches / f"{name}.{sys.implementation.cache_tag}.pyc").write_bytes(compiled)
        (folder / f"{name}.pyc").write_bytes(compiled)
    (folder / "helper.so").write_bytes(b"\x7fELF" + bytes(100))
    (folder / "fortress.cpython-311-x86_64-linux-gnu.so").write_bytes(b"\x7fELF" + bytes(100))
