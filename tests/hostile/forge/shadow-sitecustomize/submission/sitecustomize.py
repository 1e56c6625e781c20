import os

open('/tmp/@MARK@', 'w')
os._exit(0)
