"""Who the owner of a mailbox probably is and where they live, by their own sent mail: proposed, to be confirmed by them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

_ZONES = (
    # Tried in this order; the first that fits best wins, so the larger job markets come first.
    "Europe/London Europe/Berlin America/New_York America/Chicago America/Denver America/Los_Angeles Asia/Kolkata Australia/Sydney "
    "Europe/Paris Europe/Madrid America/Phoenix America/Halifax America/Sao_Paulo America/Argentina/Buenos_Aires America/Mexico_City "
    "America/Bogota Europe/Helsinki Europe/Istanbul Africa/Johannesburg Africa/Lagos Asia/Dubai Asia/Singapore Asia/Tokyo "
    "Australia/Brisbane Australia/Adelaide Australia/Perth Pacific/Auckland America/Anchorage Pacific/Honolulu"
).split()
_REGIONS = {
    "Europe/London": "GB-ENG", "Europe/Berlin": "DE", "Europe/Paris": "FR", "Europe/Madrid": "ES", "Europe/Helsinki": "FI", "Europe/Istanbul": "TR",
    "Europe/Dublin": "IE", "Europe/Vienna": "AT", "Europe/Zurich": "CH", "America/Sao_Paulo": "BR", "America/Argentina/Buenos_Aires": "AR",
    "America/Mexico_City": "MX", "America/Bogota": "CO", "America/Halifax": "CA-NS", "Africa/Johannesburg": "ZA", "Africa/Lagos": "NG",
    "Asia/Kolkata": "IN", "Asia/Dubai": "AE", "Asia/Singapore": "SG", "Asia/Tokyo": "JP", "Pacific/Auckland": "NZ",
    "Australia/Sydney": "AU-NSW", "Australia/Brisbane": "AU-QLD", "Australia/Adelaide": "AU-SA", "Australia/Perth": "AU-WA",
}  # fmt: skip
_COUNTRY_ZONES = {
    "uk": "Europe/London", "ie": "Europe/Dublin", "de": "Europe/Berlin", "at": "Europe/Vienna", "ch": "Europe/Zurich", "fr": "Europe/Paris",
    "es": "Europe/Madrid", "in": "Asia/Kolkata", "au": "Australia/Sydney", "nz": "Pacific/Auckland", "za": "Africa/Johannesburg",
    "mx": "America/Mexico_City", "ar": "America/Argentina/Buenos_Aires", "co": "America/Bogota",
}  # fmt: skip


def likely_zone(instants: Sequence[datetime], own: Collection[str]) -> str:
    """The zone whose offsets agree with most of my own mail; my address's country decides between equals."""
    dated = [at for at in instants if at.utcoffset()]
    home = next((_COUNTRY_ZONES[tld] for a in own if (tld := a.rpartition(".")[2]) in _COUNTRY_ZONES), "")
    candidates = [home, *_ZONES] if home else list(_ZONES)
    if not dated:
        return home or "UTC"
    fits = {zone: sum(at.utcoffset() == at.astimezone(ZoneInfo(zone)).utcoffset() for at in dated) for zone in candidates}
    best = max(candidates, key=lambda zone: fits[zone])
    return best if fits[best] else home or "UTC"


def region_of(timezone: str) -> str:
    """The country whose holidays probably count; empty where a zone spans several and none is likelier."""
    if timezone in _REGIONS:
        return _REGIONS[timezone]
    return "US" if timezone.startswith("America/") and timezone in available_timezones() else ""


def likely_name(names: Counter[str]) -> str:
    """The name that stands most often at the owner's addresses; empty when none does."""
    best = names.most_common(1)
    return _readable(best[0][0]) if best else ""


def _readable(name: str) -> str:
    """“Mensah, Priscilla” as “Priscilla Mensah”."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma else name
