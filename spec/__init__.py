"""The document, and all that reads it. Imports no other room; start at `exchange.py`."""
