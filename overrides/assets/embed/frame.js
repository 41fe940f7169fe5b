"use strict";
// In the frame: the look that its address asks for, and its height for a host that listens.
{
  const card = document.querySelector(".dj");
  const asked = new URLSearchParams(location.search);
  const wanted = (name, is) => is(asked.get(name) || "") && card.style.setProperty(`--dj-${name}`, asked.get(name));
  if (asked.get("theme") === "dark") card.dataset.theme = "dark";
  wanted("columns", (value) => /^[123]$/.test(value));
  for (const name of ["accent", "ink", "muted", "surface", "line"]) wanted(name, (value) => CSS.supports("color", value));
  const tell = () => parent.postMessage({ djHeight: Math.ceil(card.getBoundingClientRect().height) }, "*");
  new ResizeObserver(tell).observe(card);
  addEventListener("message", (event) => event.source === parent && tell());
}
