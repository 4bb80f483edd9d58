"""Workflows of Arazzo 1.0, told as scenarios. Start at `workflows.py`, then `running.py`."""
