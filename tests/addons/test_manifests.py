"""What the stores are told: read, converted and checked by Microsoft's own tools where npm is at hand."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree import ElementTree

import pytest
from jsonschema import validators

from app.addons.manifests import NotPublic, google_deployment, outlook_manifest
from tests.addons.world import PUBLIC_URL, AddonWorld

ROOT = Path(__file__).parents[2]
NODE = ROOT / "build" / "node"
TOOLS = ("office-addin-manifest", "office-addin-manifest-converter", "@microsoft/app-manifest")
OFFICE = "{http://schemas.microsoft.com/office/appforoffice/1.1}"


@pytest.fixture(scope="session")
def node_tools() -> Path:
    """Microsoft's manifest tools from npm, installed once into build/node and noted in no file."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("THE OUTLOOK MANIFEST WAS NOT CHECKED BY MICROSOFT'S TOOLS: there is no npm here")
    modules = NODE / "node_modules"
    if not all((modules / tool / "package.json").exists() for tool in TOOLS):
        NODE.mkdir(parents=True, exist_ok=True)
        quiet = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(NODE)]
        done = subprocess.run([npm, "install", *quiet, *TOOLS], capture_output=True, text=True, timeout=300, check=False)
        if done.returncode:
            pytest.skip(
                f"THE OUTLOOK MANIFEST WAS NOT CHECKED BY MICROSOFT'S TOOLS: npm could not fetch them: {done.stderr[-300:]}"
            )
    return modules


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.xml"
    path.write_text(outlook_manifest(PUBLIC_URL), encoding="utf-8")
    return path


def run(command: list[str], cwd: Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_microsofts_reader_reads_the_outlook_manifest(node_tools: Path, manifest: Path) -> None:
    script = "require(process.argv[1]).OfficeAddinManifest.readManifestFile(process.argv[2]).then((m) => console.log(JSON.stringify(m)))"
    found = json.loads(run(["node", "-e", script, str(node_tools / "office-addin-manifest"), str(manifest)], node_tools))
    assert found["displayName"] == "Hearback"
    assert found["officeAppType"] == "MailApp"
    assert found["permissions"] == "ReadItem"
    assert found["hosts"] == ["Mailbox"]


def test_the_converted_manifest_holds_against_the_official_schema(node_tools: Path, manifest: Path, tmp_path: Path) -> None:
    out = tmp_path / "unified"
    run(
        ["node", str(node_tools / "office-addin-manifest-converter" / "cli.js"), "convert", str(manifest), "-o", str(out)],
        tmp_path,
    )
    unified = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    version = unified["manifestVersion"]
    folder = node_tools / "@microsoft" / "app-manifest" / "build" / "json-schemas" / "teams" / f"v{version}"
    schema = json.loads((folder / "MicrosoftTeams.schema.json").read_text(encoding="utf-8"))
    faults = [
        f"{list(fault.absolute_path)}: {fault.message}" for fault in validators.validator_for(schema)(schema).iter_errors(unified)
    ]
    assert faults == []
    (extension,) = unified["extensions"]
    assert extension["runtimes"][0]["code"]["page"] == f"{PUBLIC_URL}/addons/outlook/taskpane"
    assert extension["runtimes"][0]["actions"][0]["pinnable"] is True
    assert unified["authorization"]["permissions"]["resourceSpecific"] == [{"name": "MailboxItem.Read.User", "type": "Delegated"}]
    assert "TRUNCATED" not in json.dumps(unified)


def test_ids_are_valid_and_stay_the_same_for_a_host() -> None:
    first, again = (ElementTree.fromstring(outlook_manifest(PUBLIC_URL)) for _ in range(2))
    other = ElementTree.fromstring(outlook_manifest("https://mail.hearback.example"))
    ids = [UUID(str(one.findtext(f"{OFFICE}Id"))) for one in (first, again, other)]
    assert ids[0] == ids[1] != ids[2]


def test_every_reference_inside_the_manifest_is_kept() -> None:
    root = ElementTree.fromstring(outlook_manifest(PUBLIC_URL))
    asked = {value for node in root.iter() if (value := node.get("resid"))}
    given = {value for node in root.iter() if (value := node.get("id")) and "DefaultValue" in node.attrib}
    assert asked == given


def test_every_address_in_the_manifests_is_answered(world: AddonWorld) -> None:
    """Icons and pages are there to be fetched; Google's addresses are there to be called, though not by anybody."""
    root = ElementTree.fromstring(outlook_manifest(PUBLIC_URL))
    for node in root.iter():
        address = node.get("DefaultValue", "")
        if address.startswith(f"{PUBLIC_URL}/addons/"):
            assert world.client.get(address).status_code == 200, address
    for address in _addresses(json.loads(google_deployment(PUBLIC_URL))):
        if address.endswith(".png"):
            assert world.client.get(address).status_code == 200
        elif "/addons/google/" in address:
            assert world.client.post(address, json={}).status_code == 403, address


def test_the_google_deployment_asks_for_no_mail_and_names_this_host() -> None:
    deployment = json.loads(google_deployment(PUBLIC_URL))
    assert [scope.rpartition("/")[2] for scope in deployment["oauthScopes"]] == [
        "gmail.addons.execute",
        "gmail.addons.current.message.metadata",
        "userinfo.email",
        "script.locale",
    ]
    add_on = deployment["addOns"]
    assert add_on["httpOptions"] == {"authorizationHeader": "SYSTEM_ID_TOKEN", "granularOauthPermissionSupport": "OPT_IN"}
    assert add_on["common"]["homepageTrigger"]["runFunction"] == f"{PUBLIC_URL}/addons/google/home"
    assert [one["label"] for one in add_on["common"]["universalActions"]] == ["What waits", "Open Hearback", "Settings"]


def test_a_host_that_nobody_reaches_over_https_gets_a_sentence() -> None:
    for build in (google_deployment, outlook_manifest):
        with pytest.raises(NotPublic, match="over https only"):
            build("http://localhost:8000")


def _addresses(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [address for one in value.values() for address in _addresses(one)]
    if isinstance(value, list):
        return [address for one in value for address in _addresses(one)]
    return [value] if isinstance(value, str) and value.startswith(PUBLIC_URL) else []
