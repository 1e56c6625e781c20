import io
import zipfile


def make(folder):
    inner = b"def scale(x, factor): return x * factor"
    name = "fortress.py"
    for depth in range(9):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for copy in range(4):
                archive.writestr(f"{copy}-{name}" if copy else name, inner)
        inner, name = packed.getvalue(), f"level{depth}.zip"
    (folder / "hand-in.zip").write_bytes(inner)
