NAMES = ("two\nlines.py", "red\x1b[31m.md", "\x1b]0;title\x07.txt", "fdp.\u202eyp.md", "\u200b.txt", "   .txt",
         "tab\t.md", "back\x08\x08space.txt", "\r.txt", "\u2028.md")


def make(folder):
    for name in NAMES:
        (folder / name).write_text("x = 1\n", "utf-8")
