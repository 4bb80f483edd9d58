"""What an error gives away."""

import re
from collections.abc import Iterator
from urllib.parse import unquote_plus

from ...spec.exchange import Exchange, Message, Reply
from ..check import check
from ..violation import Objection

_FIRST_ERROR = 400
_READ = 200_000
_LOOKED_AT = 20_000
_LONGEST_WORD = 300
"""What is longer comes from the request, and takes the expressions below too long."""

_SHORT = 8
"""Secrets below this length are words that an answer may hold by chance."""

_SIGNS = {
    "a Python traceback": r'Traceback \(most recent call last\)|File \\?"[^"\n]+\\?", line \d+',
    "a Java stack trace": r"\bat [\w$.<>]+\.[\w$<>]+\((?:[\w$]+\.(?:java|kt|scala|groovy):\d+"
    r"|Native Method|Unknown Source)\)",
    "a JavaScript stack trace": r"\bat (?:[\w$.<>\[\] ]+ )?\(?(?:file://|node:|/|[A-Za-z]:\\)"
    r"[^\s()]+:\d+:\d+",
    "a .NET stack trace": r"\bat [\w.<>`]+\([^()\n]*\) in [^\n]+:line \d+",
    "a Ruby backtrace": r"[\w./-]+\.rb:\d+:in [`']",
    "a PHP error": r"#\d+ [^\s]+\.php\(\d+\)|\bin \S+\.php(?:</b>)? on line (?:<b>)?\d+",
    "a Go stack trace": r"goroutine \d+ \[[a-z ,]+\]:|panic: runtime error",
    "a Rust panic": r"thread '[^']*' panicked at",
    "a debugger's page": r"Werkzeug Debugger|__debugger__|DJANGO_SETTINGS_MODULE|"
    r"Whitelabel Error Page|Server Error in '[^']*' Application|DeveloperExceptionPage|"
    r"Action Controller: Exception caught|You're seeing this error because you have",
    "an SQL error": r"SQLSTATE|\bORA-\d{5}\b|You have an error in your SQL syntax|"
    r"\b(?:sqlite3|psycopg2?|pymysql|asyncpg)\.|sqlalche\.me|near \\?\"[^\"]*\": syntax error|"
    r"no such (?:table|column): |violates (?:unique|foreign key|not-null|check) constraint|"
    r"(?:UNIQUE|NOT NULL|FOREIGN KEY) constraint failed|Unclosed quotation mark after|"
    r"relation \\?\"[^\"]+\" does not exist",
    "the name of an exception": r"\b(?:java|javax|org|com|net|io|scala|kotlin|System)\.[\w.]*"
    r"(?:Exception|Error)\b|\b(?:Attribute|Index|Key|Name|Recursion|Runtime|Type|UnicodeDecode|"
    r"Value|ZeroDivision)Error[:(]|\bNull(?:Pointer|Reference)Exception\b|"
    r"object (?:has no attribute|is not (?:subscriptable|iterable|callable))|"
    r"Cannot read propert(?:y|ies) of|invalid literal for int\(\)",
    "a path of the server's disk": r"(?<![\w:/.])/(?:app|code|etc|home|mnt|opt|root|srv|tmp|usr|"
    r"var|Users|workspace)/(?:[\w.@+-]+/)*[\w@+-]+\.(?:c?js|class|conf|cs|db|env|go|jar|java|json|key|"
    r"log|pem|php|py|rb|rs|so|sqlite3?|ts|ya?ml)\b|\b[A-Za-z]:\\\\?(?:[\w .-]+\\\\?)+[\w-]+\.\w+",
}
"""What an answer may give away, and the expressions that tell it."""

_EXPRESSIONS = {name: re.compile(pattern) for name, pattern in _SIGNS.items()}
_SECRET = re.compile(
    r"(?:proxy-)?authorization|password|(?:x[-_])?"
    r"(?:access|api|auth|client|functions|secret|subscription)[-_]?(?:key|secret|token)",
    re.IGNORECASE,
)
"""Where secrets are sent; a page token or the key of an item is none."""


@check("internals")
def internals(exchange: Exchange) -> Iterator[Objection]:
    """An error says what the client did wrong, not how the server is made.

    Stack traces, the words of a database, files of the server and pages of a debugger are a map
    for an attacker and no help to a client; and a token or key that an error repeats ends up in
    logs. What the request said itself may come back, except its secrets. Successes are not
    looked at: the record of a failed job documents a call stack.

    Good: 500 with `{"message": "something went wrong"}`.
    Bad: 500 with `Traceback (most recent call last): …`.
    """
    reply, message = exchange.reply, exchange.call.message
    if reply.status < _FIRST_ERROR:
        return
    text, said = _text(reply), _said(message)
    for name, expression in _EXPRESSIONS.items():
        found = expression.search(text)
        if found and found[0] not in said:
            yield Objection(f"the error gives away {name}: {found[0][:120]!r}", kind=name)
            break
    for name, secret in _secrets(message):
        if secret in text:
            yield Objection(f"the error repeats what was sent as {name}", kind=f"repeats {name}")


def _text(reply: Reply) -> str:
    """Everything the answer says, as far as it is looked at."""
    fields = "\n".join(value for _, value in reply.headers.pairs)
    text = f"{fields}\n{reply.body[:_LOOKED_AT].decode('utf-8', 'replace')}"
    return " ".join(word[:_LONGEST_WORD] for word in text.split(" "))


def _said(message: Message) -> str:
    """Everything the request says, as far as it could come back."""
    fields = "\n".join(value for _, value in message.headers.pairs)
    body = message.body[:_READ].decode("utf-8", "replace")
    return f"{message.target}\n{unquote_plus(message.target)}\n{fields}\n{body}"


def _secrets(message: Message) -> Iterator[tuple[str, str]]:
    """What nobody but the two sides should see: by the name it was sent under."""
    pairs = [*message.headers.pairs]
    for part in message.query.split("&"):
        name, _, value = part.partition("=")
        pairs.append((name, unquote_plus(value)))
    for name, value in pairs:
        secret = value.rpartition(" ")[2]
        if _SECRET.fullmatch(name) and len(secret) >= _SHORT:
            yield name, secret
