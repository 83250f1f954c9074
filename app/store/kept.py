"""What is kept, why, and for how long: one entry a table, beside the tables themselves.

The page /privacy and docs/privacy.md are made from this and from the tables' own marks of what is sealed; a test fails when a
table or a sealed column is not spoken of here.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.store.tables import Base


@dataclass(frozen=True, slots=True)
class Kept:
    """One table, for the person whose data it is."""

    title: str
    what: str
    why: str
    how_long: str


UNTIL_ACCOUNT = "Until you delete your account."
UNTIL_MAILBOX = "Until you disconnect the mailbox."
UNTIL_THREAD = "Until 90 days (a setting) after the conversation was closed, or you disconnect the mailbox."

KEPT: dict[str, Kept] = {
    "account": Kept(
        "You",
        "Who you are at Google or Microsoft, your timing rules, sign-off and wordings.",
        "To sign you in and write as you wish.",
        UNTIL_ACCOUNT,
    ),
    "web_session": Kept(
        "Signed-in browsers",
        "A hash of each browser's cookie, and when it was last seen.",
        "To keep you signed in, and to let you sign out everywhere.",
        "30 days (a setting), or until you sign out.",
    ),
    "oauth_flow": Kept(
        "Sign-ins that have begun",
        "What the way back from Google's or Microsoft's page needs.",
        "To know that it is the same browser that comes back.",
        "15 minutes (a setting).",
    ),
    "mailbox": Kept(
        "Connected mailboxes",
        "Address, aliases, your name, time zone and region, the tokens that open it, and how far it has been read.",
        "To read new mail and to put drafts there.",
        UNTIL_MAILBOX,
    ),
    "thread": Kept(
        "Conversations with recruiters",
        "The verdict: quote, names, subject, role, organisation, dates and reasons.",
        "To show you where each stands, and to know when a follow-up is due.",
        UNTIL_THREAD,
    ),
    "reading": Kept(
        "What was read in their messages",
        "Sender, recipients, date, and the sentences that promise, ask, answer or close. Never the message itself.",
        "To judge again, when a rule or the day changes, without reading your mail again.",
        UNTIL_THREAD,
    ),
    "answer_source": Kept(
        "Who may answer",
        "Hashes of addresses and domains.",
        "To notice an answer that comes in another conversation.",
        UNTIL_THREAD,
    ),
    "seen": Kept(
        "Other conversations",
        "A hash of the conversation's id and the day on which it was read. Nothing else of it.",
        "To tell you that it was read and is none of ours.",
        UNTIL_MAILBOX,
    ),
    "draft": Kept(
        "Drafts of ours",
        "Their ids, states and fingerprints, not their text.",
        "To write one a lapse, and to leave alone what you have touched.",
        UNTIL_THREAD,
    ),
    "journal": Kept(
        "The journal",
        "What was done in your mailbox, when and why, and the text of drafts that were taken away.",
        "So that you can check every step, and get a text back.",
        "Until you delete your account; reasons and texts as long as their conversation.",
    ),
    "preference": Kept(
        "Your choices",
        "Senders and organisations that you always or never count as recruiters.",
        "To follow them.",
        UNTIL_ACCOUNT,
    ),
    "feed": Kept(
        "Your feeds",
        "The secret address of your feeds.",
        "So that your calendar and feed reader can ask without a password.",
        "Until you stop them, or delete your account.",
    ),
    "push_subscription": Kept(
        "Notified browsers",
        "What your browser's push service wants to be called with.",
        "To tell you that a draft waits; the notification itself names nobody.",
        "Until you stop it, or delete your account.",
    ),
    "executor_lease": Kept(
        "Running processes", "A random name and a time.", "So that work of a dead process is taken over.", "Minutes."
    ),
    "index_key": Kept(
        "The index key",
        "The key of all hashes.",
        "So that a hash can be looked up by us and guessed by nobody.",
        "As long as the installation.",
    ),
}

STATEMENTS: tuple[tuple[str, str], ...] = (
    (
        "No message is stored",
        "Bodies and attachments are looked at in memory and forgotten. What is kept of a message is listed below.",
    ),
    ("Nothing is sent", "Hearback has no way to send mail. It writes drafts; you send them, or do not."),
    (
        "Nobody else sees it",
        "Detection runs in this program. No mail, and nothing read in it, goes to any third party, to a language model, or to the authors.",
    ),
    (
        "Google: Limited Use",
        "Hearback's use and transfer of information received from Google APIs adheres to the Google API Services User Data Policy, including the Limited Use requirements. Gmail data is used only to show you your conversations and to write your drafts. It is not sold, not used for advertising, not used to train models, and not read by people unless you ask for help and agree, or the law demands it.",
    ),
    (
        "Sealed means",
        "Encrypted with AES-256-GCM under a key that lies outside of the database, and bound to its very row and column. Whoever has the database file alone has nothing of it.",
    ),
    (
        "Leaving",
        "Disconnecting a mailbox takes our untouched drafts away, gives the permission back where the provider lets us, and deletes everything read in it. Deleting your account deletes every row that is yours, at once. Backups of whoever runs this installation may hold them for as long as these are kept.",
    ),
)


@dataclass(frozen=True, slots=True)
class Section:
    """A table with what of it is sealed and what is plain."""

    kept: Kept
    sealed: tuple[str, ...]
    plain: tuple[str, ...]


def sections() -> list[Section]:
    """All tables, in the order in which they are explained. Raises KeyError for one that nobody has explained."""
    tables = {table.name: table for table in Base.metadata.sorted_tables}
    missing = set(tables) - set(KEPT)
    if missing:
        raise KeyError(f"app/store/kept.py does not say why {', '.join(sorted(missing))} is kept")
    return [
        Section(
            kept,
            tuple(c.name for c in tables[name].columns if c.info.get("sealed")),
            tuple(c.name for c in tables[name].columns if not c.info.get("sealed")),
        )
        for name, kept in KEPT.items()
        if name in tables
    ]
