"""One page that works from disk: no request leaves it, and nothing in the data can become markup.

Every text goes through `_text`. Style and script lie beside this file and are put into the page;
the content security policy lets in these two by their hashes, and nothing else.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from ..presentation import Shown
from ..subject import Subject, cells, counted, gaps
from ..task import KINDS, percent, tallies
from ..words import printable

_CODE = re.compile("`([^`]+)`")
_FOLDER = Path(__file__).parent


def html(subject: Subject) -> str:
    """The whole page."""
    style, script = (
        (_FOLDER / f"page.{kind}").read_text(encoding="utf-8") for kind in ("css", "js")
    )
    title = f"specdouble: {subject.result}"
    lines = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{_text(title)}</title>\n<style>{style}</style>\n</head>\n<body>",
        *_header(subject),
        "<main>",
        *_faults(subject.faults),
        *_remarks(subject),
        *_operations(subject),
        *_stories(subject),
        *_coverage(subject),
        f"</main>\n<script>{script}</script>\n</body>\n</html>",
    ]
    return "\n".join(lines).encode("utf-8", "backslashreplace").decode() + "\n"


def _policy(style: str, script: str) -> str:
    rules = ["default-src 'none'", f"style-src {_hash(style)}", f"script-src {_hash(script)}"]
    return "; ".join([*rules, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _text(text: str) -> str:
    """Data as text of a page, in an element or an attribute."""
    return escape(printable(text))


def _prose(text: str) -> str:
    """A text of a manual, in which backticks mean code."""
    return _CODE.sub(r"<code>\1</code>", _text(text))


def _code(text: str) -> str:
    return f"<code>{_text(text)}</code>"


def _header(subject: Subject) -> Iterator[str]:
    verdict = subject.verdict
    word = "pass" if verdict.passed else ("fail" if verdict.violations else "doubt")
    api = subject.api
    yield f'<header class="{word}">'
    yield f"<p>Contract of {_text(f'{api.title} {api.version}'.strip())}</p>"
    yield f"<h1>{_text(subject.result)}</h1>"
    facts = {
        "target": verdict.url,
        "document": verdict.document,
        "requests": f"{verdict.requests} in {verdict.seconds:.1f} s",
        "seed": str(verdict.seed),
    }
    if verdict.coverage:
        facts["coverage"] = f"{percent(verdict.coverage):.0f} %"
    pairs = (f"<div><dt>{name}</dt><dd>{_text(fact)}</dd></div>" for name, fact in facts.items())
    yield f"<dl>{''.join(pairs)}</dl></header>"


def _faults(faults: list[Shown]) -> Iterator[str]:
    if not faults:
        return
    yield f'<section id="faults"><h2>{counted(len(faults), "fault")}</h2>'
    yield '<p id="filter" hidden><label>Operation <select><option value="">all</option>'
    for name in dict.fromkeys(each.operation for each in faults):
        yield f'<option value="{_text(name)}">{_text(name)}</option>'
    yield "</select></label></p>"
    for number, each in enumerate(faults, 1):
        yield from _fault(number, each)
    yield "</section>"


def _fault(number: int, each: Shown) -> Iterator[str]:
    operations = "\n".join((each.operation, *each.elsewhere))
    yield f'<article id="fault-{number}" data-operations="{_text(operations)}">'
    yield f"<h3><span>{number}. {_text(each.operation)}</span> {_text(each.message)}</h3>"
    if each.expected or each.got:
        yield '<dl class="sides">'
        yield f"<div><dt>expected</dt><dd>{_code(each.expected or '—')}</dd></div>"
        yield f"<div><dt>got</dt><dd>{_code(each.got or '—')}</dd></div></dl>"
    if each.alike:
        items = "".join(f"<li>{_text(message)}</li>" for message in each.alike)
        yield f"<p>For the same reason:</p><ul>{items}</ul>"
    yield from _why(each)
    if each.place:
        yield f'<p class="place">{_code(each.place)}</p>'
    if each.frame:
        yield from _frame(each)
    if each.earlier:
        steps = "\n".join(each.earlier)
        yield f"<p>Just before:</p>\n<pre>{_text(steps)}</pre>"
    yield f"<p>To see it again:</p>\n<pre>{_text(each.request)}</pre>"
    yield "<details><summary>The whole exchange</summary>"
    yield f"<h4>Request</h4>\n<pre>{_text(each.sent)}</pre>"
    yield f"<h4>Reply</h4>\n<pre>{_text(each.received)}</pre></details></article>"


def _why(each: Shown) -> Iterator[str]:
    """Why it matters, and who says so."""
    if each.elsewhere:
        yield f"<p>Also in {', '.join(map(_code, each.elsewhere))}.</p>"
    meaning = each.meaning
    if meaning.why:
        yield f'<p class="why">{_prose(meaning.why)}</p>'
    found = f"Found by {_code(each.check)} in {_text(each.phase)}"
    if not meaning.good and not meaning.bad:
        yield f"<p>{found}</p>"
        return
    yield f"<details><summary>{found}</summary>"
    yield f"<p>Good: {_prose(meaning.good)}</p><p>Bad: {_prose(meaning.bad)}</p></details>"


def _frame(each: Shown) -> Iterator[str]:
    """The lines of the document, in a block that can be scrolled with the keyboard."""
    lines = "\n".join(
        f"<mark>{line.number:>5}  {_text(line.text)}</mark>"
        if line.is_meant
        else f"{line.number:>5}  {_text(line.text)}"
        for line in each.frame
    )
    yield f'<pre class="frame" tabindex="0">{lines}</pre>'


def _table(caption: str, titles: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table of cells that are markup already; the last tells the verdict by its first word."""
    heads = "".join(f'<th scope="col">{title}</th>' for title in titles)
    yield f'<div class="wide"><table><caption>{caption}</caption><thead><tr>{heads}</tr></thead>'
    yield "<tbody>"
    for row in rows:
        first, *rest = row
        tail = "".join(f"<td>{cell}</td>" for cell in rest)
        yield f'<tr><th scope="row">{first}</th>{tail}</tr>'
    yield "</tbody></table></div>"


