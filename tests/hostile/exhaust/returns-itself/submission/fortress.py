def scale(x, factor):
    row = [x]
    row.append(row)
    return row
