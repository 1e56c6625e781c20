def scale(x, factor):
    raise ValueError('<script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>')
