"""The add-ons exist where they are configured, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings, SettingsFault, load_settings
from app.store.encryption import new_key

URL = "https://hearback.example"


def settings(tmp_path: Path, **more: object) -> Settings:
    return load_settings(
        env_file=None,
        public_url=URL,
        database_url=f"sqlite:///{tmp_path / 'h.db'}",
        keys=(new_key(),),
        allow=("*",),
        google_client_id="c",
        google_client_secret="s",
        **more,
    )


def client(tmp_path: Path, **more: object) -> TestClient:
    return TestClient(create_app(settings(tmp_path, **more), background=False), base_url=URL)


def test_without_their_settings_there_are_no_add_ons(tmp_path: Path) -> None:
    visitor = client(tmp_path)
    for path in ("/addons/google/home", "/addons/google/message", "/addons/google/act", "/addons/api/message"):
        assert visitor.post(path, json={}).status_code == 404, path
    for path in ("/addons/outlook/taskpane", "/addons/outlook/files/taskpane.js", "/addons/api/home"):
        assert visitor.get(path).status_code == 404, path


def test_with_their_settings_they_ask_for_proof(tmp_path: Path) -> None:
    visitor = client(
        tmp_path,
        google_addon_client_id="addon",
        google_addon_account="service-1@gcp-sa-gsuiteaddons.iam.gserviceaccount.com",
        outlook_addin_client_id="5f3c1f7e-6a53-4f0e-9d6c-2b8f7a4e9d10",
        outlook_frame_ancestors="https://mail.corp.example, https://outlook.office.com",
    )
    assert visitor.post("/addons/google/home", json={}).status_code == 403
    assert visitor.get("/addons/api/home").status_code == 401
    page = visitor.get("/addons/outlook/taskpane")
    assert (
        "frame-ancestors 'self' https://mail.corp.example https://outlook.office.com" in page.headers["content-security-policy"]
    )
    assert 'data-scope="api://5f3c1f7e-6a53-4f0e-9d6c-2b8f7a4e9d10/access_as_user"' in page.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"google_addon_client_id": "addon"},
        {"google_addon_account": "service-1@x.example"},
        {"outlook_frame_ancestors": "outlook.office.com"},
        {"outlook_frame_ancestors": "https://a.example; script-src *"},
        {"outlook_frame_ancestors": "*"},
    ],
)
def test_half_or_wrong_settings_stop_the_start(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsFault):
        settings(tmp_path, **wrong)
