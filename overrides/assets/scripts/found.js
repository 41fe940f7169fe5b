// The words that led here from the search, marked on the page until the reader has had enough of them.

import { hits } from "./search-text.js";

const main = document.querySelector("main");
const text = main.querySelector(".entry") || main;
const said = new URLSearchParams(location.hash.slice(1));
const terms = (said.get("q") || "").split(" ").filter(Boolean);
const letters = [...(said.get("t") || "")]; // a traditional character, its simplified one, and so on
const simplified = new Map(letters.flatMap((old, at) => (at % 2 ? [] : [[old, letters[at + 1] ?? old]])));

const BLOCKS = "p, li, h1, h2, h3, h4, dt, dd, td, th, caption, figcaption, blockquote, pre, summary, div, article";

// The text nodes of each block in turn: a word may begin in one element and end in another.
const blocks = () => {
  const found = new Map();
  const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (parent.closest("nav, form, button, script, noscript, .footnote-ref, .footnote-backref, .visually-hidden")) continue;
    const block = parent.closest(BLOCKS);
    found.set(block, [...(found.get(block) || []), walk.currentNode]);
  }
  return found.values();
};

// The stretches of text nodes that lie between two places of a block: [node, start, end].
const stretches = (nodes, from, to) => {
  let at = 0;
  return nodes.flatMap((node) => {
    const [start, end] = [Math.max(from - at, 0), Math.min(to - at, node.length)];
    at += node.length;
    return start < end ? [[node, start, end]] : [];
  });
};

const places = [];
for (const nodes of blocks()) {
  let at = 0;
  for (const { text, hit } of hits(nodes.map((node) => node.data).join(""), terms, simplified)) {
    if (hit) places.push(stretches(nodes, at, at + text.length));
    at += text.length;
  }
}

const ranges = places.map((pieces) => {
  const range = document.createRange();
  range.setStart(pieces[0][0], pieces[0][1]);
  range.setEnd(pieces.at(-1)[0], pieces.at(-1)[2]);
  return range;
});

// Where the browser can colour a range, the page's elements stay as they are; elsewhere <mark> holds the words.
const mark = () => {
  if (window.Highlight) {
    CSS.highlights.set("found", new Highlight(...ranges));
    return () => CSS.highlights.delete("found");
  }
  const enclosed = ([node, start, end]) => {
    const words = node.splitText(start);
    words.splitText(end - start);
    const made = document.createElement("mark");
    words.replaceWith(made);
    made.append(words);
    return made;
  };
  // From the last to the first, because what is split off lies behind what is still to come.
  const marks = [...places].reverse().map((pieces, at) => {
    const made = [...pieces].reverse().map(enclosed);
    ranges.at(-1 - at).setStartBefore(made.at(-1));
    ranges.at(-1 - at).setEndAfter(made[0]);
    return made;
  });
  return () => {
    for (const made of marks.flat()) {
      const parent = made.parentNode;
      made.replaceWith(...made.childNodes);
      parent.normalize();
    }
  };
};

const button = (text, press) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
};

if (ranges.length) {
  const unmark = mark();
  const bar = document.createElement("p");
  bar.className = "found no-print";
  bar.setAttribute("role", "status");
  let next = 0;
  const walk = button("到下一处", () => {
    const range = ranges[next++ % ranges.length];
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    range.startContainer.parentElement.scrollIntoView({ block: "center" });
  });
  const end = button("去掉标记", () => {
    unmark();
    bar.remove();
    history.replaceState(history.state, "", location.pathname + location.search);
    main.focus({ preventScroll: true });
  });
  bar.append(`标出了 ${ranges.length} 处${terms.length > 3 ? "检索的词" : `“${terms.join("”“")}”`} `, walk, " ", end);
  main.prepend(bar);
}
