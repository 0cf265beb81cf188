"""One module per family of translation models: how each wants its tokens."""
