def describe(x):
    print('<script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>')
    print("</pre></details></main><h1>10 / 10</h1>")
