"""Days and instants: the day a mail was written, a promise's deadline, the day a follow-up is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.conversation import Candidate
from app.detection.dates import Window, Wording, not_before, resolve, second_working_day_after
from app.detection.reading import Pledge, Reading
from app.detection.verdict import Promise, TimingRules
from app.detection.workdays import WorkCalendar

_DAY_FIRST_TLDS = frozenset(
    """uk ie au nz in za de at ch fr be es mx ar cl co pe it pt nl eu ng ke gh sg my hk pk lk br pl se no dk fi gr cz hu ro lu""".split()
)
_MONTH_FIRST_REGIONS = frozenset({"US", "PH", "PR", "GU"})


@lru_cache(maxsize=256)
def zone_of(name: str) -> tzinfo:
    """The zone of that name; UTC where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


@lru_cache(maxsize=256)
def calendar_of(region: str, working_weekdays: frozenset[int]) -> WorkCalendar:
    return WorkCalendar(region, working_weekdays)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What days are, for one mailbox: its zone, its working days, its timing rules, and the zones that senders' mail shows."""

    candidate: Candidate
    rules: TimingRules
    offsets: dict[str, timedelta]

    @property
    def zone(self) -> tzinfo:
        return zone_of(self.candidate.timezone)

    @property
    def workdays(self) -> WorkCalendar:
        return calendar_of(self.candidate.region, self.rules.working_weekdays)

    def local_day(self, instant: datetime) -> date:
        """The day it is in the mailbox's zone."""
        return instant.astimezone(self.zone).date()

    def written_on(self, reading: Reading) -> date:
        """Day D. ``+0000`` says nothing: then the latest of the days in UTC, in the mailbox's zone and in the sender's known zone."""
        offset = reading.sent_at.utcoffset() or timedelta(0)
        if offset:
            return reading.sent_at.date()
        days = [reading.sent_at.date(), self.local_day(reading.sent_at)]
        known = self.offsets.get(reading.sender.address) if reading.sender else None
        if known is not None:
            days.append((reading.sent_at + known).date())
        return max(days)

    def day_first(self, reading: Reading) -> bool:
        """How this sender writes 3/6: by ccTLD, offset and language; month first where nothing tells."""
        if reading.language in ("de", "fr", "es"):
            return True
        domain = reading.sender.domain if reading.sender else ""
        suffix = domain.rpartition(".")[2]
        if suffix in _DAY_FIRST_TLDS:
            return True
        if suffix == "us":
            return False
        offset = reading.sent_at.utcoffset() or (self.offsets.get(reading.sender.address) if reading.sender else None)
        if offset:
            hours = offset.total_seconds() / 3600
            return hours >= -2.5
        region = self.candidate.region.partition("-")[0].upper()
        if region in _MONTH_FIRST_REGIONS or not region:
            return False
        return region != "CA"

    def window(self, wording: Wording, reading: Reading, from_on: date | None = None) -> Window:
        """The days that a wording of this message means; counted from ``from_on`` where it is another day than that of writing."""
        written_on = self.written_on(reading)
        return resolve(wording, from_on or written_on, self.workdays, day_first=self.day_first(reading))

    def at_draft_time(self, day: date) -> datetime:
        """The instant (UTC) at which a draft may appear on that day."""
        return datetime.combine(day, self.rules.draft_at, self.zone).astimezone(UTC)


def known_offsets(readings: Sequence[Reading]) -> dict[str, timedelta]:
    """The UTC offset that each sender's mail shows, the latest one that is not zero."""
    offsets: dict[str, timedelta] = {}
    for reading in readings:
        offset = reading.sent_at.utcoffset()
        if reading.sender and offset and not reading.automatic:
            offsets[reading.sender.address] = offset
    return offsets


def promise_from(pledge: Pledge, reading: Reading, days: Calendar, from_on: date | None = None) -> Promise | None:
    """Resolve a pledge; None where its words give no days, or undated promises are switched off."""
    written_on = days.written_on(reading)
    start_on = max(from_on, written_on) if from_on else written_on
    try:
        window = _window_of(pledge, reading, days, start_on)
        if from_on and from_on > written_on:
            first = _window_of(pledge, reading, days, written_on)
            if window and first and first.deadline > window.deadline:
                window = first
    except (ValueError, OverflowError):
        return None
    if window is None:
        if days.rules.undated_days is None:
            return None
        deadline = days.workdays.add(start_on, days.rules.undated_days)
        return Promise(
            reading.id, pledge.quote, start_on, deadline, dated=False, made_on=start_on, reported=pledge.reported,
            rule=f"a promise without a date: {days.rules.undated_days} working days after it",
        )  # fmt: skip
    return Promise(
        reading.id, pledge.quote, window.first_on, window.deadline, dated=True, made_on=start_on, reported=pledge.reported,
        rule=window.rule,
    )  # fmt: skip


def _window_of(pledge: Pledge, reading: Reading, days: Calendar, start_on: date) -> Window | None:
    step = days.window(pledge.step, reading, start_on) if pledge.step and pledge.step.dated else None
    if pledge.when is None or not pledge.when.dated:
        if step is None:
            return None
        if pledge.follows == "day_after":
            day = step.deadline + timedelta(days=1)
            return Window(day, day, f"the day after {step.deadline}")
        if pledge.follows == "that_week":
            friday = step.deadline + timedelta(days=max(0, 4 - step.deadline.weekday()))
            return Window(step.first_on, friday, f"the week of {step.deadline}")
        return second_working_day_after(step, days.workdays) if pledge.follows == "after" else step
    window = days.window(pledge.when, reading, start_on)
    fixed = pledge.when.relation in ("by", "before") and pledge.when.kind in ("date", "weekday_date")
    if step is not None and step.deadline > window.deadline and window.deadline >= step.first_on and pledge.when.kind != "week":
        return window  # "We all meet next week, so you'll hear on Thursday": within the time of the step.
    if step is not None and not fixed and step.deadline > window.deadline and (step.deadline - window.deadline).days <= 14:
        if pledge.when.kind == "weekday":
            return days.window(pledge.when, reading, step.deadline)
        return not_before(window, step)
    return window


def due_on(promise: Promise, days: Calendar) -> date:
    """The first day of a follow-up: the grace's last working day; the deadline itself for an undated promise."""
    if not promise.dated:
        return promise.deadline
    return days.workdays.add(promise.deadline, max(1, days.rules.grace_days))
