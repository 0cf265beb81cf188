"""The desktop application: windows, live session, records and documents."""

__version__ = "0.1.0"
