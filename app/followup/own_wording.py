"""The user's own texts: a small template language with nothing in it that could run away or look where it must not.

Templates are Jinja's (https://jinja.palletsprojects.com/templates/) in its immutable sandbox, and of the language only what a
letter needs: placeholders, ``if``, comparisons and three filters. Loops, calls, attributes, sums and assignments are refused when a
template is saved, so that the time and length of every text are bounded by the template itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.errors import AppError

LONGEST_TEMPLATE = 4000
LONGEST_TEXT = 6000
PLACEHOLDERS = ("greeting", "person", "role", "organisation", "expected", "name", "first_name")
FILTERS = ("upper", "lower", "capitalize")
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.Compare, nodes.Operand,
    nodes.Not, nodes.And, nodes.Or, nodes.Filter, nodes.CondExpr,
)  # fmt: skip


class BadTemplate(AppError):
    """This text cannot be used as a template. Nothing was changed."""

    status = 422


_environment = ImmutableSandboxedEnvironment(autoescape=False, undefined=StrictUndefined, keep_trailing_newline=False)


def check(template: str) -> None:
    """Raise BadTemplate with what is wrong, and where, unless the template is one that can always be filled in."""
    if len(template) > LONGEST_TEMPLATE:
        raise BadTemplate(f"This is longer than {LONGEST_TEMPLATE} characters; a follow-up should be a few lines.")
    try:
        tree = _environment.parse(template)
    except TemplateSyntaxError as fault:
        raise BadTemplate(f"Line {fault.lineno}: {fault.message}") from None
    except (RecursionError, TemplateError):
        raise BadTemplate("This is nested too deeply to be read.") from None
    for node in tree.find_all(nodes.Node):
        _check_node(node)
    # Filled with words and with nothing: both have to work, whatever is known of a conversation.
    for value in ("something", ""):
        fill(template, dict.fromkeys(PLACEHOLDERS, value))


def _check_node(node: nodes.Node) -> None:
    if isinstance(node, nodes.Name) and node.name not in PLACEHOLDERS:
        raise BadTemplate(f"Line {node.lineno}: there is no “{node.name}”. There are: {', '.join(PLACEHOLDERS)}.")
    if isinstance(node, nodes.Filter) and (node.name not in FILTERS or node.args or node.kwargs):
        raise BadTemplate(f"Line {node.lineno}: the filter “{node.name}” cannot be used here. There are: {', '.join(FILTERS)}.")
    if not isinstance(node, ALLOWED):
        word = {"For": "loops", "Getattr": "attributes", "Getitem": "items", "Call": "calls"}.get(type(node).__name__, "this")
        raise BadTemplate(f"Line {node.lineno}: {word} cannot be used here; only placeholders, “if” and comparisons can.")


def fill(template: str, values: Mapping[str, str]) -> str:
    """The text with everything filled in. Raises BadTemplate; for a template that passed :func:`check`, only when it is too long."""
    try:
        text = _environment.from_string(template).render({name: values.get(name, "") for name in PLACEHOLDERS})
    except (TemplateError, RecursionError, TypeError, ValueError) as fault:
        raise BadTemplate(f"This could not be filled in: {fault}") from None
    if len(text) > LONGEST_TEXT:
        raise BadTemplate(f"With everything filled in this is longer than {LONGEST_TEXT} characters.")
    return text.strip() + "\n"
