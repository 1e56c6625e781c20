open('/tmp/@MARK@', 'w')
