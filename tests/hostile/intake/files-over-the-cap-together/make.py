def make(folder):
    for number in range(45):
        (folder / f"part{number:02}.txt").write_bytes(b"x = 1 \n" * 690_000)
