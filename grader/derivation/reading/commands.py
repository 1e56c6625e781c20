r"""Which commands are only looks, which are words for the same thing, and which take arguments.

Whatever stands in none of these lists is left as it is, and must then be a name that somebody knows.
"""


def _commands(names: str) -> frozenset[str]:
    return frozenset(f"\\{name}" for name in names.split())


#: White space and layout, with nothing after them.
SPACES = _commands(
    "quad qquad enspace thinspace medspace thickspace negthinspace displaystyle textstyle scriptstyle scriptscriptstyle"
    " limits nolimits nonumber notag hline hfill noindent centering allowbreak nobreak newline boldmath relax strut"
    " mathstrut hfil smallskip medskip bigskip protect"
) | {"\\,", "\\;", "\\:", "\\!", "\\ ", "\\>", "\\-", "\\/"}
#: White space and labels that take one argument along.
SPACES_OF_ONE = _commands("label tag hspace vspace hphantom vphantom phantom eqref ref color mspace")
#: The big and small kinds of one and the same bracket, which stands right after them.
SIZES = _commands("left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm biggm")
OPENING = _commands("left bigl Bigl biggl Biggl")
CLOSING = _commands("right bigr Bigr biggr Biggr")
#: Looks of what stands in their argument.
STYLES = _commands(
    "mathbf boldsymbol bm pmb mathcal mathscr mathfrak mathbb mathds mathbbm vec underline mathop mathrel mathbin"
    " mathord mathopen mathclose mathinner boxed overrightarrow symbf symbfit symup textbf textit ensuremath"
    " mathnormal bold mathrm mathit mathsf mathtt smash mathbfit textup emph"
)
#: Text within a formula.
TEXTS = _commands("text textrm textsf texttt textnormal mbox hbox fbox operatorname intertext shortintertext")
#: Looks of all that follows in the same group.
DECLARED_STYLES = _commands(
    "bf rm it sf tt cal sl em bfseries rmfamily itshape sffamily normalfont tiny scriptsize footnotesize small"
    " normalsize large Large LARGE huge Huge"
)
ACCENTS = {
    r"\hat": r"\hat", r"\widehat": r"\hat", r"\tilde": r"\tilde", r"\widetilde": r"\tilde", r"\bar": r"\bar",
    r"\overline": r"\bar", r"\dot": r"\dot", r"\ddot": r"\ddot", r"\check": r"\check", r"\breve": r"\breve",
}  # fmt: skip
#: What else takes arguments, and how many.
ARGUMENTS = {
    r"\frac": 2, r"\sqrt": 1, r"\substack": 1, r"\textcolor": 2, r"\overset": 2, r"\underset": 2, r"\stackrel": 2,
}  # fmt: skip
#: Braces below or above with a remark, which says nothing.
REMARKED = _commands("underbrace overbrace")
SYNONYMS = {
    r"\dfrac": r"\frac", r"\tfrac": r"\frac", r"\cfrac": r"\frac", r"\ldots": r"\dots", r"\cdots": r"\dots",
    r"\dotsc": r"\dots", r"\dotsb": r"\dots", r"\dotsm": r"\dots", r"\dotso": r"\dots", r"\hdots": r"\dots",
    r"\vdots": r"\dots", r"\ddots": r"\dots", r"\leq": r"\le", r"\leqslant": r"\le", r"\geq": r"\ge",
    r"\geqslant": r"\ge", r"\ne": r"\neq", r"\lt": "<", r"\gt": ">", r"\lbrace": r"\{", r"\rbrace": r"\}",
    r"\lbrack": "[", r"\rbrack": "]", r"\vert": "|", r"\mid": "|", r"\Vert": r"\|", r"\parallel": r"\|",
    r"\ast": "*", r"\star": "*", r"\bullet": r"\cdot", r"\cdotp": r"\cdot", r"\div": "/", r"\varphi": r"\phi",
    r"\varepsilon": r"\epsilon", r"\vartheta": r"\theta", r"\varsigma": r"\sigma", r"\lparen": "(", r"\rparen": ")",
    r"\colon": ":", r"\cr": r"\\",
    r"\sgn": r"\sign", r"\mathcolor": r"\textcolor", r"\colorbox": r"\textcolor",
    r"\backslash": r"\setminus", r"\smallsetminus": r"\setminus", r"\intercal": r"\top", r"\land": r"\wedge",
    r"\lor": r"\vee", r"\triangledown": r"\nabla", r"\bigodot": r"\odot", r"\oslash": "/",
}  # fmt: skip
#: Brackets whose direction a size has given.
TURNED = {
    ("open", "|"): r"\lvert", ("close", "|"): r"\rvert", ("open", r"\|"): r"\lVert", ("close", r"\|"): r"\rVert",
    ("open", "<"): r"\langle", ("close", ">"): r"\rangle",
}  # fmt: skip
