"""Written derivations: reads formulas, values them on random worlds, finds the first step that breaks."""
