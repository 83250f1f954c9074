"""Days of a simulated life: recruiters promise, answer or stay silent, owners edit, send and delete, and everything fails.

A run is a function of its seed. What it watches over, all the time and at its end:

* at most one draft of ours a lapse, at any moment of the providers' own books;
* no draft is made once an answer lies in a mailbox that we may read, and an untouched one is gone soon after;
* no lapse is forgotten: a promise whose date has passed without an answer has had its draft, and none before that date;
* what an owner wrote into a draft is there until they send or delete it;
* nothing is sent;
* our books and the mailbox agree on which drafts lie there.
"""

from __future__ import annotations

import email.policy
import random
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from email.parser import BytesParser
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from app.flow.outstanding import outstanding
from app.sandbox.exchange import Call
from app.sandbox.faults import Rule
from app.sandbox.gmail_json import hex_id
from app.sandbox.graph_json import UNSENT, conversation_id
from app.sandbox.mail import Change, Mail, compose
from app.store.tables import DraftRow, DraftState, ThreadRow
from tests.simulation.program import ADA_GMAIL, ADA_OUTLOOK, OWNERS, START, Program

BUSY_DAYS, QUIET_DAYS = 10, 7
LATEST = timedelta(days=7)
"""A draft must be there so long after the deadline: a grace day, a weekend, and the faults of the run."""
WHERE = (
    "* /gmail/*",
    "* /v1.0/*",
    "POST *",
    "DELETE *",
    "GET */threads/*",
    "GET */drafts*",
    "POST */drafts",
    "POST *createReply",
    "PATCH *",
)
ACTIONS = ("rate_limit", "forbidden_rate_limit", "server_error", "lost_before", "lost_after", "lost_after")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
PROMISE = (
    "Hi,\n\nthank you for the interview for the Data Engineer position yesterday. The hiring manager is meeting the other "
    "candidates, and I will get back to you with a decision by {day}.\n\nBest regards,\n{name}\nTalent Acquisition\n"
)
REJECTION = "Hi,\n\nunfortunately we have decided to move forward with another candidate. We wish you all the best.\n\n{name}\n"
NOISE = "The new catalogue is here. Unsubscribe any time."
NAMES = ("Jane Doe", "Rita Recruit", "Tom Talent", "Hanna Hiring", "Paul People")


class Violation(AssertionError):
    """The program broke a promise of its own."""


@dataclass
class Case:
    """One conversation in which something was promised, and what really happened in it."""

    account: str
    sender: str
    promise: Mail
    deadline_on: date
    silent_until_on: date = date.max
    answered_at: datetime | None = None
    answered_in: str = ""
    followed_up: int = 0
    sent: int = 0
    deleted_at: datetime | None = None
    edits: dict[int, str] = field(default_factory=dict)
    made: int = 0
    taken: int = 0
    may_lie: int = 1
    """Two, once the owner has worked on one of two drafts: what they have edited is never taken away."""

    @property
    def name(self) -> str:
        return self.sender.partition(" <")[0]

    @property
    def thread(self) -> int:
        return self.promise.thread


@dataclass
class Counts:
    """What a run, or many, did."""

    runs: int = 0
    cases: int = 0
    drafts: int = 0
    crashes: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)

    def add(self, other: Counts) -> None:
        self.runs += other.runs
        self.cases += other.cases
        self.drafts += other.drafts
        self.crashes += other.crashes
        self.faults += other.faults
        self.events += other.events

    def __str__(self) -> str:
        return "\n".join(
            (
                f"What happened: {_listed(self.events)}.",
                f"Faults that met a call: {_listed(self.faults)}.",
                f"Killed at {len(self.crashes)} kinds of boundaries: {_listed(self.crashes)}.",
                f"{self.runs} schedules, {self.cases} promises, {self.drafts} drafts, {sum(self.faults.values())} faults, "
                f"{sum(self.crashes.values())} crashes",
            )
        )


