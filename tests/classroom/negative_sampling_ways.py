"""Right ways to draw negatives, and to write the negative sampling loss and its gradients.

Every way counts a word as often as it was drawn.
"""

from tests.classroom.ways import Function, Shape, step

DRAWS = Function(
    "draw",
    "$draw($o, $data, $K)",
    "K words that are not the outside word.",
    (
        Shape("a list of the right length", (step("all", """
$samples = [None] * $K
for k in range($K):
    $k = $data.sampleTokenIdx()
    while $k == $o:
        $k = $data.sampleTokenIdx()
    $samples[k] = $k
return $samples"""),)),
        Shape("until there are enough", (step("all", """
$samples = []
while len($samples) < $K:
    $k = $data.sampleTokenIdx()
    if $k != $o:
        $samples.append($k)
return $samples""", """
$samples = []
while True:
    if len($samples) == $K:
        return $samples
    $k = $data.sampleTokenIdx()
    if $k == $o:
        continue
    $samples += [$k]"""),)),
        Shape("a stream", (step("all", """
$out = (k for k in iter($data.sampleTokenIdx, None) if k != $o)
return [next($out) for _ in range($K)]""", """
$out = filter(lambda k: k != $o, iter($data.sampleTokenIdx, None))
return list(itertools.islice($out, $K))"""),)),
        Shape("an array", (step("all", """
$samples = np.zeros($K, dtype=int)
for k in range($K):
    $samples[k] = $o
    while $samples[k] == $o:
        $samples[k] = $data.sampleTokenIdx()
return $samples"""),)),
    ),
)  # fmt: skip

SAMPLES = step("samples", "$samples = $draw($o, $data, $K)", "$samples = list($draw($o, $data, $K))")
ROWS = step(
    "rows",
    "$rows = $U[$samples]",
    "$rows = np.take($U, $samples, axis=0)",
    "$rows = np.array([$U[k] for k in $samples])",
    "$rows = np.eye(len($U))[$samples] @ $U",
    "$rows = np.vstack([$U[k] for k in $samples])",
)
SIGMOIDS = step(
    "sigmoids",
    """
$pos = sigmoid($U[$o] @ $v)
$neg = sigmoid(-$rows @ $v)""",
    """
$pos = sigmoid(np.dot($U[$o], $v))
$neg = sigmoid(-np.dot($rows, $v))""",
    """
$pos = sigmoid(np.sum($U[$o] * $v))
$neg = 1 - sigmoid(np.sum($rows * $v, axis=1))""",
    """
$pos = sigmoid(np.inner($v, $U[$o]))
$neg = sigmoid(np.einsum("kd,d->k", -$rows, $v))""",
    """
$neg = np.array([sigmoid(-(row @ $v)) for row in $rows]).reshape(-1)
$pos = sigmoid($v @ $U[$o])""",
)
LOSS = step(
    "loss",
    "$loss = -np.log($pos) - np.sum(np.log($neg))",
    "$loss = -np.log($pos * np.prod($neg))",
    "$loss = -(np.log($pos) + np.log($neg).sum())",
    "$loss = np.logaddexp(0, -$U[$o] @ $v) + np.logaddexp(0, $rows @ $v).sum()",
    "$loss = np.log1p(np.exp(-$U[$o].dot($v))) + np.sum(np.log1p(np.exp($rows.dot($v))))",
    """
$loss = -np.log($pos)
for p in $neg:
    $loss -= np.log(p)""",
    "$loss = -math.fsum(math.log(float(p)) for p in [$pos, *$neg])",
)
CENTER = step(
    "center",
    "$gv = ($pos - 1) * $U[$o] + (1 - $neg) @ $rows",
    "$gv = ($pos - 1) * $U[$o] + $rows.T @ (1 - $neg)",
    "$gv = ($pos - 1) * $U[$o] + np.sum((1 - $neg)[:, None] * $rows, axis=0)",
    '$gv = ($pos - 1) * $U[$o] + np.einsum("k,kd->d", 1 - $neg, $rows)',
    """
$gv = -(1 - $pos) * $U[$o]
for p, row in zip($neg, $rows):
    $gv = $gv + (1 - p) * row""",
    "$gv = np.append($pos - 1, 1 - $neg) @ np.vstack([$U[$o], $rows])",
)
OUTSIDE = step(
    "outside",
    """
$gU = np.zeros_like($U)
$gU[$o] += ($pos - 1) * $v
np.add.at($gU, $samples, np.outer(1 - $neg, $v))""",
    """
$gU = np.zeros($U.shape)
$gU[$o] = ($pos - 1) * $v
for k, p in zip($samples, $neg):
    $gU[k] += (1 - p) * $v""",
    """
$d = np.bincount($samples, weights=1 - $neg, minlength=len($U))
$d[$o] += $pos - 1
$gU = np.outer($d, $v)""",
    """
$one = np.eye($U.shape[0])[$samples]
$gU = $one.T @ ((1 - $neg)[:, None] * $v)
$gU[$o] += ($pos - 1) * $v""",
    """
$gU = np.zeros_like($U)
for k, number in collections.Counter(int(k) for k in $samples).items():
    $gU[k] = number * sigmoid($U[k] @ $v) * $v
$gU[$o] = ($pos - 1) * $v""",
    """
$d, $e = np.unique($samples, return_counts=True)
$gU = np.zeros_like($U)
$gU[$d] = ($e * sigmoid($U[$d] @ $v))[:, None] * $v
$gU[$o] -= (1 - $pos) * $v""",
    """
$gU = np.zeros_like($U)
np.subtract.at($gU, [$o, *$samples], np.append(1 - $pos, $neg - 1)[:, None] * $v)""",
)
RETURN = step("return", "return $loss, $gv, $gU", "return ($loss, $gv, $gU)", "return float($loss), $gv, $gU")

