"""Reports of a verdict: a file of `reports/` for each format, and a row in `REPORTS`.

A report holds no secrets: credentials are shown as the variables they come from. Read
`subject.py` for what all formats share.
"""

from collections.abc import Callable, Mapping

from .reports.html import html
from .reports.json_report import as_json
from .reports.junit import junit
from .reports.markdown import markdown
from .reports.text import Paint, plain, text
from .subject import Subject

__all__ = ["REPORTS", "Paint", "Subject", "plain", "text"]

REPORTS: Mapping[str, Callable[[Subject], str]] = {
    "text": text,
    "junit": junit,
    "json": as_json,
    "markdown": markdown,
    "html": html,
}
"""Every format by its name."""
