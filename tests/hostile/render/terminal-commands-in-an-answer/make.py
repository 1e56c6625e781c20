def make(folder):
    (folder / "answers.md").write_text(
        "# 1\n\n\x1b[2J\x1b]0;title\x07 \u202eright to left\u202c zero\u200bwidth \x08\x7f\x9b31m &#x202e;&#27;[31m\n"
        "\ufeff\ufffe\uffff \U000e0041\u2028\u2029\x85 $\u202ex$\n", "utf-8"
    )
