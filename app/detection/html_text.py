"""HTML mail to lines of text, each told apart as the sender's, quoted, or part of a marked signature.

Mail programs mark what they quote, each in its own way, and Outlook for the desktop not at all: what only the words tell
("From: ... Sent: ...") is left to :mod:`app.detection.quotes`. Blocks and ``<br>`` break lines, inline tags do not; hidden
text, styles and scripts are no text. The tree is walked without recursion, since mail nests tables thousands deep.
"""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

OWN, QUOTED, FORWARDED, SIGNATURE = 0, 1, 2, 3
# Within Gmail's quote container but before the quote itself: the line that introduces it. Never leaves this module.
_INTRODUCTION = 4

# More than this is never read: a body longer than that is no letter, whatever it is.
TEXT_LIMIT = 256 * 1024
_HTML_LIMIT = 1024 * 1024
_DEPTH_LIMIT = 1500

# Classes, ids and names of elements whose content is somebody else's mail.
_QUOTED_MARKS = frozenset({
    "yahoo_quoted", "protonmail_quote", "tutanota_quote", "zmail_extra", "moz-cite-prefix", "gmail_attr", "front-blockquote",
    "OLK_SRC_BODY_SECTION", "mail-editor-reference-message-container", "isForwardContent", "isReplyContent",
    "messageReplySection", "quote", "wmi-quote", "reply-intro", "WordQuote",
})  # fmt: skip
# From such an element on, to the end of the document, everything is earlier mail.
_REST_QUOTED_MARKS = frozenset({"divRplyFwdMsg", "x_divRplyFwdMsg", "appendonsend", "zwchr", "stopSpelling"})
_SIGNATURE_MARKS = frozenset({
    "gmail_signature", "gmail_signature_prefix", "moz-signature", "protonmail_signature_block", "Signature", "signature",
    "ms-outlook-mobile-signature", "messageSignatureSection", "AppleMailSignature", "composer_signature",
    "ymail_android_signature", "x_Signature", "tutanota_signature",
})  # fmt: skip

_SILENT = frozenset({
    "style", "script", "title", "head", "noscript", "template", "object", "iframe", "select", "textarea", "svg", "img", "meta",
    "link", "input", "-comment", "!doctype", "col", "colgroup", "wbr", "audio", "video", "canvas", "map",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form", "header",
    "hr", "html", "main", "nav", "section", "table", "tbody", "tfoot", "thead", "tr", "caption", "td", "th", "li", "pre",
})  # fmt: skip
_PARAGRAPHS = frozenset({"p", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})

# Characters that are there to break up links and filters, or to steer a display: no word has them. The soft hyphen too.
INVISIBLE = dict.fromkeys(
    [0xAD, 0x34F, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF, 0xFFFC]
)

_FONT_SIZE_ZERO = re.compile(r"font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|max-height\s*:\s*0(?:px)?\s*(?:;|!|$)|opacity\s*:\s*0\s*(?:;|!|$)"
)
_BORDERLESS = re.compile(r"border(?:-left)?\s*:\s*(?:none|medium none|0)")
_DATA_URI = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=]*")
_NESTING_TAG = re.compile(r"<(/?)(?:div|table|td|tr|tbody|blockquote|span|font|b|i|u|em|strong|center|ul|ol|li|p|a)\b", re.I)
_ANY_TAG = re.compile(r"<[^<>]*>")


def html_lines(html: str) -> tuple[list[str], list[int], bool]:
    """Return the visible lines of an HTML body with single blanks, whose each is (``OWN``, ``QUOTED``, ``FORWARDED`` or
    ``SIGNATURE``), and whether the body was cut short."""
    truncated = False
    if len(html) > TEXT_LIMIT:
        html = _without(_without(_DATA_URI.sub("", html), "<style", "</style>"), "<!--", "-->")
        truncated = len(html) > _HTML_LIMIT
        html = html[:_HTML_LIMIT]
    if html.count("<") > 4000 and _too_deep(html):
        # The parser's cost grows with the square of the depth. No letter is built like that.
        text = _ANY_TAG.sub("\n", html)[:TEXT_LIMIT]
        lines = [" ".join(line.split()) for line in text.split("\n")]
        return lines, [OWN] * len(lines), True
    root = LexborHTMLParser(html).body
    if root is None:
        return [], [], truncated
    out = _Writer()
    cut = _walk(root, out)
    return out.lines, out.owners, truncated or cut


