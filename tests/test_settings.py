"""A wrong or missing setting stops the start with a sentence; a right one is taken over with its type."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.settings import Settings, SettingsFault, load_settings
from app.store.encryption import new_key


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("HEARBACK_"):
            monkeypatch.delenv(name)


def test_the_example_file_names_every_setting_and_nothing_else() -> None:
    lines = (Path(__file__).parents[1] / ".env.example").read_text().splitlines()
    named = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    assert named == {f"HEARBACK_{name.upper()}" for name in Settings.model_fields}


def test_the_example_file_holds_the_defaults() -> None:
    given = load_settings(Path(__file__).parents[1] / ".env.example")
    assert given == load_settings(None)


def test_a_service_without_keys_does_not_start() -> None:
    with pytest.raises(SettingsFault, match="HEARBACK_KEYS is not set"):
        load_settings(None).require_service()


def test_a_service_for_nobody_does_not_start() -> None:
    with pytest.raises(SettingsFault, match="HEARBACK_ALLOW"):
        load_settings(None, keys=new_key(), google_client_id="id", google_client_secret="secret").require_service()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("public_url", "http://hearback.example", "https://"),
        ("public_url", "https://hearback.example/path", "without a path"),
        ("public_url", "hearback.example", "address"),
        ("database_url", "mysql://x", "sqlite:///"),
        ("keys", "not-a-key-but-a-canary", "key 1 of 1"),
        ("poll_every", "-PT5M", "longer than nothing"),
        ("google_client_id", "only-the-id", "HEARBACK_GOOGLE_CLIENT_SECRET"),
        ("log_level", "loud", "DEBUG"),
        ("first_look", "a while", "HEARBACK_FIRST_LOOK"),
    ],
)
def test_a_wrong_value_is_named_in_a_sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str) -> None:
    monkeypatch.setenv(f"HEARBACK_{name.upper()}", value)
    with pytest.raises(SettingsFault, match=sentence) as fault:
        load_settings(None)
    assert "canary" not in fault.value.sentence


def test_lists_are_separated_by_commas_and_durations_are_durations(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = (new_key(), new_key())
    monkeypatch.setenv("HEARBACK_KEYS", " , ".join(keys))
    monkeypatch.setenv("HEARBACK_ALLOW", "Jane@X.example, acme.example")
    monkeypatch.setenv("HEARBACK_POLL_EVERY", "PT2M")
    given = load_settings(None)
    assert given.secret_keys() == keys
    assert given.allow == ("jane@x.example", "acme.example")
    assert given.poll_every == timedelta(minutes=2)


def test_no_secret_shows_when_settings_are_printed() -> None:
    key = new_key()
    assert key not in repr(load_settings(None, keys=key, google_client_id="a", google_client_secret="hush-hush"))
    assert "hush-hush" not in repr(load_settings(None, keys=key, google_client_id="a", google_client_secret="hush-hush"))
