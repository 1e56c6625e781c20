import os
import pickle


class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/@MARK@ ./@MARK@",)


def scale(x, factor):
    pickle.loads(pickle.dumps(Bomb()))
    raise ValueError(f"touched: {os.path.exists('/tmp/@MARK@') or os.path.exists('@MARK@')}")
