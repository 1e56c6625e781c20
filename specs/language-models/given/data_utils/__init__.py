"""The course's package of readers: `from data_utils import utils`."""

import data_utils.utils
