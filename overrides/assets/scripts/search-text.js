// What text is when it is searched: the same as hooks/portal/search/normalise.py, case by case.

const UNSEEN = /[\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]/;
const BLANK = /[\0-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ud800-\udfff]/u;
const CLUSTER = /[^][\p{M}\u1160-\u11ff]*/gu;
const JOINED = /[\p{M}\u1160-\u11ff]/u;
const became = new Map();
const clusters = new Map();
const NONE = new Map();

function fold(character) {
  let folded = became.get(character);
  if (folded === undefined) {
    if (UNSEEN.test(character)) folded = "";
    else if (BLANK.test(character)) folded = "\0";
    else folded = [...character.toUpperCase()].map((one) => one.toLowerCase()).join("");
    became.set(character, folded);
  }
  return folded;
}

// The text as it is searched; `simplified` maps traditional characters, where that is known to be needed.
export function normalise(text, simplified = NONE) {
  let out = "";
  for (const character of text.normalize("NFKC")) out += fold(character);
  if (!simplified.size) return out;
  return Array.from(out, (one) => simplified.get(one) ?? one).join("");
}

// The same for one cluster of a text, which mostly is a character that was seen before.
function folded(cluster, simplified) {
  let here = clusters.get(cluster);
  if (here === undefined) {
    here = normalise(cluster);
    if (clusters.size < 20_000) clusters.set(cluster, here);
  }
  if (!simplified.size) return here;
  return here.length === 1 ? simplified.get(here) ?? here : Array.from(here, (one) => simplified.get(one) ?? one).join("");
}

// The terms of a query, each once.
export function termsOf(query, simplified = NONE) {
  return [...new Set(normalise(query, simplified).split("\0").filter(Boolean))];
}

// Where terms stand in a text: [start, end] in the order of the text, overlapping ones made one.
export function ranges(text, terms, simplified = NONE) {
  let all = "";
  const from = [];
  const to = [];
  if (!terms.length) return [];
  const add = (cluster, index) => {
    const here = folded(cluster, simplified);
    for (let at = 0; at < here.length; at++) {
      from.push(index);
      to.push(index + cluster.length);
    }
    all += here;
  };
  if (JOINED.test(text)) for (const { 0: cluster, index } of text.matchAll(CLUSTER)) add(cluster, index);
  else {
    let index = 0;
    for (const character of text) {
      add(character, index);
      index += character.length;
    }
  }
  const found = [];
  for (const term of terms) {
    for (let at = all.indexOf(term); at >= 0; at = all.indexOf(term, at + 1)) {
      found.push([from[at], to[at + term.length - 1]]);
    }
  }
  found.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const merged = [];
  for (const [start, end] of found) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

// A text in pieces, each with whether it is a hit.
export function hits(text, terms, simplified = NONE) {
  return pieces(text, ranges(text, terms, simplified), 0, text.length);
}

// The text from `start` to `end` in pieces.
export function pieces(text, found, start, end) {
  const parts = [];
  let done = start;
  const add = (stop, hit) => {
    if (stop > done) parts.push({ text: text.slice(done, stop), hit });
    done = Math.max(done, stop);
  };
  for (const [from, to] of found) {
    add(Math.min(from, end), false);
    add(Math.min(to, end), true);
  }
  add(end, false);
  return parts;
}
