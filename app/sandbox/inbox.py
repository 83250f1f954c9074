"""A mail program of the plainest kind: what the mailbox owner would see and do.

One looks at threads, finds the draft in its thread, edits, sends or deletes it, writes mail of one's own, moves mail, and lets
new mail arrive. Sending here is the human's act; nothing but these forms leads to it.
"""

from __future__ import annotations

import html
import re
from email.utils import formataddr, parseaddr
from urllib.parse import quote, urlencode

from app.sandbox.exchange import Answer, Call, Routes
from app.sandbox.mail import FOLDERS, Account, Mail, MailStore, NoSuchMail, compose
from app.sandbox.pages import render, stylesheet


class InboxPages:
    """The pages under ``/inbox``."""

    def __init__(self, store: MailStore) -> None:
        self._store = store
        self._routes = Routes()
        self._routes.add("GET", "/", self._accounts)
        self._routes.add("GET", "/inbox", self._accounts)
        self._routes.add("GET", "/sandbox.css", self._stylesheet)
        self._routes.add("GET", "/inbox/{address}", self._threads)
        self._routes.add("POST", "/inbox/{address}/deliver", self._deliver)
        self._routes.add("GET", "/inbox/{address}/thread/{thread}", self._thread)
        self._routes.add("POST", "/inbox/{address}/mail/{number}/move", self._move)
        self._routes.add("POST", "/inbox/{address}/draft/{draft}", self._draft)

    def answer(self, call: Call) -> Answer | None:
        found = self._routes.find(call.method, call.path)
        if found is None:
            return None
        try:
            return found[0](call, **found[1])
        except (NoSuchMail, ValueError):
            return Answer.html(render("inbox_gone.html"), 404)

    def _stylesheet(self, _: Call) -> Answer:
        return Answer(200, stylesheet(), {"content-type": "text/css; charset=utf-8"})

    def _accounts(self, _: Call) -> Answer:
        rows = [(a, len(self._store.mails(a.address)), len(self._store.drafts(a.address))) for a in self._store.accounts.values()]
        return Answer.html(render("inbox_accounts.html", rows=rows))

    def _threads(self, call: Call, address: str) -> Answer:
        account = self._store.account(address)
        folder = call.one("folder", "all")
        threads = [t for t in self._store.threads(account.address) if folder == "all" or any(m.folder == folder for m in t)]
        return Answer.html(
            render(
                "inbox_threads.html",
                account=account,
                threads=threads,
                folder=folder,
                folders=FOLDERS,
                said=call.one("said"),
                who=who,
            )
        )

    def _thread(self, call: Call, address: str, thread: str) -> Answer:
        account = self._store.account(address)
        mails = self._store.thread(account.address, int(thread))
        if not mails:
            raise NoSuchMail(thread)
        for mail in mails:
            if not mail.read:
                self._store.set_read(account.address, mail.number)
        return Answer.html(
            render(
                "inbox_thread.html", account=account, mails=mails, folders=FOLDERS, said=call.one("said"), who=who, shown=shown
            )
        )

    def _deliver(self, call: Call, address: str) -> Answer:
        """A new mail arrives (or, with ``own``, the owner sends one); with ``parent`` it answers that one."""
        account = self._store.account(address)
        parent = self._store.get(account.address, int(call.field("parent"))) if call.field("parent") else None
        subject = call.field("subject").strip() or "(no subject)"
        own = call.field("own") == "1"
        me, other = formataddr((account.name, account.address)), call.field("other").strip()
        if "@" not in parseaddr(other)[1]:
            return self._back(
                account, parent.thread if parent else None, "Nothing was delivered: the other side's address is missing."
            )
        raw = compose(
            me if own else other,
            [other if own else me],
            subject,
            call.field("text").replace("\r\n", "\n"),
            sent_at=self._store.now(),
            parent=parent,
        )
        mail = self._store.deliver(account.address, raw, "sent" if own else "inbox")
        return self._back(account, mail.thread, "Sent." if own else "Delivered.")

    def _move(self, call: Call, address: str, number: str) -> Answer:
        account = self._store.account(address)
        mail = self._store.get(account.address, int(number))
        target = next((f for f in FOLDERS if f == call.field("folder")), None)
        if target is None:
            self._store.delete(account.address, mail.number)
            left = self._store.thread(account.address, mail.thread)
            return self._back(account, mail.thread if left else None, "Deleted for good.")
        self._store.move(account.address, mail.number, target)
        return self._back(account, mail.thread, f"Moved to {target}.")

    def _draft(self, call: Call, address: str, draft: str) -> Answer:
        account = self._store.account(address)
        mail = self._store.draft(account.address, int(draft))
        match call.field("do"):
            case "send":
                sent = self._store.send_draft(account.address, int(draft))
                return self._back(account, sent.thread, "Sent.")
            case "delete":
                self._store.delete(account.address, mail.number)
                left = self._store.thread(account.address, mail.thread)
                return self._back(account, mail.thread if left else None, "Draft discarded.")
            case "save":
                self._store.replace_draft(account.address, int(draft), edited(mail, account, call.field("text"), self._store))
                return self._back(account, mail.thread, "Draft saved.")
            case other:
                raise ValueError(other)

    @staticmethod
    def _back(account: Account, thread: int | None, said: str) -> Answer:
        page = f"/inbox/{quote(account.address)}" + (f"/thread/{thread}" if thread is not None else "")
        return Answer.redirect(f"{page}?{urlencode({'said': said})}")


def edited(mail: Mail, account: Account, text: str, store: MailStore) -> bytes:
    """The draft with another text, as the mail program of the account would save it.

    Gmail's writes a new message with a Message-ID of its own; Outlook's changes the one that is there.
    """
    kept = {name: mail.header(name) for name in ("In-Reply-To", "References") if mail.header(name)}
    return compose(
        mail.header("from"),
        [v for v in [mail.header("to")] if v],
        mail.subject,
        text.replace("\r\n", "\n"),
        sent_at=store.now(),
        cc=[v for v in [mail.header("cc")] if v],
        headers=kept,
        message_id=mail.message_id if account.keeps_ids else None,
    )


def who(mail: Mail) -> str:
    name, address = parseaddr(mail.header("from"))
    return name or address or "(nobody)"


def shown(mail: Mail) -> str:
    """The text of a mail; of one in HTML only, its words."""
    text = mail.text
    if re.match(r"\s*<", text):
        text = re.sub(r"(?s)<(style|script)\b.*?</\1>", "", text)
        text = re.sub(r"(?i)<(br|/p|/div)\b[^>]*>", "\n", text)
        text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return text.strip()
