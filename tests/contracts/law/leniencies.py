"""Leniencies: the differences between the two judges that are known, as one table.

Read `LENIENCIES`. A difference that no row explains is a bug of one of the judges: the law looks
for those. `docs/judges.md` is made of these rows, and each is shown by an exchange in `shown.py`.
"""

from dataclasses import dataclass
from typing import Literal

from specdouble.contracts.opinion import Part

from . import circumstances as when
from .agreement import Difference, Side
from .circumstances import Circumstance


@dataclass(frozen=True, slots=True)
class Leniency:
    """A row of the table.

    `by` is the judge that objects alone, "either" where both may, in one of the `parts`; `right`
    the judge that has the standard on its side, "open" where it has no word on the matter. `what`
    goes on from "openapi-core", and is what it does.
    """

    name: str
    parts: tuple[Part, ...]
    by: Side | Literal["either"]
    right: Side | Literal["open"]
    what: str
    why: str
    applies: Circumstance

    def explains(self, difference: Difference) -> bool:
        """Whether this is the reason for a difference."""
        is_here = difference.part in self.parts and self.by in {"either", difference.by}
        return is_here and self.applies(difference)


def explained(difference: Difference) -> list[Leniency]:
    """The rows that explain a difference; none means that nobody knows it yet."""
    return [row for row in LENIENCIES if row.explains(difference)]


_ALL: tuple[Part, ...] = (
    *("routing", "credentials", "parameters", "body", "reply-body", "reply-headers"),
)
_CREDENTIALS: tuple[Part, ...] = ("credentials",)
_REQUEST: tuple[Part, ...] = ("parameters",)
_BODIES: tuple[Part, ...] = ("body", "reply-body")
_SCHEMAS: tuple[Part, ...] = ("parameters", "reply-headers", "body", "reply-body")

