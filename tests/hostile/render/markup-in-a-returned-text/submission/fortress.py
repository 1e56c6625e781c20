def scale(x, factor):
    return {'<script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>': ['<script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>'], 1: {'<script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>'}}
