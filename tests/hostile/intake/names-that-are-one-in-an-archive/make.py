import warnings
import zipfile


def make(folder):
    with zipfile.ZipFile(folder / "hand-in.zip", "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the second name, which is the point
        archive.writestr("fortress.py", HONEST)
        archive.writestr("fortress.py", "def scale(x, factor): return x + factor")
        archive.writestr("./fortress.py", "def scale(x, factor): return x + factor")
        archive.writestr("fortress.py/inner.py", "def scale(x, factor): return x + factor")


HONEST = "def scale(x, factor):\n    return x * factor\n"
