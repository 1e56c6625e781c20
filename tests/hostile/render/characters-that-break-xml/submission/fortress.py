def scale(x, factor):
    raise ValueError("a\x00b\x0bc\ud800d\udfffe\ufffef\uffffg\x85h\u2028i]]>j\U0010ffffk")
