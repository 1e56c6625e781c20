"""What networks of that package return: values by name, which are attributes and keys alike."""


class ModelOutput(dict):
    """Values by name; those that are None count as not there."""

    def __init__(self, **values):
        super().__init__({name: value for name, value in values.items() if value is not None})

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self.get(name)


class SequenceClassifierOutput(ModelOutput):
    """`loss` and `logits` of a classifier."""
