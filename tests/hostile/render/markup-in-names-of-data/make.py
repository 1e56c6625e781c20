NAMES = ("<a href='javascript:alert(1)'>click<", "\"><style>*{display:none}<", "-->]]><!--.png", "&lt;script&gt;.csv")


def make(folder):
    for name in NAMES:
        (folder / name).write_text("x", "utf-8")
