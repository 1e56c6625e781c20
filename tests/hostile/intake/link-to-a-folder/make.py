def make(folder):
    (folder / "code").symlink_to("/etc", target_is_directory=True)
