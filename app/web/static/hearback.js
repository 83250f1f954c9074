// What makes the pages handier where JavaScript runs; none of them needs it.
"use strict";

// Propose the browser's own time zone where a page asks where somebody lives.
for (const field of document.querySelectorAll("[data-propose-zone]")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && zone !== "UTC" && [...document.querySelectorAll("#zones option")].some((option) => option.value === zone)) {
    field.value = zone;
  }
}

// Select the whole of an address that is there to be copied.
for (const field of document.querySelectorAll("input[data-copy]")) {
  field.addEventListener("focus", () => field.select());
}
