"""One file per format of a report. Read `../report.py` first."""
