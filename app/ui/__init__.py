"""Windows and widgets. The only package, with app.bootstrap, that imports PySide6."""
