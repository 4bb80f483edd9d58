"""One file per rule. To add one, add a file: its docstring is its manual and its test."""
