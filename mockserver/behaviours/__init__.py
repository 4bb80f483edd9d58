"""One file per resource; each function is a behaviour. How to add one: `../behaviour.py`."""
