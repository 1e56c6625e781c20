"""Arguments for calls, drawn from a seed: dimensions, generators, cases.

What a spec writes (`sizes`, `dimensions`, `generators`) needs no numpy; drawing (`drawing`, `draws`) does.
"""
