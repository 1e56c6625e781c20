"""The earlier courses' reader of the Stanford Sentiment Treebank: see `utils.treebank`."""

import os
import random

import numpy as np
from utils.treebank import StanfordSentiment

# `from data_utils import *` gave students these names too.
__all__ = ["StanfordSentiment", "np", "os", "random"]
