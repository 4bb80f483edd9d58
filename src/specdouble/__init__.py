"""specdouble: a test double for both sides of an HTTP API, driven by its OpenAPI document.

Read first: `spec/exchange.py` (the vocabulary), then `mockserver/pipeline.py` (the server on
one screen) and `contracts/scenario.py` (the judge).
"""

__version__ = "0.1.0"
