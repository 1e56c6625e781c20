def make(folder):
    (folder / "fortress.py").symlink_to("/etc/passwd")
