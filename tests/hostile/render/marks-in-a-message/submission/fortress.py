def scale(x, factor):
    raise ValueError("`<b>` ``x`` `unclosed **bold** [link](javascript:alert(1)) <http://example.com> ![x](y) |a|b|")
