"""Tables of the checks, one module per language and kind of word. Data, no logic."""
