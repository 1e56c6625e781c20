r"""The relations that join the sides of an equation or the steps of a chain, and the one form that each is known by."""

from grader.derivation.finding.vocabulary import listed

_SPELLINGS = {
    "=": r"= == === \eq",
    "≈": r"\approx ≈ \simeq \approxeq ≃ \cong ≅ \thickapprox",
    "≡": r"\equiv ≡",
    ":=": r":= =: \coloneqq \triangleq ≜ ≔ \doteq \eqqcolon \vcentcolon= \colonequals",
    "∝": r"\propto ∝ \varpropto",
    "⇒": r"\Rightarrow ⇒ => ==> \implies \Longrightarrow ⟹ \therefore ∴ \leadsto \rightsquigarrow \xRightarrow",
    "⇔": r"\iff \Leftrightarrow \Longleftrightarrow ⇔ ⟺ <=> <==>",
    "→": r"\rightarrow \to \longrightarrow → ⟶ -> --> \xrightarrow \hookrightarrow",
    "←": r"\leftarrow \gets \longleftarrow ←",
    "↦": r"\mapsto \longmapsto ↦",
    "≤": r"\le \leq \leqslant ≤ <= \leqq ⩽",
    "≥": r"\ge \geq \geqslant ≥ >= \geqq ⩾",
    "<": r"< \lt",
    ">": r"> \gt",
    "≪": r"\ll ≪ \lll",
    "≫": r"\gg ≫ \ggg",
    "≠": r"\ne \neq ≠ !=",
    "∈": r"\in ∈ \ni",
    "∉": r"\notin ∉",
    "⊂": r"\subset \subseteq ⊂ ⊆ \subsetneq",
    "∼": r"\sim ∼ \thicksim",
    "⊥": r"\perp ⊥",
}
#: Every spelling of a relation, and its one form.
RELATIONS = {spelling: form for form, spellings in _SPELLINGS.items() for spelling in spellings.split()}
#: What `\not` makes of a relation.
NEGATED = {"=": "≠", "∈": "∉", "≡": "≠"}
#: After these a new equation may begin: `a = b \Rightarrow c = d` is two.
IMPLICATIONS = frozenset("⇒⇔→")
#: What stands over or under `=` in a definition.
DEFINING = listed("def Def Delta triangle △ :")
#: Signs that never end a formula and that, at the beginning of a row, go on with the row before.
OPERATORS = listed(r"+ - − \pm \mp \cdot ⋅ · * \times × \odot ⊙ \circ ∘ \otimes ⊗ / \ast \bigodot \bullet")
