"""The rule `security/defined`."""

from collections.abc import Iterator

from ..rule import Remark, rule
from ..subject import Subject, members


@rule("security/defined", severity="error", advice="define it in components.securitySchemes")
def security_defined(subject: Subject) -> Iterator[Remark]:
    """Every scheme that a security requirement names is defined (OpenAPI 3.1, 4.8.30).

    A requirement without a scheme says that a credential is needed and not which one.

    Good:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        security: [{token: []}]
        paths: {}
        components:
          securitySchemes: {token: {type: http, scheme: bearer}}

    Bad:
        openapi: 3.1.0
        info: {title: Jobs, version: "1"}
        security:
          - tokens: []  # <-
        paths: {}
        components:
          securitySchemes: {token: {type: http, scheme: bearer}}
    """
    defined = dict(members(subject.document.root.get("components"), "securitySchemes"))
    for place in subject.places("SecurityRequirement"):
        for name, node in place.node.items():
            is_uri = subject.version >= "3.2" and "/" in name
            if name not in defined and not is_uri:
                yield Remark(node, f'no security scheme is called "{name}"', at_key=True)
