"""Inputs: every way to send an operation something wrong, or right and odd, by construction."""
