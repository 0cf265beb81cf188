"""How each family of translation models writes its input and reads its output.

To add a family: write a module with a class that fits `Family`, name its sentencepiece files,
and map the manifest's family name to it in `app.engine.models`.
"""
