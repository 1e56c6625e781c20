"""What is asked, as every peer is told it: the functions, their checks in `checks.py`, and the points of our spec."""

#: A function of the sheet -> the checks that it is given to, with their points.
SHEET = {
    "sigmoid": {"sigmoid_values": 1.5, "sigmoid_far_out": 0.5},
    "naiveSoftmaxLossAndGradient": {"naive_values": 5, "naive_leaves_alone": 0.5},
    "negSamplingLossAndGradient": {"neg_values": 5, "neg_few_words": 0.5, "neg_leaves_alone": 0.5},
    "skipgram": {"skipgram_naive": 4, "skipgram_neg": 0.5},
    "sgd": {"sgd_ends": 2, "sgd_postprocessing": 1, "sgd_halves": 0.5, "sgd_descends": 0.5},
}
#: A cell of a notebook -> the functions that stand in it, by the names of `tests/classroom/plans.py`.
CELLS = {
    "sigmoid": ("sigmoid", "softmax"),
    "naiveSoftmaxLossAndGradient": ("naive",),
    "negSamplingLossAndGradient": ("draw", "neg"),
    "skipgram": ("skipgram",),
    "sgd": ("sgd",),
}
POINTS = sum(sum(checks.values()) for checks in SHEET.values())
