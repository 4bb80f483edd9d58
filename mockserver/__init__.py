"""The server: plays the service of a document. Imports `spec`; start at `pipeline.py`."""
