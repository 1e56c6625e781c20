import os


def make(folder):
    here = os.open(folder, os.O_RDONLY)
    for number in range(5_100):
        os.close(os.open(f"part{number:05}.py", os.O_CREAT | os.O_WRONLY, 0o644, dir_fd=here))
    os.close(here)
    (folder / "fortress.py").write_text("def scale(x, factor): return x * factor", "utf-8")
