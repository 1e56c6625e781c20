"""Mathematics typed as Unicode, in LaTeX's words: θ is `\\theta`, ᵀ is `^{\\top}`, ŷ is `\\hat{y}`."""

import unicodedata
from functools import lru_cache

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ϑ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi",
    "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "ϕ": "phi", "χ": "chi",
    "ψ": "psi", "ω": "omega", "ℓ": "ell", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi",
    "Σ": "Sigma", "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
_SIGNS = {
    "∂": "partial", "∇": "nabla", "∑": "sum", "∏": "prod", "√": "sqrt", "∞": "infty", "·": "cdot", "⋅": "cdot",
    "×": "times", "⊙": "odot", "∘": "circ", "⊗": "otimes", "≈": "approx", "≃": "approx", "≠": "neq", "≤": "le",
    "≥": "ge", "⩽": "le", "⩾": "ge", "∈": "in", "∉": "notin", "⟨": "langle", "⟩": "rangle", "〈": "langle",
    "〉": "rangle", "‖": "|", "∥": "|", "…": "dots", "⋯": "dots", "⋮": "vdots", "⊤": "top", "→": "to",
    "⇒": "Rightarrow", "∼": "sim", "∣": "mid", "≡": "equiv", "≫": "gg", "≪": "ll", "∝": "propto",
    "∀": "forall", "⟹": "implies",
}  # fmt: skip
_FULL_WIDTH = "（）［］｜，；：＋－＊／＜＞！．"
_PLAIN = {"−": "-", "–": "-", "—": "-", "∗": "*", "⁄": "/", "∕": "/", "’": "'", "′": "'", "‘": "'", "＝": "="}
_ACCENTS = {
    "\u0302": r"\hat", "\u0303": r"\tilde", "\u0304": r"\bar", "\u0305": r"\bar", "\u20d7": r"\vec", "\u0307": r"\dot",
}  # fmt: skip


@lru_cache(maxsize=4096)
def script(character: str) -> tuple[str, str] | None:
    """What a small raised or lowered character is: ("_", "1") for ₁, ("^", "T") for ᵀ; None for any other."""
    if character == "ᵀ":
        return "^", r"\top"
    kind = unicodedata.decomposition(character)
    if kind.startswith(("<super>", "<sub>")):
        plain = unicodedata.normalize("NFKC", character)
        plain = {"\u2212": "-"}.get(plain, plain)
        return ("^" if kind.startswith("<super>") else "_", latex(plain) or plain) if len(plain) == 1 else None
    return None


@lru_cache(maxsize=4096)
def latex(character: str) -> str | None:
    """What one character that is not ASCII stands for, in LaTeX; None where it stands for nothing that is known."""
    if character in _PLAIN:
        return _PLAIN[character]
    if character in _FULL_WIDTH:
        return unicodedata.normalize("NFKC", character)
    if word := _GREEK.get(character) or _SIGNS.get(character):
        return f"\\{word}"
    if character in ("𝟙", "𝟏"):
        return r"\mathbb{1}"
    plain = unicodedata.normalize("NFKC", character)
    if unicodedata.decomposition(character).startswith("<fraction>"):
        top, _, bottom = plain.partition("\u2044")
        return rf"\frac{{{top}}}{{{bottom}}}"
    # Letters of another style: 𝐯, 𝒙, 𝔼 and ℝ.
    if len(plain) == 1 and plain != character:
        return plain if plain.isascii() and plain.isalnum() else latex(plain)
    parts = unicodedata.normalize("NFD", character)
    if len(parts) == 2 and parts[0].isascii() and (accent := _ACCENTS.get(parts[1])):
        return f"{accent}{{{parts[0]}}}"
    return None


def accent(character: str) -> str | None:
    r"""The command for a mark that sits on the letter before it: `\hat` for U+0302; None for any other character."""
    return _ACCENTS.get(character)