def _word(word: str) -> str:
    kind = {"pass": "pass", "fail": "fail"}.get(word.partition(" ")[0], "doubt")
    return f'<span class="word {kind}">{_text(word)}</span>'


def _operations(subject: Subject) -> Iterator[str]:
    rows = (cells(row) for row in subject.verdict.rows)
    shown = ((_text(one), _text(two), _text(three), _word(word)) for one, two, three, word in rows)
    yield "<section>"
    yield from _table("Operations", ("operation", "tried", "answers", "verdict"), shown)
    yield "</section>"


def _stories(subject: Subject) -> Iterator[str]:
    if subject.stories:
        rows = ((_text(s.name), _word(s.word), _text(s.reason)) for s in subject.stories)
        yield "<section>"
        yield from _table("Scenarios", ("scenario", "verdict", "why"), rows)
        yield "</section>"


def _coverage(subject: Subject) -> Iterator[str]:
    tasks = subject.verdict.coverage
    if not tasks:
        return
    rows = (
        (
            KINDS[each.kind],
            f'<meter min="0" max="{each.possible}" value="{each.done}"></meter>',
            f"{each.done} of {each.possible}",
            str(each.beyond or ""),
        )
        for each in tallies(tasks)
    )
    yield "<section>"
    titles = ("promise", "", "seen", "up to the server")
    yield from _table(f"Coverage of the contract: {percent(tasks):.0f} %", titles, rows)
    for is_provokable, words in ((True, "not exercised"), (False, "not seen, up to the server")):
        found = gaps(tasks, provokable=is_provokable)
        if found:
            count = sum(len(gap.names) for gap in found)
            yield f"<details><summary>{counted(count, 'promise')} {words}</summary>"
            shown = ((_text(g.operation), _text(g.reason), _names(g.names)) for g in found)
            yield from _table("", ("operation", "why", "promises"), shown)
            yield "</details>"
    yield "</section>"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(map(_code, names))


def _remarks(subject: Subject) -> Iterator[str]:
    for title, texts in (("Warnings", subject.warnings), ("Notes", subject.remarks)):
        if texts:
            items = "".join(f"<li>{_text(each)}</li>" for each in texts)
            yield f"<section><h2>{title}</h2><ul>{items}</ul></section>"
