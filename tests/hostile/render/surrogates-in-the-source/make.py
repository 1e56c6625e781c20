def make(folder):
    (folder / "fortress.py").write_bytes(
        b"def scale(x, factor):\n    return x.missing  # \xed\xa0\x80\xff\x0b\x1b[31m \xe2\x80\xae\n"
    )
