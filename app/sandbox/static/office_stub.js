// A stand-in for Office.js and for Outlook's nested app authentication, for the sandbox and for tests.
// The page that frames a pane names it with a JSON text: {"message": {conversationId, itemId, internetMessageId} or null,
// "token": an access token or "", "account": {...}, "language": "en"}. A "message" event with {"select": {...}} selects another message.
"use strict";
(() => {
  let told = {};
  try {
    told = JSON.parse(window.name || "{}");
  } catch {
    told = {};
  }
  const handlers = [];
  const opened = (window.openedByPane = []);
  const mailbox = {
    item: told.message || null,
    convertToRestId: (id) => id.replaceAll("/", "-").replaceAll("+", "_"),
    addHandlerAsync: (type, handler) => handlers.push(handler),
  };
  window.Office = {
    onReady: (ready) => Promise.resolve().then(() => ready && ready({ host: "Outlook", platform: "OfficeOnline" })),
    EventType: { ItemChanged: "olkItemSelectedChanged" },
    MailboxEnums: { RestVersion: { v2_0: "v2.0" } },
    context: {
      displayLanguage: told.language || "en-US",
      mailbox,
      requirements: { isSetSupported: () => Boolean(told.token) },
      ui: {
        openBrowserWindow: (url) => {
          opened.push(url);
          if (window.parent !== window) window.parent.postMessage({ open: url }, "*");
        },
      },
    },
  };
  window.addEventListener("message", (event) => {
    if (!event.data || typeof event.data !== "object" || !("select" in event.data)) return;
    mailbox.item = event.data.select;
    handlers.forEach((handler) => handler({ type: "olkItemSelectedChanged" }));
  });

  // The bridge to the host's broker, as msal-browser speaks to it.
  if (!told.token) return;
  const listeners = [];
  const answer = (request) => {
    if (request.method === "GetInitContext") return { initContext: { sdkName: "sandbox", sdkVersion: "1", capabilities: { queryAccount: true } } };
    return {
      token: { access_token: told.token, id_token: told.id_token, expires_in: 3600, scope: request.tokenParams.scope, properties: null },
      account: told.account,
    };
  };
  window.nestedAppAuthBridge = {
    addEventListener: (type, listener) => listeners.push(listener),
    removeEventListener: (type, listener) => listeners.splice(listeners.indexOf(listener), 1),
    postMessage: (text) => {
      const request = JSON.parse(text);
      const response = { messageType: "NestedAppAuthResponse", requestId: request.requestId, success: true, ...answer(request) };
      setTimeout(() => listeners.forEach((listener) => listener(JSON.stringify(response))));
    },
  };
})();
