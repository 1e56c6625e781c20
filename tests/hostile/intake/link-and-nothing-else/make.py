def make(folder):
    bob = folder.parent / "bob.py"
    bob.write_text("def scale(x, factor):\n    return x * factor\n", "utf-8")
    (folder / "fortress.py").symlink_to(bob)
