"""Mistakes that students make, each put into an otherwise right hand-in.

A slip names the shape and the step it is made in, or spoils the files as a whole.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Files = dict[str, bytes]


@dataclass(frozen=True)
class Slip:
    """One mistake. questions: where it must cost something."""

    name: str
    questions: tuple[str, ...]
    function: str = ""
    shape: str = ""
    steps: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    spoil: Callable[[Files], Files] = dict  # of the files as they would be handed in


def _without_a_colon(files: Files) -> Files:
    return {**files, "word2vec.py": files["word2vec.py"].replace(b"):\n", b")\n", 1)}


def _without_sgd(files: Files) -> Files:
    return {name: content for name, content in files.items() if name != "sgd.py"}


def _cut_off(files: Files) -> Files:
    """As an editor leaves it that was closed too early."""
    text = files["word2vec.py"]
    return {**files, "word2vec.py": text[: text.rindex(b"return")] + b"return ("}


SLIPS = (
    Slip("repeats counted once", ("negative-sampling",), "neg", "apart", {"outside": """
$gU = np.zeros_like($U)
$gU[$o] += ($pos - 1) * $v
$gU[$samples] += np.outer(1 - $neg, $v)"""}),
    Slip("the sign of the negatives", ("negative-sampling",), "neg", "apart",
         {"center": "$gv = ($pos - 1) * $U[$o] - (1 - $neg) @ $rows"}),
    Slip("the negatives' sigmoid without its minus", ("negative-sampling",), "neg", "apart",
         {"loss": "$loss = -np.log($pos) - np.sum(np.log(1 - $neg))"}),
    Slip("always ten negatives", ("negative-sampling",), "neg", "apart",
         {"samples": "$samples = $draw($o, $data, 10)"}),
    Slip("not written", ("negative-sampling",), "neg", "one by one", {"each": """
### YOUR CODE HERE
raise NotImplementedError"""}),
    Slip("a line of its own", ("negative-sampling",), "neg", "apart", {"loss": """
$loss = -np.log($pos)
- np.sum(np.log($neg))"""}),
    Slip("the target not subtracted", ("naive-softmax",), "naive", "vectors", {"error": "$d = $y.copy()"}),
    Slip("the gradient transposed", ("naive-softmax",), "naive", "vectors", {"outside": "$gU = np.outer($v, $d)"}),
    Slip("the loss of all words", ("naive-softmax",), "naive", "vectors", {"loss": "$loss = -np.sum(np.log($y))"}),
    Slip("not a number", ("naive-softmax",), "naive", "vectors", {"loss": "$loss = np.log(-$y[$o])"}),
    Slip("the sign of a gradient", ("naive-softmax",), "naive", "vectors", {"center": "$gv = $U.T @ (-$d)"}),
    Slip("works in place", ("naive-softmax",), "naive", "vectors", {"scores": "$U *= 1.5\n$s = $U @ $v"}),
    Slip("exp(x) for exp(-x)", ("sigmoid",), "sigmoid", "sigmoid", {"value": "return 1 / (1 + np.exp($x))"}),
    Slip("inf / inf", ("sigmoid",), "sigmoid", "sigmoid", {"value": "return np.exp($x) / (1 + np.exp($x))"}),
    Slip("the last word only", ("skipgram",), "skipgram", "added up", {"each": """
for $other in $words:
    $part, $gv, $d = $loss_of_pair($C[$c], $index[$other], $U, $data)
    $loss += $part
    $gU += $d
$gC[$c] += $gv"""}),
    Slip("in the outside word's row", ("skipgram",), "skipgram", "added up", {"each": """
for $other in $words:
    $part, $gv, $d = $loss_of_pair($C[$c], $index[$other], $U, $data)
    $loss += $part
    $gC[$index[$other]] += $gv
    $gU += $d"""}),
    Slip("the mean of the window", ("skipgram",), "skipgram", "collected", {"sums": """
$part, $gv, $d = zip(*$out)
$loss = np.mean($part)
$gC[$c] = np.mean($gv, axis=0)
$gU = np.mean($d, axis=0)"""}),
    Slip("postprocessing thrown away", ("sgd",), "sgd", "by a formula", {"loop": """
for $n in range($iterations):
    $loss, $g = $f($x)
    $x = $x - $rate * 0.5 ** ($n // 20000) * $g
    $post($x)"""}),
    Slip("uphill", ("sgd",), "sgd", "by a formula", {"loop": """
for $n in range($iterations):
    $loss, $g = $f($x)
    $x = $post($x + $rate * 0.5 ** ($n // 20000) * $g)"""}),
    Slip("never halved", ("sgd",), "sgd", "by a formula", {"loop": """
for $n in range($iterations):
    $x = $post($x - $rate * $f($x)[1])"""}),
    Slip("a colon is missing", ("sigmoid", "naive-softmax"), spoil=_without_a_colon),
    Slip("cut off", ("naive-softmax", "skipgram"), spoil=_cut_off),
    Slip("no sgd.py", ("sgd",), spoil=_without_sgd),
    Slip("a sign on paper", ("center-gradient",),
         answers={"b": r"$$\frac{\partial J}{\partial v_c} = -u_o + \sum_w \hat y_w u_w = U(y - \hat y)$$"}),
    Slip("a transpose on paper", ("outside-matrix-gradient",),
         answers={"d": r"$$\frac{\partial J}{\partial U} = v_c (\hat y - y)$$"}),
)  # fmt: skip
