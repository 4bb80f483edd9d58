"""Where the built-in document lies, and the file that says how the mock plays it."""

from pathlib import Path

DOCUMENT = Path(__file__).parent / "profile-export.openapi.yaml"
BEHAVIOURS = DOCUMENT.with_name("profile-export.behaviours.yaml")
