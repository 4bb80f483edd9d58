"""One file per invariant of a single exchange. Read `../check.py` first."""
