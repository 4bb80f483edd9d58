"""Settings to a running service: reads the files, compiles the document, joins the parts.

This is where the order of construction is; what happens to a request is in `pipeline.py`.
"""

import time
from dataclasses import dataclass

from ..spec import built_in
from ..spec.api import Api
from ..spec.compiling import compile_api
from ..spec.document import Document, load
from .clock import VirtualClock, read_instant
from .faults import Faults
from .journal import Journal
from .pipeline import Pipeline
from .refusal import Teller, refuser
from .settings import Settings
from .simulate import simulate
from .wiring import Wiring, chosen, wiring_of
from .world import World


@dataclass(frozen=True, slots=True)
class Service:
    """One mock, put together: `app.py` brings it to WSGI."""

    settings: Settings
    document: Document
    api: Api
    world: World
    journal: Journal
    wiring: Wiring
    faults: Faults
    pipeline: Pipeline

    @property
    def title(self) -> str:
        """What is served, in a few words."""
        return self.api.title


def assemble(settings: Settings) -> Service:
    """A service from settings.

    Raises DocumentError for a document or behaviours file that cannot be used, SettingError for
    a choice that does not exist.
    """
    document = load(settings.document or built_in.DOCUMENT)
    _ = document.version
    if settings.require_sandbox:
        _require_recommended(document)
    api = compile_api(document)
    wiring = _wiring(settings, api)
    start = read_instant(settings.time) / 1000 if settings.time else None
    clock = VirtualClock(time.time, start, settings.speed)
    world = World(clock, settings.seed, chosen(wiring, settings.choices), wiring.tenancy)
    journal = Journal(settings.journal_size, clock.now)
    teller = Teller(api, world, wiring)
    refuse = refuser(teller, strict=settings.strict)
    faults = Faults(teller)
    pipeline = Pipeline(api, simulate(teller), refuse, faults, journal)
    return Service(settings, document, api, world, journal, wiring, faults, pipeline)


def _wiring(settings: Settings, api: Api) -> Wiring:
    if settings.behaviours:
        return wiring_of(load(settings.behaviours), api)
    if settings.document:
        return Wiring()
    return wiring_of(load(built_in.BEHAVIOURS), api)


def _require_recommended(document: Document) -> None:
    """Make the parameters that ought to be sent (`x-recommended`) required."""
    parameters = dict(document.root.child("components").child("parameters").items())
    for parameter in parameters.values():
        if parameter.flag("x-recommended"):
            parameter.mapping()["required"] = True
