"""How thorough a run is: which variations it sends."""

QUICK, DOCUMENTED, DEEP = range(3)
_DEPTHS = {"quick": QUICK, "deep": DEEP}


def depth_of(profile: str) -> int:
    """The depth of a profile by its name."""
    return _DEPTHS.get(profile, DOCUMENTED)