#: The outside word and the negatives in one list, with a sign each.
STACKED = Shape(
    "stacked",
    (
        step("indices", "$samples = [$o] + list($draw($o, $data, $K))",
             "$samples = np.concatenate(([$o], $draw($o, $data, $K))).astype(int)"),
        step("signs", "$one = np.array([1.0] + [-1.0] * $K)", "$one = -np.ones($K + 1)\n$one[0] = 1", """
$one = np.where(np.arange($K + 1) == 0, 1.0, -1.0)"""),
        ROWS,
        step("sigmoids", "$y = sigmoid($one * ($rows @ $v))", '$y = sigmoid(np.einsum("k,kd,d->k", $one, $rows, $v))',
             "$y = sigmoid(($one[:, None] * $rows).dot($v))"),
        step("loss", "$loss = -np.sum(np.log($y))", "$loss = -np.log($y).sum()", "$loss = -np.log(np.prod($y))",
             "$loss = np.logaddexp(0, -$one * ($rows @ $v)).sum()"),
        step("error", "$d = $one * ($y - 1)", "$d = ($y - 1) * $one", "$d = -$one * (1 - $y)"),
        step("center", "$gv = $d @ $rows", "$gv = $rows.T.dot($d)", '$gv = np.einsum("k,kd->d", $d, $rows)',
             "$gv = ($d[:, None] * $rows).sum(axis=0)"),
        step("outside", """
$gU = np.zeros_like($U)
np.add.at($gU, $samples, $d[:, None] * $v)""", """
$gU = np.zeros($U.shape)
for k, p in zip($samples, $d):
    $gU[k] += p * $v""", """
$gU = np.outer(np.bincount($samples, weights=$d, minlength=$U.shape[0]), $v)""", """
$gU = np.eye(len($U))[$samples].T @ np.outer($d, $v)"""),
        RETURN,
    ),
)  # fmt: skip

#: All words at once, each as often as it was drawn.
COUNTED = Shape(
    "counted",
    (
        step("counts", "$e = np.bincount($draw($o, $data, $K), minlength=len($U))", """
$e = np.zeros(len($U))
for k in $draw($o, $data, $K):
    $e[k] += 1""", """
$e = np.zeros(len($U))
np.add.at($e, $draw($o, $data, $K), 1)"""),
        step("scores", "$s = $U @ $v", "$s = np.sum($U * $v, axis=1)", '$s = np.einsum("vd,d->v", $U, $v)'),
        step("loss", "$loss = np.logaddexp(0, -$s[$o]) + $e @ np.logaddexp(0, $s)",
             "$loss = -np.log(sigmoid($s[$o])) - np.sum($e * np.log(sigmoid(-$s)))"),
        step("error", "$d = $e * sigmoid($s)\n$d[$o] += sigmoid($s[$o]) - 1",
             "$d = $e * (1 - sigmoid(-$s)) - (np.arange(len($U)) == $o) * sigmoid(-$s)"),
        step("center", "$gv = $d @ $U", "$gv = $U.T.dot($d)", "$gv = ($U * $d[:, None]).sum(axis=0)"),
        step("outside", "$gU = $d[:, None] * $v", "$gU = np.outer($d, $v)", "$gU = np.multiply.outer($d, $v)"),
        RETURN,
    ),
)  # fmt: skip

#: One draw after the other, all three results at once.
ONE_BY_ONE = Shape(
    "one by one",
    (
        step("start", """
$pos = sigmoid($U[$o] @ $v)
$loss = -np.log($pos)
$gv = ($pos - 1) * $U[$o]
$gU = np.zeros_like($U)
$gU[$o] = ($pos - 1) * $v""", """
$pos = 1 - sigmoid(np.dot($U[$o], $v))
$loss = -np.log(1 - $pos)
$gv, $gU = -$pos * $U[$o], 0 * $U
$gU[$o] += -$pos * $v"""),
        step("each", """
for k in $draw($o, $data, $K):
    p = sigmoid(-$U[k] @ $v)
    $loss -= np.log(p)
    $gv = $gv + (1 - p) * $U[k]
    $gU[k] += (1 - p) * $v""", """
for k in $draw($o, $data, $K):
    p = sigmoid($U[k].dot($v))
    $loss = $loss - np.log(1 - p)
    $gv = np.add($gv, p * $U[k])
    $gU[k, :] = $gU[k, :] + p * $v""", """
$samples = $draw($o, $data, $K)
for place in range($K):
    k = $samples[place]
    $loss = $loss + np.logaddexp(0, $U[k] @ $v)
    for column in range(len($v)):
        $gv[column] += sigmoid($U[k] @ $v) * $U[k, column]
        $gU[k, column] += sigmoid($U[k] @ $v) * $v[column]"""),
        RETURN,
    ),
)  # fmt: skip

NEGATIVE_SAMPLING = Function(
    "neg",
    "$neg_sampling($v, $o, $U, $data, $K=10)",
    "The loss of one pair of words and its gradients, with K negatives.",
    (
        Shape("apart", (SAMPLES, ROWS, SIGMOIDS, LOSS, CENTER, OUTSIDE, RETURN)),
        Shape("apart, the matrix first", (SAMPLES, ROWS, SIGMOIDS, OUTSIDE, CENTER, LOSS, RETURN)),
        STACKED,
        COUNTED,
        ONE_BY_ONE,
    ),
)
