"""What was handed in: modules, notebooks, written answers. Nothing of it is executed here."""
