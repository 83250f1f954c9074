// Shows a note when the service says that drafts were written, and opens the list when it is touched.
"use strict";

self.addEventListener("push", (event) => {
  const drafts = event.data ? event.data.json().drafts : 1;
  const text = drafts === 1 ? "A draft waits for you." : `${drafts} drafts wait for you.`;
  event.waitUntil(self.registration.showNotification("Hearback", { body: text, icon: "/static/icon.svg", tag: "drafts" }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/threads?show=ready"));
});
