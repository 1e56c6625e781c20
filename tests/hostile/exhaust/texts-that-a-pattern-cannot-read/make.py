"""Lines on which a regular expression of the grader's would go back and forth, a dozen of each kind."""

MOST = 25_000
MARKDOWN = {
    "spaces": " " * 1990 + "x", "hashes": "#" + " #" * 990 + "x", "tabs": "#" + " \t" * 990 + "x",
    "stars": "**" + "a_" * 900, "bullets": "- " * 990 + "x", "quotes": "> " * 990, "brackets": "![" * 990,
    "pictures": "![](" + " " * 1980, "tags": "<img " + "src " * 490, "angles": "# 1 " + "<" * 1980,
    "labels": "1" + " " * 190 + ".", "words": "part " * 390, "dollars": "$" * 1990, "rules": "1.a\n---",
}
LATEX = {
    "spaces": " " * 1990 + "x", "stars": r"\section*" + " " * 1980, "options": r"\section" + "[a" * 990,
    "points": r"\question" + "[" * 1980, "bold": r"{\bf " + "a" * 1990, "lists": r"\begin{enumerate}[" + "a" * 1980,
    "items": r"\item " * 330, "figures": r"\includegraphics" + " " * 1980, "comments": "\\" * 1990 + "%",
    "nothing": r"\noindent " * 190, "ends": r"\end{enumerate}",
}


def make(folder):
    for suffix, texts in (("md", MARKDOWN), ("tex", LATEX)):
        for name, line in texts.items():
            (folder / f"{name}.{suffix}").write_text((line + "\n") * (MOST // (len(line) + 1)), "utf-8")
