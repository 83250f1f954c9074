"""The documents that are made from the program itself: docs/settings.md and docs/privacy.md. ``python -m app.docs`` writes them."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from app.settings import Settings
from app.store.kept import STATEMENTS, sections

DOCS = Path(__file__).parents[1] / "docs"


def settings_page() -> str:
    """Every setting: its variable, its default and what it is for."""
    lines = [
        "# Settings",
        "",
        "Made from app/settings.py by `python -m app.docs`. Each is an environment variable, or a line of a file `.env` in the working",
        "directory; [.env.example](../.env.example) has them all. Durations are ISO 8601 (P60D, PT5M). Wrong or missing ones stop the",
        "start with a sentence.",
        "",
        "| variable | default | what it is for |",
        "| --- | --- | --- |",
    ]
    for name, field in Settings.model_fields.items():
        said = (field.description or described(name)).replace("|", "\\|")
        lines.append(f"| `HEARBACK_{name.upper()}` | {shown(field.default)} | {said} |")
    return "\n".join(lines) + "\n"


def described(name: str) -> str:
    """What a setting without words of its own is: the credentials and addresses of a provider."""
    provider = "Google" if name.startswith(("google", "gmail")) else "Microsoft"
    if name.endswith("client_id"):
        return f"The client id from {provider}'s console; empty: {provider} is not offered."
    if name.endswith("client_secret"):
        return "The secret that goes with the client id."
    return f"An address of {provider}; for a sandbox or a national cloud only."


def shown(value: Any) -> str:
    if isinstance(value, SecretStr) or value in ("", ()):
        return ""
    if isinstance(value, timedelta):
        return f"`{duration(value)}`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def duration(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    if seconds % 86400 == 0:
        return f"P{seconds // 86400}D"
    return f"PT{seconds // 60}M" if seconds % 60 == 0 and seconds > 60 else f"PT{seconds}S"


def privacy_page() -> str:
    """What is kept, and the reviews of Google and Microsoft."""
    lines = [
        "# What is kept of you, and why",
        "",
        "Made from app/store/kept.py by `python -m app.docs`, as is the page /privacy.",
        "",
    ]
    for title, text in STATEMENTS:
        lines += [f"## {title}", "", text, ""]
    lines += ["## Everything that is stored", ""]
    for section in sections():
        kept = section.kept
        lines += [f"### {kept.title}", "", f"{kept.what} {kept.why}", "", f"- **For how long:** {kept.how_long}"]
        if section.sealed:
            lines.append(f"- **Sealed:** {', '.join(section.sealed)}")
        lines += [f"- **Plain:** {', '.join(section.plain)}", ""]
    return "\n".join(lines) + REVIEWS


REVIEWS = """\
The queue's own tables hold ids of rows, and nothing read in mail.

## What Google's verification would ask

A public application that reads Gmail uses *restricted* scopes. It needs OAuth verification and, because data is reached from a
server, a yearly security assessment (CASA). An installation for oneself, for fewer than 100 people, or inside one Workspace
organisation is exempt. The points and our answers:

| point | answer |
| --- | --- |
| Why `gmail.readonly`? | To find promises, answers and follow-ups in the user's own conversations. Metadata alone has no sentences. |
| Why `gmail.compose`? | To create, read back and delete drafts. Google has no scope for drafts alone; no sending call is in the program, and a test fails if one appears. |
| Limited Use stated publicly? | Above, and on the page /privacy of each installation. |
| Encryption in transit | https is demanded of every address but this very machine; HSTS is set. |
| Encryption at rest | Tokens and private fields: AES-256-GCM, keys outside of the database, rotated with `hearback keys rotate`. |
| Deletion on request | At once, by the user: /my-data. A test compares the database with an empty one afterwards. |
| Access control | Closed by default (HEARBACK_ALLOW); every route is called by a test as nobody, as a stranger and as the owner. |
| Logging | No mail, address, token or query string; a test searches all output and files for planted words. |
| Third parties | None. |
| Incident response, staff, penetration test | The operator's own to answer: they depend on who runs an installation. |

## What Microsoft asks

Publisher verification is free: a Partner One ID, a work tenant and a verified domain. Without it, people in other organisations
may be unable to consent. A registration in one's own tenant does not need it. Hearback asks for `Mail.ReadWrite` (there is no
lesser permission that can write a draft) and not for the one that sends, so Microsoft itself keeps it from sending.
"""

PAGES = {"settings.md": settings_page, "privacy.md": privacy_page}


def main() -> None:
    for name, made in PAGES.items():
        (DOCS / name).write_text(made(), encoding="utf-8")
        print(f"docs/{name}", file=sys.stderr)


if __name__ == "__main__":
    main()
