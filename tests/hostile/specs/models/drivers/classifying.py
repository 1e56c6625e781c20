"""A classifier that is trained and asked in one call."""


def predicted(train, labels, asked, classify, classes, **others):
    return classify(train, labels, asked, classes)
