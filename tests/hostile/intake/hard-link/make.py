import os


def make(folder):
    bob = folder.parent / "bob.py"
    bob.write_text("def scale(x, factor):\n    return x * factor\n", "utf-8")
    os.link(bob, folder / "fortress.py")