def _listed(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {n}" for name, n in sorted(counter.items()))


class Run:
    """One schedule."""

    def __init__(self, seed: int, template: Path, folder: Path, key: str) -> None:
        self.seed, self.dice = seed, random.Random(seed)
        self.program = Program(template, folder, key)
        self.store = self.program.store
        self.cases: list[Case] = []
        self.counts = Counts(runs=1)
        self.diary: list[str] = []
        self._owner_acts = False
        self._other_worker = self._was_beside = False
        self._numbers = 0
        self._late: list[str] = []
        self._happened_at = START
        self.store.subscribe(self._watch)

    def live(self) -> Counts:
        """Let it all happen. Raises Violation."""
        try:
            self._work(calm=True)
            self._go(hours=1)
            while self.program.now < self._day(BUSY_DAYS):
                self._hours()
                for _ in range(self.dice.randint(0, 3)):
                    self._happen()
                self._fail()
                self._work()
                self._look()
            self._calm_down()
            while self.program.now < self._day(BUSY_DAYS + QUIET_DAYS):
                self._go(hours=22)
                self._work(calm=True)
                self._look()
            self._look_back()
        finally:
            self.program.end()
        self.counts.cases = len(self.cases)
        self.counts.drafts = sum(case.made for case in self.cases)
        self.counts.crashes, self.counts.faults = self.program.crashed, self.program.struck
        return self.counts

    # Time

    def _day(self, days: int) -> datetime:
        return START + timedelta(days=days)

    def _go(self, **later: float) -> None:
        self.program.now += timedelta(**later)

    def _hours(self) -> None:
        roll = self.dice.random()
        if roll < 0.04:
            self._note("the clock jumps ahead")
            self._go(hours=self.dice.randint(24, 50))
        elif roll < 0.07:
            self._note("the clock jumps back")
            self._go(minutes=-self.dice.randint(1, 90))
        else:
            self._go(minutes=self.dice.randint(60, 1200))

    # What people do

    def _happen(self) -> None:
        drafts = self._drafts()
        waiting = [case for case in self.cases if case.answered_at is None]
        about = [case for case in waiting if case.silent_until_on <= self.program.now.date()]
        weights = {"promise": 6 if len(self.cases) < 6 else 0, "noise": 2}
        if waiting:
            weights |= {"follow up": 0.1}
        if about:
            weights |= {"answer": 1, "answer elsewhere": 1}
        if drafts:
            weights |= {"edit": 0.8, "send": 0.5, "delete": 0.4}
        self._go(minutes=1)  # No two things happen in the same instant, or nobody could tell which came first.
        if self.program.now <= self._happened_at:
            return  # Our clock has jumped back; that of the mail has not.
        self._happened_at = self.program.now
        match self.dice.choices(list(weights), list(weights.values()))[0]:
            case "promise":
                self._promise()
            case "noise":
                self._deliver(self.dice.choice(list(OWNERS)), "Shop <news@shop.example>", "News", NOISE)
            case "answer":
                self._answer(self.dice.choice(about))
            case "answer elsewhere":
                self._answer_elsewhere(self.dice.choice(about))
            case "follow up":
                self._follow_up(self.dice.choice(waiting))
            case "edit":
                self._edit(*self.dice.choice(drafts))
            case "send":
                self._send(*self.dice.choice(drafts))
            case "delete":
                self._delete(*self.dice.choice(drafts))

    def _promise(self) -> None:
        account = self.dice.choice(list(OWNERS))
        self._numbers += 1
        name = self.dice.choice(NAMES)
        sender = f"{name} <{name.split()[0].lower()}{self._numbers}@firm{self._numbers}.example>"
        today = self.program.now.date()
        day = next(d for n in range(self.dice.randint(1, 4), 9) if (d := today + timedelta(days=n)).weekday() < 5)
        weekday = WEEKDAYS[day.weekday()]
        mail = self._deliver(account, sender, "Data Engineer", PROMISE.format(day=weekday, name=name))
        # A third answers in time, a third about when the draft is there, and a third never.
        roll = self.dice.random()
        silent = today if roll < 0.33 else day + timedelta(days=self.dice.randint(2, 6)) if roll < 0.67 else date.max
        self.cases.append(Case(account, sender, mail, day, silent))
        self._note(f"case {len(self.cases)}: {sender} promises {account} an answer by {day}", "promised")

    def _answer(self, case: Case) -> None:
        case.answered_at, case.answered_in = self.program.now, case.account
        self._deliver(case.account, case.sender, "Re: " + case.promise.subject, REJECTION.format(name=case.name), case.promise)
        self._note(f"case {self._number(case)}: answered")

    def _answer_elsewhere(self, case: Case) -> None:
        account = case.account
        if OWNERS[account] == "Ada" and self.dice.random() < 0.5:
            account = ADA_OUTLOOK if account == ADA_GMAIL else ADA_GMAIL
        case.answered_at, case.answered_in = self.program.now, account
        self._deliver(account, case.sender, "Your application as Data Engineer", REJECTION.format(name=case.name))
        self._note(f"case {self._number(case)}: answered in another conversation, in {account}", "answered elsewhere")

    def _follow_up(self, case: Case) -> None:
        case.followed_up += 1
        owner = f"{OWNERS[case.account]} <{case.account}>"
        raw = compose(
            owner,
            [case.sender],
            "Re: " + case.promise.subject,
            "Is there any news?",
            sent_at=self.program.now,
            parent=case.promise,
        )
        self.store.deliver(case.account, raw, "sent")
        self._note(f"case {self._number(case)}: followed up by hand")
        self._maybe_push(case.account)

    def _edit(self, case: Case, draft: Mail) -> None:
        case.may_lie = max(case.may_lie, len(self._of(case)))
        self._numbers += 1
        word = f"edited{self._numbers}"
        with self._owner():
            self.store.replace_draft(case.account, draft.draft or 0, _typed_into(draft, word))
        case.edits[draft.draft or 0] = word
        self._note(f"case {self._number(case)}: the draft is edited")
        self._maybe_push(case.account)

    def _send(self, case: Case, draft: Mail) -> None:
        with self._owner():
            self.store.send_draft(case.account, draft.draft or 0)
        case.sent += 1
        case.edits.pop(draft.draft or 0, None)
        self._note(f"case {self._number(case)}: the draft is sent")
        self._maybe_push(case.account)

    def _delete(self, case: Case, draft: Mail) -> None:
        beside = len(self._of(case)) > 1
        with self._owner():
            if case.account == ADA_OUTLOOK:
                # As Graph's own door does it: among the deleted items it still counts as unsent.
                self.store.set_extras(case.account, draft.number, {**draft.extras, UNSENT: "1"})
                self.store.trash(case.account, draft.number)
            else:
                self.store.delete(case.account, draft.number)
        case.edits.pop(draft.draft or 0, None)
        if beside:
            # One of two, of which the other was about to be taken away anyhow.
            case.taken += 1
            self._note(f"case {self._number(case)}: one of two drafts is thrown away")
        elif self._known(case):
            case.deleted_at = self.program.now
            self._note(f"case {self._number(case)}: the draft is thrown away")
        else:
            # The window written down in docs/decisions/0005: nothing is left that could say that it was there.
            case.taken += 1
            self._note(f"case {self._number(case)}: the draft is thrown away before we know of it")
        self._maybe_push(case.account)

    def _known(self, case: Case) -> bool:
        """Whether our books have a draft of the case: a run that was killed between creating and recording leaves one they have not."""
        query = select(ThreadRow.provider_thread_id).join(DraftRow, DraftRow.thread_id == ThreadRow.id)
        with self.program.database.read() as session:
            known = session.scalars(
                query.where(
                    DraftRow.mailbox_id == self.program.ids[case.account], DraftRow.state.in_((DraftState.OPEN, DraftState.KEPT))
                )
            )
            return (conversation_id if case.account == ADA_OUTLOOK else hex_id)(case.thread) in set(known)

    def _deliver(self, account: str, sender: str, subject: str, text: str, parent: Mail | None = None) -> Mail:
        raw = compose(sender, [account], subject, text, sent_at=self.program.now, parent=parent)
        mail = self.store.deliver(account, raw)
        self._maybe_push(account)
        return mail

    def _owner(self) -> _Acting:
        return _Acting(self)

    # What fails

    def _maybe_push(self, account: str) -> None:
        """Pushes are lost, doubled, and late."""
        how = self.dice.choice(("lost", "in time", "in time", "doubled", "late"))
        self.counts.events[f"push {how}"] += 1
        if how == "late":
            self._late.append(account)
        for _ in range({"in time": 1, "doubled": 2}.get(how, 0)):
            self.program.push(account)

    def _fail(self) -> None:
        for address in self.program.to_relink():
            if self.dice.random() < 0.5:
                self.program.relink(address)
                self._note(f"{address} is connected again", "connected again")
        for account in self._late:
            self.program.push(account)
        self._late.clear()
        faults, dice = self.program.sandbox.faults, self.dice
        if dice.random() < 0.6:
            faults.clear()
        for _ in range(dice.choice((0, 0, 1, 1, 2))):
            where, action = dice.choice(WHERE), dice.choice(ACTIONS)
            times, pause = dice.choice((1, 1, 2, 8)), dice.choice((None, 1, 600))
            status = dice.choice((500, 502, 503, 504))
            faults.add(Rule(where, action, nth=dice.randint(1, 3), times=times, status=status, retry_after_seconds=pause))
            self._note(f"fault: {where} {action} x{times}")
        if dice.random() < 0.1:
            faults.add(Rule(dice.choice(("GET */history", "GET *delta*")), "expire_cursor"))
            self._note("fault: a cursor expires")
        if dice.random() < 0.05:
            address = dice.choice(list(OWNERS))
            self.program.revoke(address)
            self._note(f"fault: {address} is revoked")
            self.counts.events[f"{'Outlook' if address == ADA_OUTLOOK else 'Gmail'}: access revoked"] += 1
        if dice.random() < 0.5:
            self.program.restart(crash_at=dice.randint(1, 150))

    def _calm_down(self) -> None:
        self.program.sandbox.faults.clear()
        self.program.restart()
        self._go(hours=2)
        self._work(calm=True)
        for address in list(self.program.ids):
            if address in self.program.revoked or address in self.program.to_relink():
                self.program.relink(address)
        self._note("calm from now on")

    # The program's work

    def _work(self, *, calm: bool = False) -> None:
        """Do the jobs that are outstanding: in any order, some lost, some doubled, some dying."""
        self._was_beside, died = False, self._faults()
        self._do(calm)
        if self._was_beside and died != self._faults():
            self._excused_until = self.program.now + timedelta(hours=48)

    def _faults(self) -> int:
        return sum(self.program.crashed.values()) + sum(self.program.struck.values())

    def _do(self, calm: bool) -> None:
        for _ in range(3):
            now = self.program.now
            jobs = self._jobs()
            if not jobs:
                return
            if not calm:
                self.dice.shuffle(jobs)
            for kind, row_id in jobs:
                times = 1 if calm else self.dice.choice((0, 1, 1, 1, 1, 1, 1, 2))
                for _ in range(times):
                    if not calm and self.dice.random() < 0.06:
                        self._happen()
                    self.program.at_call = (lambda _: None) if calm else self._beside
                    work = self.program.work.sync if kind == "sync" else self.program.work.tend
                    self.program.run(lambda work=work, row_id=row_id: work(row_id))  # type: ignore[misc]
                    self.program.at_call = lambda _: None
            if self.program.now == now:
                self._go(minutes=self.dice.randint(0, 6))

    def _jobs(self) -> list[tuple[str, UUID]]:
        """What is outstanding, in an order that depends on nothing random."""
        found = outstanding(replace(self.program.services, database=self.program.database), self.program.now)
        order = {row_id: address for address, row_id in self.program.ids.items()}
        if not (found.draft or found.attend or found.review):
            return [("sync", i) for i in sorted(found.sync, key=lambda i: order[i])]
        with self.program.database.read() as session:
            names = {row.id: (order[row.mailbox_id], row.provider_thread_id) for row in session.scalars(select(ThreadRow))}
        tend = sorted({*found.draft, *found.attend, *found.review}, key=lambda row_id: names[row_id])
        return [("sync", i) for i in sorted(found.sync, key=lambda i: order[i])] + [("tend", i) for i in tend]

    def _beside(self, call: Call) -> None:
        """Now and then another worker does the same thread at the very moment at which a draft is about to be made."""
        making = call.method == "POST" and (call.path.endswith("/drafts") or call.path.endswith("/createReply"))
        if not making or self._other_worker or self.dice.random() > 0.25:
            return
        self._other_worker = True
        crash_at, self.program.boundaries.crash_at = self.program.boundaries.crash_at, 0
        if self.dice.random() < 0.5:
            self._go(minutes=6)
        self._was_beside = True
        self._note("another worker is at it as well")
        for kind, row_id in self._jobs():
            if kind == "tend":
                self.program.work.tend(row_id)
        self.program.boundaries.crash_at = crash_at
        self._other_worker = False

    # What is watched over

    def _watch(self, change: Change) -> None:
        """Every change in the providers' books passes here; what the owner did not do, we did."""
        mail = change.mail
        if self._owner_acts or (change.before == "drafts" and change.kind == "moved" and mail.folder == "sent"):
            return
        case = next((c for c in self.cases if (c.account, c.thread) == (mail.account, mail.thread)), None)
        if change.kind == "added" and mail.folder == "drafts":
            if case is None:
                raise self._violated("a draft was made where nothing was promised")
            case.made += 1
            self._note(f"case {self._number(case)}: a draft is made")
            readable = case.answered_in == case.account or case.answered_in not in self.program.revoked
            if case.answered_at is not None and readable:
                self._wrong = f"case {self._number(case)}: a draft was made after an answer"
            others = [one for one in self._of(case) if one.number != mail.number]
            if len(others) > case.sent + case.followed_up and not self._other_worker and not self._was_beside:
                self._wrong = f"case {self._number(case)}: a second draft was made while the first lay there"
            if self.program.now.date() <= case.deadline_on:
                self._wrong = f"case {self._number(case)}: a draft was made before the promised day was over"
            if case.deleted_at is not None and not case.sent and not case.followed_up:
                self._wrong = f"case {self._number(case)}: another draft was made after the owner threw one away"
        elif (
            (change.kind == "removed" or (change.kind == "moved" and mail.folder == "trash"))
            and (mail.folder == "drafts" or change.before == "drafts")
            and case is not None
        ):
            case.taken += 1
            self._note(f"case {self._number(case)}: a draft is taken away")

    _wrong = ""
    _excused_until = START
    """Until when two drafts may lie there: one run was suspended beyond its claim, and killed before it could take its own back."""

    def _look(self) -> None:
        """What must hold at every quiet moment."""
        if self._wrong:
            raise self._violated(self._wrong)
        if sum(self.store.send_requests.values()):
            raise self._violated("something asked to send")
        for case in self.cases:
            there = self._of(case)
            excused = self.program.now <= self._excused_until
            if len(there) > case.may_lie and not excused:
                raise self._violated(f"case {self._number(case)}: {len(there)} drafts at once")
            if case.made - case.taken > case.may_lie + case.sent + case.followed_up and not excused:
                raise self._violated(f"case {self._number(case)}: {case.made} drafts for one lapse")
            for draft, word in case.edits.items():
                if not any(mail.draft == draft and _reads(mail, word) for mail in there):
                    raise self._violated(f"case {self._number(case)}: what the owner wrote is lost")

    def _look_back(self) -> None:
        """What must have come about when all is calm again."""
        for case in self.cases:
            there = [mail for mail in self._of(case) if mail.draft not in case.edits]
            if case.answered_at is not None and there:
                raise self._violated(f"case {self._number(case)}: an untouched draft is left after the answer")
            silent = case.answered_at is None and not case.followed_up
            over = (
                self.program.now - timedelta(days=0)
                > datetime.combine(case.deadline_on, datetime.min.time(), self.program.now.tzinfo) + LATEST
            )
            if silent and over and not case.made:
                raise self._violated(f"case {self._number(case)}: the lapse was forgotten")
            if silent and over and not (case.sent or case.deleted_at) and not 1 <= len(self._of(case)) <= case.may_lie:
                raise self._violated(f"case {self._number(case)}: there is no draft")
        with self.program.database.read() as session:
            rows = list(session.scalars(select(DraftRow)))
        for address, mailbox_id in self.program.ids.items():
            there = len(self.store.drafts(address))
            ours = [row.state for row in rows if row.mailbox_id == mailbox_id]
            least, most = ours.count(DraftState.OPEN), ours.count(DraftState.OPEN) + ours.count(DraftState.KEPT)
            most += sum(case.may_lie - 1 for case in self.cases if case.account == address)
            if not least <= there <= most:
                raise self._violated(f"{address}: {there} drafts in the mailbox, {sorted(ours)} in our books")

    def _drafts(self) -> list[tuple[Case, Mail]]:
        return [(case, mail) for case in self.cases for mail in self._of(case)]

    def _of(self, case: Case) -> list[Mail]:
        return [mail for mail in self.store.thread(case.account, case.thread) if mail.draft is not None]

    def _number(self, case: Case) -> int:
        return self.cases.index(case) + 1

    def _note(self, what: str, kind: str = "") -> None:
        """Write into the diary; what is counted is the line without its case, or ``kind``."""
        self.diary.append(f"{self.program.now:%a %d %H:%M} {what}")
        if not what.startswith("fault: "):
            self.counts.events[kind or what.rpartition(": ")[2]] += 1

    def _violated(self, what: str) -> Violation:
        story = "\n".join(self.diary[-60:])
        return Violation(f"seed {self.seed}: {what}\nReplay it with: python -m tests.simulation {self.seed}\n{story}")


def _typed_into(draft: Mail, word: str) -> bytes:
    """The draft with a word typed into its first line, in whatever forms its text has."""
    mail = BytesParser(policy=email.policy.SMTP).parsebytes(draft.raw)
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            text, subtype = part.get_content(), part.get_content_subtype()
            typed = re.sub(
                r"(<body[^>]*>)" if subtype == "html" and "<body" in text else r"\A()", rf"\g<1>{word} ", text, count=1
            )
            part.set_content(typed, subtype=subtype)
    return mail.as_bytes()


def _reads(mail: Mail, word: str) -> bool:
    return any(word in part.get_content() for part in mail.mime.walk() if part.get_content_maintype() == "text")


class _Acting:
    """While the owner acts, changes are theirs."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def __enter__(self) -> None:
        self._run._owner_acts = True

    def __exit__(self, *_: object) -> None:
        self._run._owner_acts = False
