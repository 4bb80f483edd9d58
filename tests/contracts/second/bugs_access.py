"""Bugs of access: credentials that nobody checks, tenants that see each other, errors that tell."""

from typing import Any

from .planting import Answer, Plant, answer, instead, pardon, replaced, table
from .planting import with_body as body
from .server import Call
from .service import Job, Service, Tenant, Wrong

CREATE_DATASET, CREATE, LIST = "createDataset", "createExportJob", "listExportJobs"
GET, CANCEL = "getExportJob", "cancelExportJob"


def everyone(service: Service) -> list[Job]:
    return [job for tenant in service.tenants.values() for job in tenant.jobs]


def find_anywhere(fits: Any) -> Plant:
    """`find` looks at the jobs of others too, if `fits` (tenant, job)."""

    def make(service: Service, old: Any) -> Any:
        def find(tenant: Tenant, name: str) -> Job:
            try:
                return old(tenant, name)
            except Wrong:
                found = [job for job in everyone(service)
                         if str(job.id) == name and fits(tenant, job)]  # fmt: skip
                if found:
                    return found[0]
                raise

        return find

    return replaced("find", make)


def while_doing(operation: str, plant: Plant) -> Plant:
    """A bug of `find` in `look_up` or `cancel` only."""

    def planted(service: Service) -> None:
        honest = service.find
        plant(service)
        wrong = service.find
        service.find = honest
        old = getattr(service, operation)

        def doing(tenant: Tenant, name: str) -> Any:
            service.find = wrong
            try:
                return old(tenant, name)
            finally:
                service.find = honest

        setattr(service, operation, doing)

    return planted


def listing(fits: Any) -> Plant:
    """The list shows the jobs of others too, if `fits` (tenant, job)."""

    def make(service: Service, old: Any) -> Any:
        def ordered(tenant: Tenant) -> list[Job]:
            own = old(tenant)
            others = [job for job in everyone(service) if job not in own and fits(tenant, job)]
            for job in others:
                service.advance(job)
            return sorted([*own, *others], key=lambda job: (job.created, job.id), reverse=True)

        return ordered

    return replaced("ordered", make)


def any_org(tenant: Tenant, job: Job) -> bool:
    return job.org != tenant.org


def any_sandbox(tenant: Tenant, job: Job) -> bool:
    return job.org == tenant.org and job.sandbox != tenant.sandbox


def tells(status: int) -> Plant:
    """A job of others is refused in another way than one that is not there."""

    def make(service: Service, old: Any) -> Any:
        def find(tenant: Tenant, name: str) -> Job:
            try:
                return old(tenant, name)
            except Wrong:
                if any(str(job.id) == name for job in everyone(service)):
                    raise Wrong(status, "This job belongs to another organisation") from None
                raise

        return find

    return replaced("find", make)


def datasets_of_all(service: Service, old: Any) -> Any:
    """A job may go into the dataset of another organisation."""

    def fails(tenant: Tenant, dataset: Any) -> bool:
        for each in service.tenants.values():
            if dataset in each.datasets:
                return bool(old(each, dataset))
        return bool(old(tenant, dataset))

    return fails


def quoted(call: Call, given: Answer) -> Answer | None:
    token = call.headers.get("Authorization", "")
    if given.status not in (401, 403) or not token or not isinstance(given.body, dict):
        return None
    return Answer(given.status, {**given.body, "message": f"Not valid: {token}"}, given.headers)


TRACE = (
    'Traceback (most recent call last):\n  File "/srv/app/jobs.py", line 81, in look_up\n'
    "    return self.jobs[name]\nKeyError: 'name'"
)


def traced(given: Any) -> Any:
    return {**given, "detail": TRACE} if isinstance(given, dict) else given


def of_scheme(scheme: str) -> Any:
    """Calls whose Authorization begins with these very letters are refused."""
    return lambda call: call.headers.get("Authorization", "").startswith(scheme + " ")


def refused_call(_call: Call) -> Answer:
    return Answer(401, {"error_code": "401013", "message": "Oauth token is not valid"})


def names(*methods: str) -> Any:
    return lambda call: call.method in methods