LENIENCIES = (
    Leniency(
        "server-last",
        ("routing",),
        "either",
        "ours",
        "finds the end of a path, then the method, and looks last at what stands before: so it may "
        "call a path unknown for its method, or a method for its path",
        "that is no path of the document, or it is one",
        when.is_refused_by_both,
    ),
    Leniency(
        "trailing-slash",
        _ALL,
        "either",
        "open",
        "in a document with paths that end in a slash knows no other such path, or takes the slash "
        "for an empty parameter; we forgive a slash too many",
        "OpenAPI does not say; to HTTP the two are different resources",
        when.is_slashed,
    ),
    Leniency(
        "ambiguous-path",
        _ALL,
        "either",
        "ours",
        "of the templates that fit a path takes the first with the fewest parameters",
        "`/jobs/{id}:stop` says more than `/jobs/{id}`; OpenAPI leaves it to tools (3.1, 4.8.8)",
        when.is_ambiguous,
    ),
    Leniency(
        "empty-path-value",
        _ALL,
        "either",
        "open",
        "takes `/parts/:cut` for `/parts/{id}:cut`",
        "OpenAPI does not say whether a path parameter may be empty",
        when.is_empty_in_path,
    ),
    Leniency(
        "ignored-headers",
        _REQUEST,
        "theirs",
        "ours",
        "judges header parameters called Accept, Content-Type and Authorization",
        "their definition shall be ignored (OpenAPI 3.1, 4.8.12.2)",
        when.is_ignored_header,
    ),
    Leniency(
        "absent-default",
        ("parameters", "reply-headers"),
        "either",
        "ours",
        "puts its default in the place of a parameter that is absent, even of a required one, and "
        "judges it",
        "required means that it is sent (OpenAPI 3.1, 4.8.12.2)",
        when.both(when.has_keyword("default"), when.is_absent),
    ),
    Leniency(
        "empty-credential",
        _CREDENTIALS,
        "ours",
        "ours",
        "lets an empty API key in",
        "nobody is identified by nothing",
        when.has_empty_credential,
    ),
    Leniency(
        "credential-form",
        _CREDENTIALS,
        "ours",
        "ours",
        "looks at the scheme in Authorization and not at what follows it",
        "a Bearer token has a syntax (RFC 6750, 2.1), and so has Basic (RFC 7617, 2)",
        when.has_known_scheme,
    ),
    Leniency(
        "oauth",
        _CREDENTIALS,
        "ours",
        "ours",
        "lets everybody in where OAuth 2 or OpenID Connect is asked for",
        "both end in a Bearer token (RFC 6750)",
        when.takes_token,
    ),
    Leniency(
        "repeated-parameter",
        _REQUEST,
        "ours",
        "ours",
        "takes the first of several values of a parameter that has one",
        "which of them a server takes is anybody's guess",
        when.both(when.has_code("parameter-repeated"), when.is_repeated),
    ),
    Leniency(
        "python-numbers",
        _SCHEMAS,
        "ours",
        "ours",
        "takes `1_0`, `01`, `+5`, ` 7`, `nan`, `1e400` and full-width digits for numbers",
        "it casts by Python's int() and float(); a number is written as in JSON",
        when.is_number_of_python,
    ),
    Leniency(
        "boolean-words",
        _SCHEMAS,
        "ours",
        "ours",
        "takes `yes`, `1`, `TRUE` and the like for booleans",
        "JSON has `true` and `false`",
        when.is_boolean_word,
    ),
    Leniency(
        "untyped-value",
        ("parameters", "reply-headers"),
        "theirs",
        "ours",
        "takes `1` for a text where the schema has no type, though its enum has the number",
        "a value is of the type that its schema allows, by whatever keyword",
        when.both(when.has_keyword("enum"), when.has_no_type),
    ),
    Leniency(
        "empty-value",
        _REQUEST,
        "theirs",
        "ours",
        "refuses `name=` in a query where the schema allows an empty text, or null (3.0)",
        "the table of styles writes the empty text as `name=` (OpenAPI 3.1, 4.8.12)",
        when.is_empty,
    ),
    Leniency(
        "empty-list",
        _SCHEMAS,
        "theirs",
        "open",
        "takes a list without text for one empty text; we take it for an empty list",
        "OpenAPI does not say; RFC 6570 leaves empty lists out",
        when.is_empty_list,
    ),
    Leniency(
        "space-delimited",
        _REQUEST,
        "theirs",
        "ours",
        "looks for the three characters `%20` in a spaceDelimited list after decoding it",
        "so it finds none (OpenAPI 3.1, 4.8.12)",
        when.is_spaced,
    ),
    Leniency(
        "late-split",
        _SCHEMAS,
        "either",
        "ours",
        "decodes a list before it splits it: `a%2Cb` becomes two values",
        "an encoded separator belongs to a value (RFC 3986, 2.2)",
        when.has_escaped_separator,
    ),
    Leniency(
        "spread-object",
        _REQUEST,
        "either",
        "ours",
        "looks for an exploded object of a query under the name of the object",
        "its members stand there by their own names (OpenAPI 3.1, 4.8.12)",
        when.is_spread_out,
    ),
    Leniency(
        "deep-object",
        _REQUEST,
        "either",
        "open",
        "takes the first of two values of a deepObject's member and passes over what is not "
        "written as `name[member]`; we take the last, and hold all of it against the schema",
        "OpenAPI does not define them (3.1, 4.8.12)",
        when.is_odd_deep_object,
    ),
    Leniency(
        "half-pair",
        _SCHEMAS,
        "ours",
        "ours",
        "drops the odd piece of an object written as `name,value,name`",
        "that is no object (OpenAPI 3.1, 4.8.12)",
        when.is_half_pair,
    ),
    Leniency(
        "equals-in-member",
        _SCHEMAS,
        "theirs",
        "open",
        "refuses `a=b=c` in an exploded object; we read `b=c` as the value of `a`",
        "RFC 6570 encodes such a sign, but headers and cookies are not percent-encoded",
        when.has_equals_twice,
    ),
    Leniency(
        "not-utf8",
        _SCHEMAS,
        "ours",
        "ours",
        "puts U+FFFD in the place of percent-encoded bytes that are not UTF-8",
        "then what it judges is not what was sent",
        when.is_not_utf8,
    ),
    Leniency(
        "no-body",
        ("reply-body",),
        "either",
        "ours",
        "asks for the documented body, or takes one, with 204, 205 and 304",
        "HTTP gives them none (RFC 9110, 15.3.5, 15.3.6, 15.4.5)",
        when.has_no_body,
    ),
    Leniency(
        "no-promise",
        ("reply-body",),
        "theirs",
        "open",
        "refuses every reply where `responses` is empty, and every body where `content` is",
        "then nothing is promised; in 3.1 they may be left out (4.8.10.1, 4.8.17.1)",
        when.has_no_promise,
    ),
    Leniency(
        "unread-media-type",
        _BODIES,
        "either",
        "ours",
        "holds bytes against the schema where a media range, or a type it does not read, is "
        "documented",
        "the Content-Type says what the bytes are (RFC 9110, 8.3)",
        when.is_unread_media_type,
    ),
    Leniency(
        "loose-content-type",
        _BODIES,
        "either",
        "ours",
        "takes `application/json; =`, `text/plain; charset=` and `/` for media types",
        "they are none (RFC 9110, 8.3.1 and 5.6.6)",
        when.is_no_media_type,
    ),
    Leniency(
        "text-bytes",
        _BODIES,
        "either",
        "ours",
        "takes text that is not in its charset, half surrogates standing for the odd bytes",
        "it is no text then (RFC 9110, 8.3.2)",
        when.is_no_text,
    ),
    Leniency(
        "odd-charset",
        _BODIES,
        "theirs",
        "open",
        "reads text by any codec that Python has; we judge it in the common charsets only",
        "some of these codecs are no charsets at all",
        when.has_odd_charset,
    ),
    Leniency(
        "typed-text",
        _BODIES,
        "theirs",
        "open",
        "takes any text for a string; we read it as the number or boolean that the schema wants, "
        "and have nothing to say where it wants an object or a list",
        "OpenAPI does not say how text becomes anything else",
        when.both(when.is_text, when.is_no_string),
    ),
    Leniency(
        "repeated-field",
        _BODIES,
        "either",
        "open",
        "takes the first of two values of a form's field, and we the last",
        "OpenAPI does not define it (3.1, 4.8.14.4)",
        when.is_repeated,
    ),
    Leniency(
        "empty-form",
        ("body",),
        "either",
        "open",
        "takes an empty body for none, whatever its Content-Type; we, for a form without fields",
        "no bytes are how such a form is written (URL Standard, 5.2)",
        when.is_empty_form,
    ),
    Leniency(
        "duplicate-members",
        _BODIES,
        "either",
        "ours",
        "takes the last of two JSON members of one name",
        "what it means is unpredictable (RFC 8259, 4), and I-JSON forbids it (RFC 7493, 2.3)",
        when.has_json("members twice"),
    ),
    Leniency(
        "no-json-numbers",
        _BODIES,
        "either",
        "ours",
        "takes NaN, Infinity and numbers beyond a double in JSON",
        "two of them are not JSON (RFC 8259, 6), the third is not I-JSON (RFC 7493, 2.2)",
        when.has_json("odd number"),
    ),
    Leniency(
        "half-surrogates",
        _BODIES,
        "either",
        "ours",
        "takes half of a surrogate pair in JSON",
        "it is no character (RFC 7493, 2.1)",
        when.has_json("half surrogate"),
    ),
    Leniency(
        "other-encodings",
        _BODIES,
        "either",
        "ours",
        "takes JSON in UTF-16 and UTF-32, and after a byte order mark",
        "between systems JSON is in UTF-8 without a mark (RFC 8259, 8.1)",
        when.is_encoded_otherwise,
    ),
    Leniency(
        "deep-json",
        _BODIES,
        "either",
        "open",
        "reads JSON as deep as its stack goes, and we 128 levels",
        "a parser may set such a limit (RFC 8259, 9)",
        when.is_deep,
    ),
    Leniency(
        "one-way-members",
        _BODIES,
        "theirs",
        "open",
        "refuses readOnly members in requests (3.0), or asks for those that are required (3.1); "
        "and writeOnly ones the other way round",
        "3.0 says SHOULD NOT, and `required` to hold one way; 3.1 leaves it to the reader",
        when.is_one_way,
    ),
    Leniency(
        "discriminator",
        _BODIES,
        "either",
        "ours",
        "judges by the one schema that the discriminator names",
        "it is a hint, and changes nothing in what is valid (OpenAPI 3.1.1, 4.8.25)",
        when.has_discriminator,
    ),
    Leniency(
        "broken-schema",
        _SCHEMAS,
        "theirs",
        "open",
        "judges by what is left of a schema that is none; we leave it out, and note it",
        "the document is wrong: `specdouble lint` says so",
        when.has_broken_schema,
    ),
    Leniency(
        "unchecked-formats",
        _SCHEMAS,
        "ours",
        "ours",
        "does not check uri, uri-reference, hostname, duration and json-pointer, and asks of an "
        "email that it has an @",
        "it would with further packages, which it does not ask for",
        when.has_format(*("uri", "uri-reference", "hostname", "duration", "json-pointer", "email")),
    ),
    Leniency(
        "byte-format",
        _SCHEMAS,
        "ours",
        "open",
        "does not check the format byte (3.2)",
        "contentEncoding has taken its place since 3.1; the registry of formats still lists it",
        when.both(when.has_format("byte"), when.is_version("3.2")),
    ),
    Leniency(
        "time-offset",
        _SCHEMAS,
        "either",
        "ours",
        "wants a time to be without an offset",
        "it has one (RFC 3339, 5.6, full-time)",
        when.has_format("time"),
    ),
    Leniency(
        "python-dates",
        _SCHEMAS,
        "theirs",
        "ours",
        "refuses leap seconds, and the year 0000",
        "it asks Python's datetime; RFC 3339 has both (5.6 and 5.7)",
        when.both(when.has_format("date", "date-time"), when.holds("^0000-|:60")),
    ),
    Leniency(
        "python-patterns",
        _SCHEMAS,
        "either",
        "ours",
        "reads patterns as Python's: `$` before a last line break, `\\d` and `\\w` in any script",
        "they are ECMA-262 (JSON Schema Validation 2020-12, 6.3.3)",
        when.both(when.has_keyword("pattern"), when.holds(r"[^\x00-\x7f]|\n\Z")),
    ),
    Leniency(
        "python-regex",
        _SCHEMAS,
        "theirs",
        "ours",
        "knows no `\\p{L}` in a text of the format regex",
        "it is ECMA-262 (JSON Schema Validation 2020-12, 7.3.8)",
        when.both(when.has_format("regex"), when.holds(r"\\p")),
    ),
    Leniency(
        "binary-fractions",
        _SCHEMAS,
        "theirs",
        "ours",
        "finds that 4.35 is no multiple of 0.01",
        "it divides binary fractions; the standard means numbers as they are written",
        when.is_exact_multiple,
    ),
    Leniency(
        "wide-floats",
        _SCHEMAS,
        "ours",
        "ours",
        "takes 1e300 for an int64 (3.1)",
        "it looks at the width of those numbers only that Python reads as int",
        when.both(when.is_float, when.has_format("int32", "int64")),
    ),
    Leniency(
        "whole-floats",
        _BODIES,
        "theirs",
        "theirs",
        "does not take 1.0 for an integer (3.0), and we do",
        "3.0 is built on a draft of JSON Schema that agrees with it; later ones agree with us, "
        "and JavaScript cannot tell the two apart",
        when.has_whole_float,
    ),
)
