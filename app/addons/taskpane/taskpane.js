// The task pane in Outlook. It draws what the API says and sends back what is pressed; every word and choice comes from there.
"use strict";
(() => {
  const config = document.body.dataset;
  const shown = document.getElementById("shown");
  const said = document.getElementById("said");
  const views = { message: document.getElementById("view-message"), home: document.getElementById("view-home") };
  const UNREACHABLE = "Hearback cannot be reached just now. Nothing was changed; please try again.";
  const NO_SIGN_IN =
    "This Outlook cannot tell Hearback who you are: it is too old for that, or sign-in was cancelled. Nothing was changed. " +
    "Your drafts are in their conversations all the same; you can also open Hearback in a browser.";

  let current = "message";
  let turn = 0; // Of several answers under way only the latest is drawn: a pinned pane follows the selection quickly.
  let again = 0;
  let application = null;

  class Told extends Error {}

  function element(tag, properties = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in node) node[name] = value;
      else node.setAttribute(name, value);
    }
    node.append(...children.filter((child) => child !== null && child !== ""));
    return node;
  }

  // Who is looking

  async function token(fresh) {
    const known = Office.context.requirements;
    if (!known || !known.isSetSupported("NestedAppAuth", "1.1")) throw new Told(NO_SIGN_IN);
    try {
      application ??= await msal.createNestablePublicClientApplication({
        auth: { clientId: config.clientId, authority: "https://login.microsoftonline.com/common" },
        cache: { cacheLocation: "memoryStorage" },
      });
      const wish = { scopes: [config.scope], forceRefresh: fresh };
      const result = await application.acquireTokenSilent(wish).catch(() => application.acquireTokenPopup(wish));
      return result.accessToken;
    } catch (fault) {
      console.warn("sign-in failed", fault);
      application = null;
      throw new Told(NO_SIGN_IN);
    }
  }

  async function ask(path, body, fresh = false) {
    const headers = { Authorization: `Bearer ${await token(fresh)}`, Accept: "application/json", "Accept-Language": language() };
    const request = { headers, method: body === undefined ? "GET" : "POST", credentials: "omit" };
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
      request.body = JSON.stringify(body);
    }
    let answer;
    try {
      answer = await fetch(`/addons/api${path}`, request);
    } catch {
      throw new Told(UNREACHABLE);
    }
    if (answer.status === 401 && !fresh) return ask(path, body, true);
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Told(told.error || UNREACHABLE);
    return told;
  }

  function language() {
    return Office.context.displayLanguage || navigator.language || "en";
  }

  // Which message is open

  function opened() {
    const mailbox = Office.context.mailbox;
    const item = mailbox && mailbox.item;
    if (!item) return null;
    let itemId = item.itemId || "";
    if (itemId && typeof mailbox.convertToRestId === "function") {
      itemId = mailbox.convertToRestId(itemId, Office.MailboxEnums.RestVersion.v2_0);
    }
    return {
      conversation_id: item.conversationId || "",
      item_id: itemId,
      internet_message_id: item.internetMessageId || "",
    };
  }

  // Drawing

  function link(where, kind = "") {
    if (!where) return null;
    const node = element("a", { href: where.url, target: "_blank", rel: "noopener noreferrer", className: kind }, where.label);
    node.addEventListener("click", (event) => {
      if (browse(where.url)) event.preventDefault();
    });
    return node;
  }

  function browse(url) {
    const host = Office.context.ui;
    if (!host || typeof host.openBrowserWindow !== "function") return false;
    host.openBrowserWindow(url);
    return true;
  }

  function button(label, work, kind = "") {
    const node = element("button", { type: "button", className: kind }, label);
    node.addEventListener("click", () => run(work));
    return node;
  }

  function group(thread, one, first) {
    const day = one.needs_day ? element("input", { type: "date", id: `day-${one.title}` }) : null;
    const buttons = one.buttons.map((each, index) =>
      button(each.label, () => act(thread, each.name, day ? day.value || null : null), first && index === 0 ? "main" : ""),
    );
    const row = element("div", { className: "buttons" }, ...buttons);
    if (!one.title) return row;
    const label = day ? element("label", { htmlFor: day.id }, "Day") : null;
    return element("details", {}, element("summary", {}, one.title), label, day, row);
  }

  function drawThread(thread, undo = null) {
    const title = element("h2", { tabIndex: -1 }, thread.headline);
    const draft = link(thread.open_draft, "button main");
    const back = undo && button(undo.label, () => press(`/threads/${thread.id}/undo/${undo.name}`, {}));
    const likely = element("div", { className: "buttons" }, draft, back);
    const why = thread.why.length
      ? element("details", {}, element("summary", {}, "Why"), element("ul", {}, ...thread.why.map((line) => element("li", {}, line))))
      : null;
    draw(
      title,
      thread.detail && element("p", {}, thread.detail),
      thread.with_whom && element("p", { className: "quiet" }, thread.with_whom),
      thread.quote && element("blockquote", {}, `“${thread.quote}”`),
      thread.dates && element("p", { className: "quiet" }, thread.dates),
      draft || back ? likely : null,
      ...thread.groups.map((one, index) => group(thread, one, index === 0 && !draft)),
      why,
    );
    return title;
  }

  function noticeNodes(notice) {
    const title = element("h2", { tabIndex: -1 }, notice.title);
    const adopt = notice.adopt && button(notice.adopt.label, () => press("/adopt", { conversation_id: notice.adopt.name }));
    const way = link(notice.link, "button main");
    return [title, element("p", {}, notice.sentence), way || adopt ? element("div", { className: "buttons" }, way, adopt) : null];
  }

  function listed(thread) {
    const title = thread.subject || "(no subject)";
    const way = thread.open_draft || thread.open_thread;
    return element(
      "li",
      {},
      element("span", { className: "quiet" }, thread.with_whom),
      element("strong", {}, way ? link({ label: title, url: way.url }) : title),
      element("span", {}, thread.headline),
      thread.dates ? element("span", { className: "quiet" }, thread.dates) : "",
    );
  }

  function draw(...nodes) {
    shown.replaceChildren(...nodes.filter((node) => node !== null && node !== "" && node !== undefined));
  }

  function drawFault(fault) {
    const sentence = fault instanceof Told ? fault.message : UNREACHABLE;
    if (!(fault instanceof Told)) console.error(fault);
    const browser = link({ label: "Open Hearback in a browser", url: config.origin });
    const title = element("h2", { tabIndex: -1 }, "That did not work");
    draw(title, element("p", {}, sentence), element("div", { className: "buttons" }, button("Try again", look, "main")), element("p", {}, browser));
  }

  // Doing

  async function run(work) {
    const mine = ++turn;
    const buttons = shown.querySelectorAll("button");
    buttons.forEach((each) => (each.disabled = true));
    shown.setAttribute("aria-busy", "true");
    try {
      await work(() => mine === turn);
    } catch (fault) {
      if (mine !== turn) return;
      if (fault instanceof Told && shown.querySelector("button")) say(fault.message);
      else drawFault(fault);
    } finally {
      if (mine === turn) shown.removeAttribute("aria-busy");
      buttons.forEach((each) => (each.disabled = false));
    }
  }

  function say(sentence) {
    said.textContent = sentence;
  }

  function act(thread, name, day) {
    return press(`/threads/${thread.id}/actions`, { action: name, day });
  }

  async function press(path, body) {
    say("");
    const mine = turn;
    const done = await ask(path, body);
    if (mine !== turn) return; // Another message is open by now: what was asked is done, but this is no longer its pane.
    const title = drawThread(done.thread, done.undo);
    say(done.sentence);
    title.focus();
    if (done.open_url) browse(done.open_url);
  }

  async function look(still = () => true) {
    clearTimeout(again);
    const message = current === "message" ? opened() : null;
    for (const [name, node] of Object.entries(views)) node.setAttribute("aria-pressed", String(name === (message ? "message" : "home")));
    views.message.disabled = !opened();
    if (!message) {
      const home = await ask("/home");
      if (still()) drawHome(home);
      return;
    }
    const answer = await ask("/message", message);
    if (!still()) return;
    if (answer.thread) drawThread(answer.thread);
    else drawNotice(answer.notice);
  }

  function drawHome(home) {
    const lists = home.lists.flatMap((list) => [element("h2", {}, list.title), element("ul", { className: "threads" }, ...list.threads.map(listed))]);
    draw(...(home.notice ? noticeNodes(home.notice) : []), ...lists);
    if (!home.notice && !lists.length) draw(element("p", {}, home.nothing));
  }

  let tries = 0;
  function drawNotice(notice) {
    draw(...noticeNodes(notice));
    if (!notice.again_seconds) return;
    again = setTimeout(() => run(look), notice.again_seconds * 1000 * 2 ** Math.min(tries++, 6));
  }

  function show(view) {
    current = view;
    tries = 0;
    say("");
    // What stood here is about another message by now.
    draw(element("p", { className: "quiet" }, "Looking …"));
    run(look);
  }

  Office.onReady(() => {
    views.message.addEventListener("click", () => show("message"));
    views.home.addEventListener("click", () => show("home"));
    document.querySelector("footer a").addEventListener("click", (event) => {
      if (browse(event.currentTarget.href)) event.preventDefault();
    });
    const mailbox = Office.context.mailbox;
    if (mailbox && typeof mailbox.addHandlerAsync === "function") {
      mailbox.addHandlerAsync(Office.EventType.ItemChanged, () => show("message"));
    }
    show("message");
  });
})();
