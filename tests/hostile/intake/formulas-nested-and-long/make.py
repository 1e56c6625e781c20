def make(folder):
    deep = "$" + r"\frac{1}{" * 10_000 + "x" + "}" * 10_000 + "$"
    (folder / "deep.md").write_text("## 1.a\n" + deep + "\n\n## 1.b\n$$" + r"\left(" * 20_000 + "\n", "utf-8")
    (folder / "long.tex").write_text(r"\section{1}" + "\n$" + "x^2 + " * 80_000 + "$\n", "utf-8")
    (folder / "open.md").write_text("## 2\n" + "$x$ $" * 100_000 + r"\(" * 50_000 + "\n", "utf-8")
