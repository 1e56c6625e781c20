NAMES = ("-rf.py", "--out=reports.py", "; touch fortress-was-here;.py", "$(touch fortress-was-here).py", "`id`.md",
         "a|b&c.txt", "*.md", "'\"quoted\"'.txt", "%s%n%x.txt", "~", "{{7*7}}.md", "#.py")


def make(folder):
    for name in NAMES:
        (folder / name).write_text("x = 1\n", "utf-8")
