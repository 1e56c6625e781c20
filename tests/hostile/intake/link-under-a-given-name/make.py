def make(folder):
    (folder / "data.txt").symlink_to("/etc/passwd")
