import zipfile


def make(folder):
    with zipfile.ZipFile(folder / "hand-in.zip", "w") as archive:
        archive.writestr("fortress.py", HONEST)
        for name in ("../@MARK@.py", "../../../../tmp/@MARK@.py", "/tmp/@MARK@", "code/../../@MARK@.py",
                     "..\\@MARK@.py", "C:\\@MARK@.py"):
            archive.writestr(name.replace("@MARK@", "fortress-was-here"), "def scale(x, factor): return x * factor")


HONEST = "def scale(x, factor):\n    return x * factor\n"
