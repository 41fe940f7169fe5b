// Runs before the first paint, so that a remembered choice never flashes.
((root) => {
  root.classList.add("js");
  try {
    const saved = JSON.parse(localStorage.getItem("portal-reading")) || {};
    for (const name of ["theme", "size", "mode", "contrast"]) if (saved[name]) root.dataset[name] = saved[name];
  } catch {}
})(document.documentElement);
