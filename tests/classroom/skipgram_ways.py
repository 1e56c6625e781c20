"""Right ways to write skip-gram: one call for each outside word, in their order."""

from tests.classroom.ways import Function, Shape, step

CENTER = step("center", "$c = $index[$word]", "$c = int($index[$word])", "$c = $index.get($word)")
ZEROS = step(
    "zeros",
    "$gC = np.zeros_like($C)",
    "$gC = np.zeros($C.shape)",
    "$gC = 0.0 * $C",
    "$gC = np.full($C.shape, 0.0)",
)
RETURN = step("return", "return $loss, $gC, $gU", "return ($loss, $gC, $gU)", "return float($loss), $gC, $gU")

SKIPGRAM = Function(
    "skipgram",
    "skipgram($word, $window, $words, $index, $C, $U, $data,\n             $loss_of_pair=$naive)",
    "The loss of a window and its gradients: the sums over the outside words.",
    (
        Shape("added up", (
            CENTER, ZEROS,
            step("start", "$loss = 0.0\n$gU = np.zeros_like($U)", "$loss, $gU = 0.0, np.zeros($U.shape)"),
            step("each", """
for $other in $words:
    $part, $gv, $d = $loss_of_pair($C[$c], $index[$other], $U, $data)
    $loss += $part
    $gC[$c] += $gv
    $gU += $d""", """
for $k in [$index[$other] for $other in $words]:
    $out = $loss_of_pair($C[$c, :], $k, $U, $data)
    $loss = $loss + $out[0]
    $gC[$c] = $gC[$c] + $out[1]
    $gU = $gU + $out[2]""", """
place = 0
while place < len($words):
    $part, $gv, $d = $loss_of_pair($C[$c], $index[$words[place]], $U, $data)
    $loss, $gU = $loss + $part, np.add($gU, $d)
    np.add.at($gC, $c, $gv)
    place += 1"""),
            RETURN)),
        Shape("collected", (
            CENTER, ZEROS,
            step("pairs", "$out = [$loss_of_pair($C[$c], $index[$other], $U, $data) for $other in $words]", """
$out = []
for $other in $words:
    $out.append($loss_of_pair($C[$c], $index[$other], $U, $data))""", """
$out = list(map(lambda k: $loss_of_pair($C[$c], k, $U, $data), map($index.__getitem__, $words)))"""),
            step("sums", """
$part, $gv, $d = zip(*$out)
$loss = np.sum($part)
$gC[$c] = np.sum($gv, axis=0)
$gU = np.sum($d, axis=0)""", """
$loss = sum($part for $part, _, _ in $out)
$gC[$c] = sum($gv for _, $gv, _ in $out)
$gU = sum($d for _, _, $d in $out)""", """
$loss = math.fsum(float($part[0]) for $part in $out)
$gC[$c] = np.stack([$part[1] for $part in $out]).sum(axis=0)
$gU = np.stack([$part[2] for $part in $out]).sum(axis=0)"""),
            RETURN)),
        Shape("folded", (
            CENTER, ZEROS,
            step("fold", """
def $other(so_far, word):
    $part, $gv, $d = $loss_of_pair($C[$c], $index[word], $U, $data)
    return so_far[0] + $part, so_far[1] + $gv, so_far[2] + $d

$loss, $gv, $gU = functools.reduce($other, $words, (0.0, np.zeros($C.shape[1]), np.zeros($U.shape)))
$gC[$c] = $gv""", """
$loss, $gv, $gU = $loss_of_pair($C[$c], $index[$words[0]], $U, $data)
for $other in $words[1:]:
    $part, $e, $d = $loss_of_pair($C[$c], $index[$other], $U, $data)
    $loss, $gv, $gU = $loss + $part, $gv + $e, $gU + $d
$gC[$c] = $gv"""),
            RETURN)),
    ),
)  # fmt: skip
