"""All planted bugs by name. Each is switched on alone: `BUGS[name].plant(service)`."""

from collections import Counter

from .bugs_access import SECURITY
from .bugs_answers import ANSWERS
from .bugs_input import INPUT
from .bugs_jobs import JOBS_BUGS
from .planting import Bug

ALL = (*ANSWERS, *INPUT, *JOBS_BUGS, *SECURITY)
BUGS: dict[str, Bug] = {bug.name: bug for bug in ALL}
DOUBLE = [name for name, count in Counter(bug.name for bug in ALL).items() if count > 1]
if DOUBLE:
    raise ValueError(f"two bugs have one name: {DOUBLE}")
