def apply(f, x, factor):
    return f(x, **{'<script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>': factor})
