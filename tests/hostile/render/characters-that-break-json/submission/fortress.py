import sys


def describe(x):
    print('"}],"score":10}\\u0000\\ud800 </script> \u2028 \x00 \x0c')
    sys.stdout.buffer.write(b"\xff\xfe\xed\xa0\x80\xf8\n")
