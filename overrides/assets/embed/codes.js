"use strict";
// The codes of a card: three answers choose one of them, which is shown at work and can be copied.
for (const part of document.querySelectorAll("[data-embed-codes]")) {
  const here = new URL(part.dataset.root, location).href;
  const site = part.dataset.site;
  const forms = [...part.querySelectorAll("[data-form]")];
  const host = part.querySelector(".embed-codes__host");
  const field = (form) => form.querySelector("textarea");
  const unknown = part.querySelector(".embed-codes__unknown");

  // A portal that was not told its address is where this page is.
  if (unknown) {
    for (const form of forms) field(form).value = field(form).value.replaceAll(site, here);
    unknown.remove();
  }

  const answer = (name) => Boolean(part.querySelector(`[name=embed-${name}][value=yes]:checked`));

  const chosen = () => {
    const [frames, scripts, match] = ["frames", "scripts", "match"].map(answer);
    const plain = frames ? (scripts ? "B" : "A") : "D";
    const wanted = scripts && (match || !frames) ? ["C", plain] : [plain];
    return wanted.map((letter) => forms.find((form) => form.dataset.form === letter)).find(Boolean);
  };

  // The code as it would stand on a page: its styles are set one by one, since the policy of this page knows no inline styles.
  const preview = (code) => {
    const inert = code.replaceAll(unknown ? here : site, here).replaceAll(" style=", " data-style=");
    const parsed = new DOMParser().parseFromString(inert, "text/html");
    for (const element of parsed.querySelectorAll("[data-style]")) {
      const { style } = element.dataset;
      delete element.dataset.style;
      element.style.cssText = style;
    }
    for (const script of parsed.querySelectorAll("script")) {
      const { src } = script;
      script.remove();
      if (!document.querySelector(`script[src="${src}"]`)) document.head.append(Object.assign(document.createElement("script"), { src }));
    }
    host.replaceChildren(...parsed.body.children);
  };

  const show = () => {
    const form = chosen();
    for (const other of forms) other.hidden = other !== form;
    part.querySelector(".embed-codes__advice").textContent = `请用 ${form.querySelector("h3").textContent}。`;
    if (part.querySelector("details").open) preview(field(form).value);
  };

  for (const [name, value] of [["frames", "yes"], ["scripts", "yes"], ["match", "no"]]) {
    for (const radio of part.querySelectorAll(`[name=embed-${name}][value=${value}]`)) radio.checked = true;
  }
  for (const hidden of part.querySelectorAll(".embed-codes__choice, .embed-codes__copy, .embed-codes__preview")) hidden.hidden = false;
  part.addEventListener("change", show);
  part.querySelector("details").addEventListener("toggle", show);
  show();

  for (const form of forms) {
    const [button, status] = form.querySelector(".embed-codes__copy").children;
    button.addEventListener("click", async () => {
      field(form).select();
      try {
        if (navigator.clipboard) await navigator.clipboard.writeText(field(form).value);
        else if (!document.execCommand("copy")) throw new Error("refused");
        status.textContent = "已复制，到编辑器的“源代码”里粘贴";
      } catch {
        status.textContent = "已选中，请按 Ctrl+C 复制";
      }
      button.focus();
    });
  }
}
