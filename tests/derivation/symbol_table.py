"""What a made-up question declares, so that tests of reading have names to read."""

from grader.derivation.symbols import (
    Definition,
    Dimension,
    Family,
    FunctionForm,
    IndexConstant,
    Multiplicity,
    OneHot,
    PatternForm,
    Symbols,
    Variable,
    Words,
)

QUESTION = Symbols(
    dimensions=(Dimension("V", ("|V|",)), Dimension("D"), Dimension("K")),
    variables=(
        Variable("U", ("D", "V")),
        Variable("v_c", ("D",)),
        Variable("x", ("D",)),
        Variable("W", ("D", "D")),
        Variable("w1", (), (r"w^{[1]}", "w_1")),
        Variable("a"),
        Variable("b"),
        Variable("z", ("D",)),
        Variable("theta", ("D",), (r"\theta",)),
    ),
    families=(Family("u", "U", over="V"),),
    one_hots=(OneHot("y", "o", "V"),),
    constants=(IndexConstant("o", "V"),),
    words=(Words("w", "V", "t"),),
    definitions=(
        Definition("yhat", r"\text{softmax}(U^\top v_c)", ("V",), (r"\hat y",)),
        Definition("J", "0", (), ("J", r"J_{\text{naive-softmax}}", "CE"), formal=True),
    ),
    patterns=(PatternForm("p", ("p(#|c)", "P(O=#|C=c)"), r"\hat y_{#1}"),),
    functions=(FunctionForm("F", ("o", "v"), r"\hat y_o", ("o",)),),
    multiplicities=(Multiplicity("m", "K", "V"),),
)
