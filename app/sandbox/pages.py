"""The sandbox's own pages: templates that lie beside this file."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE = Path(__file__).parent
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def render(template: str, **values: object) -> str:
    return _ENVIRONMENT.get_template(template).render(values)


def stylesheet() -> bytes:
    return (_HERE / "static" / "sandbox.css").read_bytes()
