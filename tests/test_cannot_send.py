"""The program cannot send: no call and no scope that would do it stands anywhere outside the sandbox.

Gmail's scope for drafts would allow sending, so there only our code keeps the promise; Microsoft keeps it for us as long as
no sending scope is asked for. The sandbox also counts who knocks at a sending address (tests/contract, tests/journeys).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.providers import google_oauth, microsoft_oauth
from app.providers.mailbox import Mailbox

APP = Path(__file__).parent.parent / "app"

# The exact forms: of Google's client library, of Gmail's and Graph's addresses, of mail protocols, of scopes.
CALLS = {
    "Gmail's client library": re.compile(r"(drafts|messages)\(\)\s*\.\s*(send|import_|insert)\b"),
    "an address of Gmail's": re.compile(r"(drafts|messages)/send\b", re.IGNORECASE),
    "an address of Graph's": re.compile(
        r"/(microsoft\.graph\.)?(send|sendMail|reply|replyAll|forward)(?=[\"'?(]|$)", re.MULTILINE
    ),
    "a way out by SMTP": re.compile(r"\b(smtplib|aiosmtplib|sendmail)\b", re.IGNORECASE),
}
SCOPES = {
    "a Gmail scope that reaches further": re.compile(
        r"gmail\.(send|modify|insert|settings|addons\.current\.action\.compose)\b|https?://mail\.google\.com/(?=[\"'\s]|$)",
        re.MULTILINE,
    ),
    "a Graph scope to send": re.compile(r"Mail\.Send|SMTP\.Send|Mail\.ReadWrite\.Shared", re.IGNORECASE),
}
SUFFIXES = {".py", ".html", ".js", ".ts", ".json", ".xml", ".txt", ".toml"}


def product_files() -> list[Path]:
    """Everything that ships, but the sandbox, which plays the other side."""
    return sorted(f for f in APP.rglob("*") if f.suffix in SUFFIXES and "sandbox" not in f.relative_to(APP).parts)


def statements(path: Path) -> Iterator[str]:
    """The file's words; of Python without docstrings and comments, which may well speak of what is not done."""
    if path.suffix != ".py":
        yield path.read_text()
        return
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
                first.value = ast.Constant("")
    yield ast.unparse(tree)


def offences(text: str, patterns: dict[str, re.Pattern[str]]) -> list[str]:
    return [f"{what}: {found.group(0)}" for what, pattern in patterns.items() for found in pattern.finditer(text)]


def test_no_file_of_the_product_calls_anything_that_sends() -> None:
    files = product_files()
    assert len(files) > 40
    found = {str(f.relative_to(APP)): o for f in files if (o := [x for text in statements(f) for x in offences(text, CALLS)])}
    assert found == {}


def test_no_file_of_the_product_names_a_scope_that_sends_or_reaches_further() -> None:
    found = {
        str(f.relative_to(APP)): o
        for f in product_files()
        if (o := [x for text in statements(f) for x in offences(text, SCOPES)])
    }
    assert found == {}


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("service.users().drafts().send(userId='me')", CALLS),
        ("self._users.messages().send(userId='me')", CALLS),
        ("users.drafts() . send", CALLS),
        ('post("https://gmail.googleapis.com/gmail/v1/users/me/drafts/send")', CALLS),
        ('graph.post(f"/me/messages/{id}/send")', CALLS),
        ('graph.post("/me/sendMail", body)', CALLS),
        ("graph.post('/me/messages/1/reply')", CALLS),
        ("graph.post('/me/messages/1/replyAll')", CALLS),
        ("import smtplib", CALLS),
        ("SCOPES = ['https://www.googleapis.com/auth/gmail.send']", SCOPES),
        ("SCOPES = ['https://www.googleapis.com/auth/gmail.modify']", SCOPES),
        ("SCOPES = ['https://mail.google.com/']", SCOPES),
        ("SCOPES = ['Mail.Send']", SCOPES),
    ],
)
def test_each_way_to_send_would_be_seen(text: str, patterns: dict[str, re.Pattern[str]]) -> None:
    assert offences(text, patterns)


@pytest.mark.parametrize(
    "text",
    [
        "users.drafts().create(body=body)",
        'graph.post(f"/me/messages/{id}/createReply")',
        "https://mail.google.com/mail/u/?authuser=",
        "sent",
    ],
)
def test_writing_drafts_and_opening_mail_is_not_taken_for_sending(text: str) -> None:
    assert offences(text, CALLS | SCOPES) == []


def test_the_scopes_asked_for_are_these_and_no_more() -> None:
    assert google_oauth.SIGN_IN_SCOPES == ("openid", "email")
    assert google_oauth.LINK_SCOPES == (
        "openid",
        "email",
        "https://www.googleapis.com/auth/gmail.readonly",
        "https://www.googleapis.com/auth/gmail.compose",
    )
    assert microsoft_oauth.MAIL_SCOPES == ["User.Read", "Mail.ReadWrite"]


def test_the_mailbox_interface_has_no_method_that_sends() -> None:
    assert {name for name in vars(Mailbox) if not name.startswith("_")} == {
        "addresses",
        "changes",
        "thread",
        "mail_from",
        "drafts_in",
        "create_draft",
        "find_draft",
        "draft",
        "delete_draft",
        "watch",
        "unwatch",
        "close",
    }
