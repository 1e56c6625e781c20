"""Right ways to write the naive softmax loss and its gradients."""

from tests.classroom.ways import Function, Shape, step

SCORES = step(
    "scores",
    "$s = $U @ $v",
    "$s = $U.dot($v)",
    '$s = np.einsum("vd,d->v", $U, $v)',
    "$s = np.sum($U * $v, axis=1)",
    "$s = np.array([np.dot(row, $v) for row in $U])",
    "$s = np.inner($U, $v)",
    "$s = np.tensordot($U, $v, axes=1)",
    "$s = $v @ $U.T",
    "$s = np.matmul($U, $v.reshape(-1, 1)).ravel()",
)
PROBABILITIES = step(
    "probabilities",
    "$y = $softmax($s)",
    """
$e = np.exp($s - $s.max())
$y = $e / $e.sum()""",
    "$y = np.exp($s - np.logaddexp.reduce($s))",
    """
$m = np.max($s)
$total = $m + np.log(np.sum(np.exp($s - $m)))
$y = np.exp($s - $total)""",
    "$y = np.array([1 / np.sum(np.exp($s - one)) for one in $s])",
    "$y = $softmax($s.reshape(-1))",
)
LOSS = step(
    "loss",
    "$loss = -np.log($y[$o])",
    "$loss = np.log(1 / $y[$o])",
    """
$one = np.zeros(len($U))
$one[$o] = 1
$loss = -np.sum($one * np.log($y))""",
    "$loss = np.logaddexp.reduce($s) - $s[$o]",
    "$loss = np.log(np.sum(np.exp($s - $s[$o])))",
    "$loss = -math.log($y[$o])",
    "$loss = float(-np.log($y).take($o))",
    "$loss = -($s[$o] - $s.max() - np.log(np.exp($s - $s.max()).sum()))",
)
ERROR = step(
    "error",
    """
$d = $y.copy()
$d[$o] -= 1""",
    "$d = $y - np.eye(len($U))[$o]",
    """
$d = -np.zeros($U.shape[0])
$d[$o] = -1
$d += $y""",
    "$d = np.where(np.arange($U.shape[0]) == $o, $y - 1, $y)",
    "$d = $y - (np.arange(len($y)) == $o)",
    "$d = np.array([p - 1 if w == $o else p for w, p in enumerate($y)])",
    """
$d = np.array($y)
np.subtract.at($d, [$o], 1.0)""",
)
CENTER = step(
    "center",
    "$gv = $U.T @ $d",
    "$gv = $d @ $U",
    "$gv = np.dot($d, $U)",
    "$gv = np.sum($d[:, None] * $U, axis=0)",
    '$gv = np.einsum("v,vd->d", $d, $U)',
    """
$gv = np.zeros_like($v)
for w in range(len($U)):
    $gv += $d[w] * $U[w]""",
    "$gv = $y @ $U - $U[$o]",
    "$gv = np.average($U, axis=0, weights=$y) - $U[$o]",
    "$gv = sum(p * row for p, row in zip($d, $U))",
)
OUTSIDE = step(
    "outside",
    "$gU = np.outer($d, $v)",
    "$gU = $d[:, None] * $v",
    "$gU = $d.reshape(-1, 1) @ $v.reshape(1, -1)",
    '$gU = np.einsum("v,d->vd", $d, $v)',
    """
$gU = np.empty_like($U)
for w, p in enumerate($d):
    $gU[w] = p * $v""",
    "$gU = np.multiply.outer($d, $v)",
    "$gU = np.kron($d, $v).reshape($U.shape)",
    "$gU = np.array([p * $v for p in $d])",
    "$gU = np.tile($v, (len($d), 1)) * $d[:, np.newaxis]",
)
RETURN = step("return", "return $loss, $gv, $gU", "return ($loss, $gv, $gU)", "return np.float64($loss), $gv, $gU")

#: The words one by one, as somebody writes it who thinks in loops.
ONE_BY_ONE = Shape(
    "one by one",
    (
        step("total", "$total = sum(np.exp(row @ $v) for row in $U)", """
$total = 0.0
for row in $U:
    $total += math.exp(float(np.dot(row, $v)))"""),
        step("loss", "$loss = np.log($total) - $U[$o] @ $v", "$loss = -np.log(np.exp($U[$o] @ $v) / $total)"),
        step("start", "$gv, $gU = -$U[$o], np.zeros($U.shape)", """
$gU = np.zeros_like($U)
$gv = np.negative($U[$o])"""),
        step("each", """
for w in range($U.shape[0]):
    p = np.exp($U[w].dot($v)) / $total
    $gv = $gv + p * $U[w]
    $gU[w] = (p - (w == $o)) * $v""", """
for w, row in enumerate($U):
    p = math.exp(row @ $v) / $total
    $gv = $gv + np.multiply(p, row)
    $gU[w, :] += p * $v
$gU[$o] -= $v"""),
        RETURN,
    ),
)  # fmt: skip

NAIVE_SOFTMAX = Function(
    "naive",
    "$naive($v, $o, $U, $data)",
    "The loss of one pair of words and its gradients, all words in the denominator.",
    (
        Shape("vectors", (SCORES, PROBABILITIES, LOSS, ERROR, CENTER, OUTSIDE, RETURN)),
        Shape("vectors, the matrix first", (SCORES, PROBABILITIES, ERROR, OUTSIDE, CENTER, LOSS, RETURN)),
        ONE_BY_ONE,
    ),
)