SECURITY = table(
    "security",
    {
        "dataset without token": ("POST /dataSets takes no token", pardon("token-missing", CREATE_DATASET)),
        "create without token": ("POST of a job takes no token", pardon("token-missing", CREATE)),
        "list without token": ("the list takes no token", pardon("token-missing", LIST)),
        "get without token": ("GET of a job takes no token", pardon("token-missing", GET)),
        "cancel without token": ("DELETE takes no token", pardon("token-missing", CANCEL)),
        "token never checked": ("no token is looked at", pardon(
            "token-missing token-scheme token-empty token-malformed token-expired")),
        "any token on cancel": ("DELETE takes any Authorization", pardon(
            "token-scheme token-empty token-malformed token-expired", CANCEL)),
        "any scheme": ("Basic is taken", pardon("token-scheme")),
        "any scheme on get": ("GET of a job takes Basic", pardon("token-scheme", GET)),
        "any scheme on datasets": ("POST /dataSets takes Basic", pardon("token-scheme", CREATE_DATASET)),
        "bearer without token": ("Bearer alone is taken", pardon("token-empty")),
        "bearer without token on list": ("the list takes Bearer alone", pardon("token-empty", LIST)),
        "expired token": ("an expired token is taken", pardon("token-expired")),
        "expired token on get": ("GET of a job takes an expired token", pardon("token-expired", GET)),
        "expired token on create": ("POST of a job takes one", pardon("token-expired", CREATE)),
        "expired token on cancel": ("DELETE takes one", pardon("token-expired", CANCEL)),
        "expired token breaks": ("an expired token is 500", answer("*", lambda given: Answer(
            500, {"title": "broken"}), status=401)),
        "dataset without key": ("POST /dataSets takes no key", pardon("key-missing", CREATE_DATASET)),
        "create without key": ("POST of a job takes no key", pardon("key-missing", CREATE)),
        "list without key": ("the list takes no key", pardon("key-missing", LIST)),
        "get without key": ("GET of a job takes no key", pardon("key-missing", GET)),
        "cancel without key": ("DELETE takes no key", pardon("key-missing", CANCEL)),
        "empty key": ("an empty key is taken", pardon("key-malformed")),
        "empty key on create": ("POST of a job takes an empty key", pardon("key-malformed", CREATE)),
        "dataset without org": ("POST /dataSets takes no organisation", pardon(
            "org-missing org-malformed", CREATE_DATASET)),
        "create without org": ("POST of a job takes none", pardon("org-missing org-malformed", CREATE)),
        "list without org": ("the list takes none", pardon("org-missing org-malformed", LIST)),
        "get without org": ("GET of a job takes none", pardon("org-missing", GET)),
        "empty org": ("an empty organisation is taken", pardon("org-malformed")),
        "case of the scheme": ("`bearer` is refused, only `Bearer` is taken", instead("*",
            of_scheme("bearer"), refused_call)),
        "others' jobs readable": ("GET shows the jobs of other organisations",
            while_doing("look_up", find_anywhere(any_org))),
        "others' jobs cancelled": ("DELETE cancels those of others",
            while_doing("cancel", find_anywhere(any_org))),
        "others' jobs listed": ("the list shows those of others", listing(any_org)),
        "everything shared": ("organisations are not told apart", replaced("tenant",
            lambda service, old: lambda org, sandbox: old("0" * 24 + "@AdobeOrg", "prod"))),
        "others' jobs forbidden": ("GET of the job of another is 403, of none 404", tells(403)),
        "others' jobs gone": ("GET of the job of another is 400, of none 404", tells(400)),
        "others' datasets taken": ("a job may go into the dataset of another organisation",
            replaced("fails", datasets_of_all)),
        "sandbox not in lookup": ("GET shows jobs of other sandboxes, the list does not",
            while_doing("look_up", find_anywhere(any_sandbox))),
        "sandbox not in cancel": ("DELETE cancels jobs of other sandboxes, GET is 404",
            while_doing("cancel", find_anywhere(any_sandbox))),
        "sandbox not in list": ("the list shows jobs of other sandboxes, GET is 404",
            listing(any_sandbox)),
        "token in errors": ("errors quote the token", lambda service: service.after.append(quoted)),
        "trace in 404": ("404 of a job shows a stack trace", answer(GET, body(traced), status=404)),
        "trace in 400": ("400 shows a stack trace", answer("*", body(traced), status=400)),
        "trace in errors of jobs": ("errors tell the SQL", answer(CREATE, body(
            lambda given: {**given, "detail": "psycopg2.errors.UndefinedColumn: SELECT * FROM jobs"}),
            status=(400, 404))),
        "HEAD without credentials": ("HEAD of a job needs none", instead(GET, names("HEAD"),
            lambda call: Answer(200, {"id": 1}))),
        "401 without words": ("401 without a token is a redirect to a login page", answer("*",
            lambda given: Answer(302, None, {"Location": "/login"}), status=(401, 403))),
    },
)  # fmt: skip
