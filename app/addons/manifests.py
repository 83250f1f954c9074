"""What the two stores want to know of this host, as text: pure functions from addresses to manifests.

Google: https://developers.google.com/workspace/add-ons/guides/alternate-runtimes. Outlook: the add-in only manifest in XML, whose
elements must stand in this order (https://learn.microsoft.com/javascript/api/manifest); it reaches more clients than the unified
JSON, into which Microsoft's converter turns it.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import quoteattr

from app.addons import google, outlook
from app.errors import AppError

NAME = "Hearback"
PURPOSE = "Follows up with recruiters by an unsent draft when their date has passed."
COLOUR = "#1f5f8b"
VERSION = "1.0.0.0"
GOOGLE_SCOPES = (
    "https://www.googleapis.com/auth/gmail.addons.execute",
    "https://www.googleapis.com/auth/gmail.addons.current.message.metadata",
    google.EMAIL_SCOPE,
    "https://www.googleapis.com/auth/script.locale",
)


class NotPublic(AppError):
    """Gmail and Outlook load add-ons over https only. Set HEARBACK_PUBLIC_URL to the https address under which this service is reached; nothing was printed."""


def google_deployment(public_url: str) -> str:
    """The deployment for ``gcloud workspace-add-ons deployments create``. Raises NotPublic."""
    _require_https(public_url)
    here = f"{public_url}{google.PREFIX}"
    deployment: dict[str, Any] = {
        "oauthScopes": list(GOOGLE_SCOPES),
        "addOns": {
            "common": {
                "name": NAME,
                "logoUrl": f"{public_url}/addons/icons/hearback-128.png",
                "useLocaleFromApp": True,
                "layoutProperties": {"primaryColor": COLOUR},
                "homepageTrigger": {"runFunction": f"{here}/home"},
                "openLinkUrlPrefixes": [f"{public_url}/", "https://mail.google.com/mail/"],
                "universalActions": [
                    {"label": "What waits", "runFunction": f"{here}/menu"},
                    {"label": "Open Hearback", "openLink": f"{public_url}/threads"},
                    {"label": "Settings", "openLink": f"{public_url}/settings"},
                ],
            },
            "gmail": {"contextualTriggers": [{"unconditional": {}, "onTriggerFunction": f"{here}/message"}]},
            "httpOptions": {"authorizationHeader": "SYSTEM_ID_TOKEN", "granularOauthPermissionSupport": "OPT_IN"},
        },
    }
    return json.dumps(deployment, indent=2)


def outlook_manifest(public_url: str) -> str:
    """The XML manifest. Its id stays the same for the same host, so that a new version replaces the old. Raises NotPublic."""
    _require_https(public_url)
    here, icons = quoteattr(f"{public_url}{outlook.PREFIX}/taskpane"), f"{public_url}/addons/icons/hearback-"
    host = urlsplit(public_url).netloc
    images = "\n".join(
        f'          <bt:Image id="Icon.{size}" DefaultValue={quoteattr(f"{icons}{size}.png")}/>' for size in (16, 32, 80)
    )
    icon = "\n".join(f'                    <bt:Image size="{size}" resid="Icon.{size}"/>' for size in (16, 32, 80))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OfficeApp xmlns="http://schemas.microsoft.com/office/appforoffice/1.1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:bt="http://schemas.microsoft.com/office/officeappbasictypes/1.0" xsi:type="MailApp">
  <Id>{uuid5(NAMESPACE_URL, f"{public_url}{outlook.PREFIX}")}</Id>
  <Version>{VERSION}</Version>
  <ProviderName>{NAME}</ProviderName>
  <DefaultLocale>en-US</DefaultLocale>
  <DisplayName DefaultValue="{NAME}"/>
  <Description DefaultValue={quoteattr(PURPOSE)}/>
  <IconUrl DefaultValue={quoteattr(f"{icons}64.png")}/>
  <HighResolutionIconUrl DefaultValue={quoteattr(f"{icons}128.png")}/>
  <SupportUrl DefaultValue={quoteattr(f"{public_url}/")}/>
  <AppDomains>
    <AppDomain>https://{host}</AppDomain>
    <AppDomain>https://login.microsoftonline.com</AppDomain>
  </AppDomains>
  <Hosts>
    <Host Name="Mailbox"/>
  </Hosts>
  <Requirements>
    <Sets>
      <Set Name="Mailbox" MinVersion="1.5"/>
    </Sets>
  </Requirements>
  <FormSettings>
    <Form xsi:type="ItemRead">
      <DesktopSettings>
        <SourceLocation DefaultValue={here}/>
        <RequestedHeight>360</RequestedHeight>
      </DesktopSettings>
    </Form>
  </FormSettings>
  <Permissions>ReadItem</Permissions>
  <Rule xsi:type="RuleCollection" Mode="Or">
    <Rule xsi:type="ItemIs" ItemType="Message" FormType="Read"/>
  </Rule>
  <DisableEntityHighlighting>true</DisableEntityHighlighting>
  <VersionOverrides xmlns="http://schemas.microsoft.com/office/mailappversionoverrides" xsi:type="VersionOverridesV1_0">
    <VersionOverrides xmlns="http://schemas.microsoft.com/office/mailappversionoverrides/1.1" xsi:type="VersionOverridesV1_1">
      <Requirements>
        <bt:Sets DefaultMinVersion="1.5">
          <bt:Set Name="Mailbox"/>
        </bt:Sets>
      </Requirements>
      <Hosts>
        <Host xsi:type="MailHost">
          <DesktopFormFactor>
            <ExtensionPoint xsi:type="MessageReadCommandSurface">
              <OfficeTab id="TabDefault">
                <Group id="hearback.group">
                  <Label resid="Group.Label"/>
                  <Control xsi:type="Button" id="hearback.open">
                    <Label resid="Open.Label"/>
                    <Supertip>
                      <Title resid="Open.Label"/>
                      <Description resid="Open.Tip"/>
                    </Supertip>
                    <Icon>
{icon}
                    </Icon>
                    <Action xsi:type="ShowTaskpane">
                      <SourceLocation resid="Pane.Url"/>
                      <SupportsPinning>true</SupportsPinning>
                    </Action>
                  </Control>
                </Group>
              </OfficeTab>
            </ExtensionPoint>
          </DesktopFormFactor>
        </Host>
      </Hosts>
      <Resources>
        <bt:Images>
{images}
        </bt:Images>
        <bt:Urls>
          <bt:Url id="Pane.Url" DefaultValue={here}/>
        </bt:Urls>
        <bt:ShortStrings>
          <bt:String id="Group.Label" DefaultValue="{NAME}"/>
          <bt:String id="Open.Label" DefaultValue="{NAME}"/>
        </bt:ShortStrings>
        <bt:LongStrings>
          <bt:String id="Open.Tip" DefaultValue={quoteattr(PURPOSE)}/>
        </bt:LongStrings>
      </Resources>
    </VersionOverrides>
  </VersionOverrides>
</OfficeApp>"""


def _require_https(public_url: str) -> None:
    if not public_url.startswith("https://"):
        raise NotPublic
