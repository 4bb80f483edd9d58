"""The judge: holds an implementation or a client to the document. Imports `spec`; start at `scenario.py`."""
