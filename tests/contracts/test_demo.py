"""The demo does what the README promises: the tutorial over HTTP, then the judge."""

import re
import signal
import subprocess
import sys

import requests

TUTORIAL = (
    "POST /data/foundation/catalog/dataSets",
    "-> 201 @/dataSets/",
    "-> 200 job 24115 is NEW",
    "-> 200 job 24115 is PROCESSING",
    "-> 200 job 24115 is SUCCEEDED after ",
    "24115 SUCCEEDED; next: none",
    "DELETE /data/core/ups/export/jobs/24116",
    "-> 204 (no body)",
    "-> 200 job 24116 is CANCELLED",
    "createExportJob",
    "no violations",
)


def test_it_tells_the_tutorial_then_judges_the_mock_and_keeps_it_running() -> None:
    command = [sys.executable, "-u", "-m", "specdouble", "demo", "--keep"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        told = ""
        while "The mock goes on at" not in told:
            line = process.stdout.readline()
            assert line, told
            told += line
        url = re.findall(r"http://[\d.:]+\d", told)[-1]
        assert requests.get(f"{url}/__specdouble/health", timeout=5).status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    places = [told.find(line) for line in TUTORIAL]
    assert -1 not in places
    assert places == sorted(places)
