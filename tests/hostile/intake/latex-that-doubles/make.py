def make(folder):
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    lines = [r"\def\x%s{\x%s\x%s}" % (b, a, a) for a, b in zip(letters, letters[1:], strict=False)]
    lines += [r"\def\loop{\loop\loop}", r"\newcommand{\y}[1]{\y{#1#1}}"]
    body = r"\section{1} $\xZ \loop \y{x}$ \question \xZ"
    (folder / "answers.tex").write_text("\n".join([*lines, r"\begin{document}", body, r"\end{document}"]), "utf-8")
