"""One file per story over several exchanges. Read `../scenario.py` first."""
