"""One file per kind of mistake a server can make. Read `../mutant.py` first."""
