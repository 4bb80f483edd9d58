"""The judge: holds a server or a client to the document. Imports `spec`; start at `check.py`."""