class _Writer:
    """Collects pieces of text into lines; blank lines are kept, though never two in a row."""

    __slots__ = ("lines", "owners", "pieces", "whose", "written")

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.owners: list[int] = []
        self.pieces: list[str] = []
        self.whose = OWN
        self.written = 0

    def end_line(self) -> None:
        pieces = self.pieces
        if pieces:
            text = pieces[0] if len(pieces) == 1 else "".join(pieces)
            text = " ".join((text if text.isascii() else text.translate(INVISIBLE)).split())
            pieces.clear()
            self.written += len(text)
            if text or (self.lines and self.lines[-1]):
                self.lines.append(text)
                self.owners.append(QUOTED if self.whose == _INTRODUCTION else self.whose)

    def end_paragraph(self) -> None:
        if self.pieces:
            self.end_line()
        if self.lines and self.lines[-1]:
            self.lines.append("")
            self.owners.append(QUOTED if self.whose == _INTRODUCTION else self.whose)


def _walk(root: LexborNode, out: _Writer) -> bool:
    """Write the text below a node; return whether there was more than is read."""
    pieces = out.pieces
    # What to return to when an element ends: the element, its kind (2 a paragraph, 1 a block, 0 inline), whose the text
    # around it was, whether line breaks counted there, and whether this was a quote.
    stack: list[tuple[LexborNode, int, int, bool, bool]] = []
    outer = OWN  # whose the text around Gmail's quote container was
    quote_ended = keep_breaks = rest_quoted = False
    node: LexborNode | None = root.child
    while True:
        if node is None:
            if not stack:
                break
            node, kind, whose, keep_breaks, was_quote = stack.pop()
            if kind == 2:
                out.end_paragraph()
            elif kind:
                out.end_line()
            quote_ended = quote_ended or was_quote
            if whose == _INTRODUCTION and quote_ended:
                whose = outer
            if not rest_quoted and whose != out.whose:
                out.end_line()
                out.whose = whose
            if out.written > TEXT_LIMIT:
                return True
            node = node.next
            continue
        tag = node.tag
        if tag == "-text":
            text = node.text_content or ""
            if keep_breaks and "\n" in text:
                first, *others = text.split("\n")
                pieces.append(first)
                for other in others:
                    pieces.append(" ")
                    out.end_line()
                    pieces.append(other)
            elif pieces or not text.isspace() or "\xa0" in text:
                pieces.append(text)
            node = node.next
            continue
        if tag == "br":
            pieces.append(" ")
            out.end_line()
            node = node.next
            continue
        if tag in _SILENT:
            node = node.next
            continue
        kind = 1 if tag in _BLOCKS else 2 if tag in _PARAGRAPHS else 0
        attributes = node.attributes
        if not kind and not attributes and node.child is None:
            node = node.next  # Word ends every paragraph with such an element.
            continue
        if kind and pieces and not (tag in ("td", "th") and pieces[-1].rstrip().endswith(":")):
            out.end_line()
        whose = out.whose
        now_whose, now_keeps = whose, keep_breaks or tag == "pre"
        if attributes:
            style = attributes.get("style") or ""
            may_hide, keeps = _style_says(style) if style else (False, False)
            if "hidden" in attributes or (may_hide and _hides(node, style.lower())):
                node = node.next
                continue
            if kind == 2 and tag == "p" and (attributes.get("class") or "").startswith(("Mso", "x_Mso")):
                kind = 1  # Word gives every line its own paragraph, without space around it.
            now_keeps = now_keeps or keeps
            if whose in (OWN, SIGNATURE) and _is_marked(
                attributes.get("class") or "", attributes.get("id") or "", attributes.get("name") or ""
            ):
                marks = {*(attributes.get("class") or "").split(), attributes.get("id") or "", attributes.get("name") or ""}
                if not marks.isdisjoint(_REST_QUOTED_MARKS):
                    rest_quoted, now_whose = True, QUOTED
                elif not marks.isdisjoint(_QUOTED_MARKS):
                    now_whose = QUOTED
                elif "moz-forward-container" in marks:
                    now_whose = FORWARDED
                elif "gmail_quote" in marks and tag != "blockquote":
                    outer, quote_ended = whose, False
                    now_whose = FORWARDED if _starts_with_dashes(node) else _INTRODUCTION if _holds_quote(node) else QUOTED
                elif not marks.isdisjoint(_SIGNATURE_MARKS):
                    now_whose = SIGNATURE
        is_quote = tag == "blockquote" and _is_quote(attributes)
        if is_quote and now_whose != FORWARDED:
            now_whose = QUOTED
        if kind == 2:
            out.end_paragraph()
        if now_whose != whose:
            out.end_line()
            out.whose = now_whose
        if tag == "li":
            pieces.append("- ")
        child = node.child
        if child is None:
            if now_whose != whose and not rest_quoted:
                out.whose = whose
            node = node.next
            continue
        stack.append((node, kind, whose, keep_breaks, is_quote))
        keep_breaks = now_keeps
        node = child
    out.end_line()
    return False


