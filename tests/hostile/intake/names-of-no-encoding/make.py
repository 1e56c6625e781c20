import os


def make(folder):
    for name in (b"\xff\xfe.py", b"caf\xe9.md", b"\xed\xa0\x80.txt", b"x" * 252 + b".py", "é".encode() * 126 + b".md"):
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:
            file.write(b"x = 1\n")
