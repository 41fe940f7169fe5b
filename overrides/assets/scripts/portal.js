"use strict";

const root = document.documentElement;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

// Reading tools: attributes on <html>, remembered as one object; the head script restores them before the first paint.
{
  const key = "portal-reading";
  const buttons = all("[data-reading]");

  const load = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) || {};
    } catch {
      return {};
    }
  };

  const save = (choices) => {
    try {
      localStorage.setItem(key, JSON.stringify(choices));
    } catch {
      // Without storage the choice holds for this page.
    }
  };

  const show = (choices) => {
    for (const { dataset: { reading, value } } of buttons) {
      if (choices[reading]) root.dataset[reading] = choices[reading];
      else delete root.dataset[reading];
    }
    for (const button of buttons) {
      button.setAttribute("aria-pressed", (choices[button.dataset.reading] || "") === button.dataset.value);
    }
  };

  let choices = load();
  show(choices);

  for (const button of buttons) {
    button.addEventListener("click", () => {
      const { reading, value } = button.dataset;
      const { [reading]: current, ...others } = choices;
      choices = value && value !== current ? { ...others, [reading]: value } : others;
      save(choices);
      show(choices);
    });
  }

  addEventListener("storage", (event) => {
    if (event.key === key) show((choices = load()));
  });
}

// The panel of reading tools closes with Escape and with a click elsewhere.
for (const panel of all(".reading-tools")) {
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open) return;
    panel.open = false;
    panel.querySelector("summary").focus();
  });
  addEventListener("click", (event) => {
    if (!panel.contains(event.target)) panel.open = false;
  });
}

// The column bar starts with the current column in view.
for (const current of all(".column-bar [aria-current]")) {
  const bar = current.closest("ul");
  const item = current.parentElement;
  bar.scrollLeft = item.offsetLeft - (bar.clientWidth - item.clientWidth) / 2;
}

// The search is fetched when the reader turns to a search box; its marks, when a result led to this page.
{
  const fetchEngine = () => import("./search-engine.js").catch(() => {});

  for (const box of all("[type=search]")) box.addEventListener("focus", fetchEngine, { once: true });
  if (location.hash.startsWith("#q=")) import("./found.js").catch(() => {});
}

// Print, and the page's address.
{
  const status = document.querySelector(".article-tools__status");

  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // The clipboard belongs to https; on http the selection still does.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    if (!copied) throw new Error("copy refused");
  };

  for (const button of all("[data-tool=print]")) button.addEventListener("click", () => print());
  for (const button of all("[data-tool=copy]")) {
    button.addEventListener("click", async () => {
      const address = location.href.split("#")[0];
      try {
        await copy(address);
        status.textContent = "链接已复制";
      } catch {
        status.textContent = `请手动复制：${address}`;
      }
      button.focus();
    });
  }
}

// Reading aloud: paragraph by paragraph in sentences, because some voices stop in the middle of a long text.
{
  const text = document.querySelector("[data-read-aloud]");
  const button = document.querySelector("[data-tool=read]");
  const stop = document.querySelector("[data-tool=stop]");
  const speech = window.speechSynthesis;
  const blocks = "h2, h3, h4, p, li, dt, dd, figcaption, th, td";

  const words = (block) => {
    const copy = block.cloneNode(true);
    for (const other of all(`sup, .footnote-backref, ${blocks}`, copy)) other.remove();
    return copy.textContent.trim();
  };

  const sentences = function* () {
    for (const block of all(blocks, text)) {
      for (const sentence of words(block).match(/[^。！？；\n]+[。！？；]*/g) || []) yield { block, sentence };
    }
  };

  const chinese = () => speech.getVoices().find((voice) => /^zh|cmn/i.test(voice.lang) && !/HK|yue/i.test(voice.lang));

  let queue = null;
  let marked = null;

  const mark = (block) => {
    marked?.classList.remove("is-read-aloud");
    block?.classList.add("is-read-aloud");
    if (block && block !== marked) {
      const { top, bottom } = block.getBoundingClientRect();
      if (top < 0 || bottom > innerHeight) block.scrollIntoView({ block: "center" });
    }
    marked = block;
  };

  const label = (state) => {
    button.lastElementChild.textContent = { idle: "朗读", speaking: "暂停", paused: "继续" }[state];
    stop.hidden = state === "idle";
    stop.parentElement.classList.toggle("is-reading", state !== "idle");
  };

  const end = () => {
    queue = null;
    speech.cancel();
    mark(null);
    label("idle");
  };

  const next = () => {
    const { value, done } = queue.next();
    if (done) return end();
    const current = queue;
    const utterance = new SpeechSynthesisUtterance(value.sentence);
    utterance.lang = "zh-CN";
    utterance.voice = chinese();
    utterance.onend = () => queue === current && next();
    utterance.onerror = () => queue === current && end();
    mark(value.block);
    speech.speak(utterance);
  };

  const toggle = () => {
    if (!queue) {
      speech.cancel();
      queue = sentences();
      label("speaking");
      next();
    } else if (speech.paused) {
      speech.resume();
      label("speaking");
    } else {
      speech.pause();
      label("paused");
    }
  };

  if (speech && text && button) {
    const offer = () => (button.hidden = !chinese());
    offer();
    speech.addEventListener?.("voiceschanged", offer);
    button.addEventListener("click", toggle);
    stop.addEventListener("click", () => {
      end();
      button.focus();
    });
    addEventListener("pagehide", end);
  }
}

// Before a link leaves for a site that is neither gov.cn nor trusted, the reader is asked.
{
  const prompt = document.getElementById("leave-prompt");
  const trusted = [location.hostname, "gov.cn", ...document.body.dataset.trustedHosts.split(" ").filter(Boolean)];
  const known = (host) => trusted.some((name) => host === name || host.endsWith(`.${name}`));

  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!/^https?:$/.test(link.protocol) || known(link.hostname) || prompt.contains(link)) return;
    event.preventDefault();
    prompt.querySelector("[data-host]").textContent = link.hostname;
    prompt.querySelector("[data-go]").href = link.href;
    prompt.showModal();
  });
  prompt.querySelector("[data-go]").addEventListener("click", () => prompt.close());
}
