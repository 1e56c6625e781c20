r"""The commands and environments of LaTeX that lay a formula out, by what they do to its rows."""


def listed(words: str) -> frozenset[str]:
    """The words of a list that is written as one string."""
    return frozenset(words.split())


#: Environments whose rows are rows of the formula.
TRANSPARENT = listed(
    "align aligned alignat alignedat flalign gather gathered multline multlined eqnarray equation displaymath"
    " math split dmath dgroup IEEEeqnarray empheq subequations"
)
#: These are so only where the whole formula is one of them.
TRANSPARENT_ALONE = frozenset(("array", "cases", "dcases"))
#: These take an argument after their name.
WITH_ARGUMENT = listed("alignat alignedat array IEEEeqnarray empheq")
#: Commands whose argument is text.
TEXT = listed(r"\text \textrm \textit \textbf \textnormal \textsf \textup \mbox \hbox \emph \mathrm \texttt")
#: Text between two rows.
BETWEEN = frozenset((r"\intertext", r"\shortintertext"))
#: Space wide enough to part two equations.
WIDE = listed(r"\quad \qquad \hfill \hfil \enspace \enskip")
#: The same, with its width.
WIDE_ARGUMENT = frozenset((r"\hspace", r"\mspace"))
#: Space that parts nothing outside of brackets.
SPACES = listed(r"\, \; \: \! \> ~ \thinspace") | {"\\ "}
#: Commands that only lay out.
DROPPED = SPACES | listed(
    r"\nonumber \notag \displaystyle \textstyle \noindent \centering \qedhere \qed \blacksquare \square"
    r" \allowbreak \nobreak \small \large \footnotesize \normalsize \scriptstyle \hline"
)
#: The same, with an argument.
DROPPED_ARGUMENT = listed(r"\tag \label \vspace \color \phantom \hphantom \vphantom \footnote")
#: Commands that frame or colour a formula which may be a whole equation.
FRAMES = listed(r"\boxed \fbox \framebox \textcolor \colorbox \mathcolor \underline \bbox")
#: Of these, the ones whose first argument is a colour.
COLOURED = frozenset((r"\textcolor", r"\colorbox", r"\mathcolor"))
#: Commands that set something over or under a relation.
STACKED = frozenset((r"\overset", r"\underset", r"\stackrel"))
#: Brackets.
OPENING = listed(r"( [ \{ \langle \lbrace \lvert \lVert \lfloor \lceil \lbrack \lparen ⟨")
CLOSING = listed(r") ] \} \rangle \rbrace \rvert \rVert \rfloor \rceil \rbrack \rparen ⟩")
#: Big operators.
BIG_OPERATORS = listed(r"\sum \prod ∑ ∏")
STOPS = frozenset((".", ";"))
