"""Texts to train and to measure on: synthetic languages of which everything is known, and real sets from a folder.

Which text a check uses, and what a good model scores on it, is decided elsewhere. Nothing here reaches the network.
"""
