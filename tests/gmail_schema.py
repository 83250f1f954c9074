"""Google's own description of the Gmail API, as it ships with the client library, turned into JSON Schema."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import googleapiclient
from jsonschema import Draft202012Validator

DISCOVERY = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents" / "gmail.v1.json"


@cache
def discovery() -> dict[str, Any]:
    return json.loads(DISCOVERY.read_text())


def methods() -> dict[str, dict[str, Any]]:
    """Every method by its name without ``gmail.users.``."""
    found: dict[str, dict[str, Any]] = {}

    def walk(resource: dict[str, Any]) -> None:
        for method in resource.get("methods", {}).values():
            found[method["id"].removeprefix("gmail.users.")] = method
        for child in resource.get("resources", {}).values():
            walk(child)

    walk(discovery())
    return found


@cache
def validator(name: str) -> Draft202012Validator:
    """A validator of one resource; members that Google does not know are an error."""
    return Draft202012Validator({"$defs": {n: _schema(s) for n, s in discovery()["schemas"].items()}, "$ref": f"#/$defs/{name}"})


def _schema(node: Any) -> Any:
    if isinstance(node, list):
        return [_schema(n) for n in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": f"#/$defs/{node['$ref']}"}
    kept = {k: _schema(v) for k, v in node.items() if k in ("type", "items", "enum")}
    if "properties" in node:
        kept["properties"] = {k: _schema(v) for k, v in node["properties"].items()}
        kept["additionalProperties"] = False
    if node.get("type") == "string" and node.get("format") in ("uint64", "int64"):
        kept["pattern"] = r"^\d+$"
    if node.get("format") == "byte":
        kept["pattern"] = r"^[A-Za-z0-9_\-]*=*$"
    return kept


def schema_of_answer(verb: str, path: str) -> str:
    """The name of the resource that a call is answered with. Raises LookupError for a call that Google does not have."""
    for method in methods().values():
        pattern = re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(method["path"]))
        if method["httpMethod"] == verb and re.fullmatch("/" + pattern, path) and "response" in method:
            return str(method["response"]["$ref"])
    raise LookupError(f"{verb} {path}")
