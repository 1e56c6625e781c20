def make(folder):
    (folder / "one.py").symlink_to("two.py")
    (folder / "two.py").symlink_to("one.py")
    (folder / "self.py").symlink_to("self.py")
    (folder / "here").symlink_to(".", target_is_directory=True)
    (folder / "above").symlink_to("..", target_is_directory=True)
