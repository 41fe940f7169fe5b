// Cards of the portal. ASCII only: a page in GBK reads this file as GBK.
(() => {
  // Sizes the portal's frames on this page: only those, and only at the word of the frame itself.
  const root = new URL("../../", document.currentScript.src).href;
  const frames = () => [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(root + "embed/v1/"));
  addEventListener("message", ({ data, source }) => {
    const height = data && data.djHeight;
    if (height > 0 && height < 5e3) for (const frame of frames()) if (frame.contentWindow === source) frame.style.height = height + "px";
  });
  // A frame that was there before this script has spoken already.
  for (const frame of frames()) frame.contentWindow.postMessage("dj", "*");
  // Draws <dj-brand> in a shadow; where that cannot be, the link inside stays.
  if (customElements.get("dj-brand")) return;
  const add = (parent, name, className, textContent = "", more) =>
    parent.appendChild(Object.assign(document.createElement(name), { className, textContent }, more));
  // Words in a row, each on one line where it fits.
  const row = (parent, words) => {
    const line = add(parent, "p", "small");
    words.forEach((text, index) => line.append(index ? " \u00b7 " : "", add(line, "span", "part", text)));
  };
  const link = (parent, { title, url }) => add(parent, "a", "", title, { href: new URL(url, root), target: "_blank", rel: "noopener" });
  customElements.define("dj-brand", class extends HTMLElement {
    // A getter: a field of a class would keep older browsers from reading the rest.
    static get observedAttributes() {
      return ["key", "theme", "columns"];
    }
    // Once for all attributes that change together.
    connectedCallback() {
      clearTimeout(this.due);
      this.due = setTimeout(() => this.draw(this.due).catch(() => {}));
    }
    attributeChangedCallback() {
      if (this.isConnected) this.connectedCallback();
    }
    async draw(due) {
      const asked = (name) => this.getAttribute(name) || "";
      const get = async (path) => {
        const answer = await fetch(`${root}embed/v1/${path}`, { credentials: "omit" });
        if (!answer.ok) throw new Error(answer.status);
        return answer.text();
      };
      const [json, css] = await Promise.all([get(`${asked("key")}/card.json`), get("card.css")]);
      if (due !== this.due) return;
      const { label, title, text, facts, url, picture, items, sample, source } = JSON.parse(json);
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      // Last of all that may fail: a shadow hides the link.
      const shadow = this.shadowRoot || this.attachShadow({ mode: "open" });
      shadow.adoptedStyleSheets = [sheet];
      shadow.textContent = "";
      const card = add(shadow, "div", "dj");
      card.dataset.theme = asked("theme");
      card.style.setProperty("--dj-columns", asked("columns"));
      const head = add(card, "div", "head");
      if (picture) add(head, "img", "", "", { src: new URL(picture.src, root), alt: picture.alt });
      const words = add(head, "div", "words");
      const line = add(words, "p", "small", label);
      if (sample) add(line, "span", "badge", "\u793a\u4f8b");
      link(add(words, "h3", "title"), { title, url });
      add(words, "p", "", text);
      row(words, facts);
      if (items[0]) {
        const list = add(card, "ul");
        for (const item of items) {
          const post = add(list, "li");
          link(post, item);
          add(post, "time", "small", item.date);
        }
      }
      row(card, source.split(" \u00b7 "));
    }
  });
})();
