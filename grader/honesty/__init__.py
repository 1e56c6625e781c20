"""Whether a perplexity can be believed: a battery of tests that asks a language model and never looks into it.

Everything is recomputed here from what the model answers. How it is asked (over the wall, with which functions) and
what a test is worth are decided elsewhere.
"""
