"""The linter: a document against rules. Start at `linting.py`, then `rule.py` and any rule."""
