// Ask this browser for a push subscription, and hand it to the service.
"use strict";

const form = document.querySelector("#push-form");
const said = document.querySelector("#push-said");

function bytes(text) {
  const padded = (text + "=".repeat((4 - (text.length % 4)) % 4)).replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
}

async function subscribe(event) {
  event.preventDefault();
  try {
    const worker = await navigator.serviceWorker.register("/push-worker.js");
    await navigator.serviceWorker.ready;
    const options = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) };
    const subscription = await worker.pushManager.subscribe(options);
    const fields = new FormData(form);
    fields.set("subscription", JSON.stringify(subscription));
    const answer = await fetch("/settings/notifications/push", { method: "POST", body: new URLSearchParams(fields) });
    said.textContent = answer.ok ? form.dataset.done : (await answer.json()).error;
  } catch {
    said.textContent = form.dataset.refused;
  }
}

if (form && "serviceWorker" in navigator && "PushManager" in window) {
  form.hidden = false;
  form.addEventListener("submit", subscribe);
}
