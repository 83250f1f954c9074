"""Hold Graph's answers to Microsoft's own schema: names and types of every member (tests/cases/mail.csdl.xml)."""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ElementTree
from datetime import datetime
from pathlib import Path
from typing import Any

_EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
_OF_PATH = [
    (r"/messages/delta(\(\))?$|/messages$", "message", True),
    (r"/messages/[^/]+(/createReply(All)?|/move)?$", "message", False),
    (r"/mailFolders$", "mailFolder", True),
    (r"/mailFolders(/[^/]+|\('[^']+'\))$", "mailFolder", False),
    (r"/subscriptions$", "subscription", None),
    (r"/subscriptions/[^/]+$", "subscription", False),
]
_SIMPLE: dict[str, Any] = {
    "Edm.String": lambda v: isinstance(v, str),
    "Edm.Boolean": lambda v: isinstance(v, bool),
    "Edm.Int32": lambda v: isinstance(v, int) and not isinstance(v, bool) and abs(v) < 2**31,
    "Edm.Guid": lambda v: bool(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", v)),
    "Edm.DateTimeOffset": lambda v: v.endswith("Z") and datetime.fromisoformat(v.replace("Z", "+00:00")) is not None,
    "Edm.Binary": lambda v: base64.b64decode(v, validate=True) is not None,
}


class SchemaBroken(AssertionError):
    """An answer has a member that Microsoft's schema does not know, or one of another type."""


class GraphSchema:
    def __init__(self, path: Path = Path(__file__).parent / "cases" / "mail.csdl.xml") -> None:
        schema = ElementTree.parse(path).getroot().find(f".//{_EDM}Schema")
        assert schema is not None
        self._types: dict[str, tuple[str, dict[str, str], bool]] = {}
        self._enums: dict[str, set[str]] = {}
        for element in schema:
            name = element.get("Name", "")
            if element.tag == f"{_EDM}EnumType":
                self._enums[name] = {member.get("Name", "") for member in element}
            elif element.tag in (f"{_EDM}ComplexType", f"{_EDM}EntityType"):
                members = {e.get("Name", ""): e.get("Type", "") for e in element if e.tag.endswith("Property")}
                self._types[name] = (element.get("BaseType", "").rpartition(".")[2], members, element.tag.endswith("ComplexType"))

    def check_answer(self, path: str, body: Any) -> int:
        """Check what was answered at a path; gives how many members were compared. Paths of no mail resource are let pass."""
        for pattern, kind, many in _OF_PATH:
            if re.search(pattern, path):
                rows = body["value"] if many or (many is None and "value" in body) else [body]
                return sum(self.check(row, kind, f"{path}: {kind}") for row in rows)
        return 0

    def check(self, row: dict[str, Any], kind: str, where: str) -> int:
        kind = str(row.get("@odata.type", kind)).rpartition(".")[2]
        kind = next((name for name in self._types if name.lower() == kind.lower()), kind)
        members = self._members(kind)
        compared = 0
        for name, value in row.items():
            if name.startswith("@odata.") or name == "@removed" or "@odata." in name:
                continue
            if name not in members:
                raise SchemaBroken(f"{where} has no member {name}")
            compared += self._check_value(value, members[name], f"{where}.{name}")
        return compared

    def _members(self, kind: str) -> dict[str, str]:
        if kind not in self._types:
            raise SchemaBroken(f"there is no type {kind}")
        base, own, _ = self._types[kind]
        return {**(self._members(base) if base else {}), **own}

    def _check_value(self, value: Any, kind: str, where: str) -> int:
        if value is None:
            return 1
        inner = re.fullmatch(r"Collection\((.*)\)", kind)
        if inner:
            if not isinstance(value, list):
                raise SchemaBroken(f"{where} is not a list")
            return sum(self._check_value(one, inner.group(1), where) for one in value) + 1
        name = kind.rpartition(".")[2]
        if kind in _SIMPLE:
            try:
                good = bool(_SIMPLE[kind](value))
            except (ValueError, TypeError, AttributeError):
                good = False
        elif name in self._enums:
            good = value in self._enums[name]
        elif isinstance(value, dict):
            return self.check(value, name, where)
        else:
            good = False
        if not good:
            raise SchemaBroken(f"{where} is {value!r}, not {kind}")
        return 1
