"""The right answers: every function the assignments ask for, in closed form, its derivation in the docstring.

Known mistakes stand beside what they misread. Imports nothing of the grader, which looks functions up by dotted name:
a spec's `word2vec.naive_softmax` is the attribute `naive_softmax` of `reference.word2vec`.
"""
