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
    return "\n".join(lines).rstrip("\n") + "\n" + REVIEWS


REVIEWS = """\

The queue's own tables hold ids of rows and names of jobs, and nothing read in mail; finished jobs are deleted within a quarter of an hour.

## What Google's verification would ask

A public application that reads Gmail uses *restricted* scopes. It needs OAuth verification and, because data is reached from a
server, a yearly security assessment (CASA). An installation for oneself, for fewer than 100 people, or inside one Workspace
organisation is exempt. The points and our answers:

| point | answer |
| --- | --- |
| A home page that says what the application does, on a verified domain | The page / of each installation says what it reads, keeps and never does. The domain is the operator's to verify, in Search Console. |
| A privacy policy on the same domain | The page /privacy, made from the tables themselves. |
| Why `gmail.readonly`? | To find promises, answers and follow-ups in the user's own conversations. Metadata alone has no sentences. |
| Why `gmail.compose`? | To create, read back and delete drafts. Google has no scope for drafts alone; no sending call is in the program, and a test fails if one appears. |
| Nothing wider? | No. Labels, deletion, settings and sending are not asked for; a test pins the list of scopes. |
| Only what is asked for in context | Signing in asks for `openid` and `email` alone; the mail scopes come with "Connect Gmail". |
| Limited Use stated publicly? | Above, and on the page /privacy of each installation. |
| A video of consent and use | The operator's to record; `hearback demo` walks the same way on an invented mailbox. |
| Deletion on request | At once, by the user: /my-data. A test compares the database with an empty one afterwards. |
| Third parties, model training, advertising, sale | None. |

CASA asks along OWASP's ASVS. What the program answers, and what is left to whoever runs it:

| chapter | answer |
| --- | --- |
| Architecture | [architecture.md](architecture.md); one place builds everything, imports run one way, and that is checked. |
| Authentication | No passwords: Google's and Microsoft's sign-in, with PKCE, state bound to the browser, nonce, and id tokens verified. |
| Sessions | In the database as hashes, `__Host-` cookies (Secure, HttpOnly, SameSite), a fresh one at each sign-in, 30 days at most, "sign out everywhere". |
| Access control | Closed by default (HEARBACK_ALLOW); every route is called by a test as nobody, as a stranger and as the owner. Somebody else's row is as unknown as none. |
| Validation, encoding, injection | Types at each edge; queries have bound parameters; pages escape everything, under a policy that allows no inline script; users' wordings run in a sandboxed template language. |
| Cross-site requests, redirects, outgoing requests | Fetch Metadata, Origin and a form token; ways back lead to paths of ours only; connections to hosts of the settings only. |
| Cryptography at rest | Tokens and private fields: AES-256-GCM, bound to row and column, several keys, rotated with `hearback keys rotate`. Disks and backups are the operator's. |
| Cryptography in transit | https is demanded of every address but this very machine; HSTS is set. The TLS proxy is the operator's. |
| Errors and logging | No mail, address, token or query string at any level; a test searches all output, files and tables for planted words. Errors are sentences with an id. |
| Data protection | No body is stored; retention of 90 days after the end; caches are told to store nothing. |
| Malicious code, supply chain | Every package by hash, each licence read: [dependencies.md](dependencies.md). No script of others runs but Office.js, in the one page that Outlook demands it for. |
| Business logic, abuse | One draft a lapse whatever fails; limits by address, session and mailbox: [operations.md](operations.md). |
| Files | None are taken in, none are stored. |
| API | Bearer tokens with issuer, audience and times checked; described by OpenAPI; fuzzed by the tests. |
| Configuration | Missing or wrong settings stop the start; no default secrets; the image runs as nobody and writes into one folder. |
| Scans and a penetration test, incident response, staff | The operator's own to answer: they depend on who runs an installation. |

## What Microsoft asks

Publisher verification is free: a Partner One ID, a work tenant and a verified domain. Without it, people in other organisations
may be unable to consent. A registration in one's own tenant does not need it; one made with a personal account cannot be verified. Its points:

| point | answer |
| --- | --- |
| Which permissions, and why | `Mail.ReadWrite`, `User.Read`, `openid`, `profile`, `offline_access`: there is no lesser permission that can write a draft. The one that sends is not asked for, so Microsoft itself keeps Hearback from sending. |
| Where a user revokes it | /my-data here, and <https://account.live.com/consent/Manage> or <https://myapps.microsoft.com> there. |
| Terms and privacy addresses of the registration | /privacy of the installation; terms are the operator's. |
| An administrator's consent | The page after a blocked consent names the address to send to the administrator: [providers.md](providers.md). |
| Publisher domain, Partner One ID | The operator's. |
"""

PAGES = {"settings.md": settings_page, "privacy.md": privacy_page}


def main() -> None:
    for name, made in PAGES.items():
        (DOCS / name).write_text(made(), encoding="utf-8")
        print(f"docs/{name}", file=sys.stderr)


if __name__ == "__main__":
    main()
