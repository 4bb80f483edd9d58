"""One file per memory over several exchanges. Read `../memory.py` first."""