@lru_cache(maxsize=512)
def _style_says(style: str) -> tuple[bool, bool]:
    """Whether a style may hide its element, and whether line breaks count in it; one style stands on line after line."""
    style = style.lower()
    may_hide = _HIDING.search(style) is not None or _FONT_SIZE_ZERO.search(style) is not None
    return may_hide, "white-space" in style and "pre" in style


_MARKS = _REST_QUOTED_MARKS | _QUOTED_MARKS | _SIGNATURE_MARKS | {"moz-forward-container", "gmail_quote"}


@lru_cache(maxsize=512)
def _is_marked(classes: str, id: str, name: str) -> bool:
    """Whether an element says whose its content is."""
    return not _MARKS.isdisjoint((*classes.split(), id, name))


def _hides(node: LexborNode, style: str) -> bool:
    """Whether a style hides the element. ``mso-hide`` alone does not: it hides in Outlook what the others show."""
    if ("none" in style or "hidden" in style or "0" in style) and (found := _HIDING.search(style)):
        # A height of nothing hides only what may not stick out.
        return not found.group().startswith("max-height") or "overflow" in style
    if "font-size" in style and _FONT_SIZE_ZERO.search(style):
        # Newsletter layouts set the size to nothing around a cell and set it anew inside.
        return node.css_first("[style*='font-size'] [style*='font-size']") is None and not _sized_inside(node)
    return False


def _sized_inside(node: LexborNode) -> bool:
    child = node.child
    return child is not None and any("font-size" in (found.attributes.get("style") or "") for found in node.css("[style]")[1:20])


def _is_quote(attributes: dict[str, str | None]) -> bool:
    """Whether a ``blockquote`` quotes. Gmail's indent button makes one without a border, and that is the sender's own."""
    if "type" in attributes or "cite" in attributes or "quote" in (attributes.get("class") or ""):
        return True
    return not _BORDERLESS.search((attributes.get("style") or "").lower())


def _starts_with_dashes(node: LexborNode) -> bool:
    """Whether the container opens with ``---------- Forwarded message``, in whatever language."""
    inner: LexborNode | None = node
    for _ in range(6):
        inner = inner.child if inner is not None else None
        while inner is not None and inner.tag == "-text" and (inner.text_content or "").isspace():
            inner = inner.next
        if inner is not None and inner.tag == "-text":
            return (inner.text_content or "").lstrip().startswith("----")
    return False


def _holds_quote(node: LexborNode) -> bool:
    return node.css_first("blockquote") is not None


def _too_deep(html: str) -> bool:
    depth = 0
    for tag in _NESTING_TAG.finditer(html):
        depth += -1 if tag.group(1) else 1
        if depth > _DEPTH_LIMIT:
            return True
    return False


def _without(text: str, opening: str, closing: str) -> str:
    """Cut every stretch from ``opening`` to ``closing``, in linear time."""
    kept: list[str] = []
    at = 0
    while (start := text.find(opening, at)) >= 0 and (end := text.find(closing, start)) >= 0:
        kept.append(text[at:start])
        at = end + len(closing)
    kept.append(text[at:])
    return "".join(kept)
