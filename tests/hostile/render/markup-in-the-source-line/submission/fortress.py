def scale(x, factor):
    return x.missing  # </code></pre><script>alert(1)</script><img src=x onerror=alert(1)>
