"""The document, and all that reads it. Imports nothing of the other rooms; start at `exchange.py`."""
