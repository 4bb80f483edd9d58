"""The server: plays the service of a document. Imports `spec`; start at `pipeline.py`."""

from .app import create_app
from .testing import Mock

__all__ = ["Mock", "create_app"]
