// The archive's search: what the address says is searched, and each step of the reader is an address.

const FACETS = ["column", "unit", "year", "honour", "phase", "category"];
const SIZE = 10;
const SHOWN = 8;
const UNSEEN = /^[\p{Cc}\p{Cf}\p{Z}\ufe00-\ufe0f]*$/u;
const TOGETHER = 200; // milliseconds that results wait for the counts of the filters

const { root } = document.body.dataset;
const part = (name) => document.getElementById(`search-${name}`);
const words = part("archive");
const results = part("results");
const browse = document.getElementById("archive-browse");
const ownTitle = document.title;

const make = (tag, attributes, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  element.append(...inside);
  return element;
};

// Addresses.

const read = () => {
  const said = new URLSearchParams(location.search);
  const values = (name) => [...new Set(said.getAll(name))].filter(Boolean);
  const chosen = FACETS.map((name) => [name, values(name)]).filter(([, values]) => values.length);
  const query = said.get("q") || "";
  return {
    query: UNSEEN.test(query) ? "" : query.trim(),
    filters: Object.fromEntries(chosen),
    sort: said.get("sort") === "date" ? "date" : "relevance",
    page: Math.max(1, Math.trunc(said.get("page")) || 1),
  };
};

const address = ({ query, filters, sort, page }) => {
  const said = new URLSearchParams();
  if (query) said.set("q", query);
  for (const name of FACETS) for (const value of filters[name] || []) said.append(name, value);
  if (sort === "date") said.set("sort", sort);
  if (page > 1) said.set("page", page);
  return location.pathname + (`${said}` && `?${said}`);
};

const filtered = ({ filters }) => Object.keys(filters).length > 0;

// Steps: each makes a state of another.

const filteredBy = (name, value, wanted) => (state) => {
  const { [name]: values = [], ...others } = state.filters;
  const left = values.filter((other) => other !== value);
  if (wanted) left.push(value);
  return { ...state, page: 1, filters: left.length ? { ...others, [name]: left } : others };
};
const unfiltered = (state) => ({ ...state, filters: {}, page: 1 });
const sortedBy = (sort) => (state) => ({ ...state, sort, page: 1 });
const onPage = (page) => (state) => ({ ...state, page });

// What is drawn; `data-step` marks a link whose step is made on this page, and finds it again afterwards.

// A link may be followed before the answer to the last step has redrawn it, so it keeps its step and not only where it led.
const steps = new WeakMap();
const step = (name, state, change, attributes, ...inside) => {
  const link = make("a", { href: address(change(state)), "data-step": name, ...attributes }, ...inside);
  steps.set(link, change);
  return link;
};
const current = (is) => ({ "aria-current": is ? "true" : undefined });
const marked = (pieces) => pieces.map(({ text, hit }) => (hit ? make("mark", {}, text) : text));
const cut = (items, most, end) => (items.length > most ? [...items.slice(0, most), end] : items);
const quoted = (terms) => cut(terms.map((term) => `“${cut([...term], 20, "…").join("")}”`), 5, "等").join("");

const result = (item, terms) => {
  const place = root + item.url.split("/").map(encodeURIComponent).join("/");
  const spelt = item.traditional && `&t=${encodeURIComponent(item.traditional)}`;
  const fragment = terms.length ? `#q=${encodeURIComponent(terms.join(" "))}${spelt}` : "";
  const facts = [item.unitName, item.columnName].filter(Boolean).map((fact) => make("span", {}, fact));
  if (item.sample) facts.unshift(make("span", { class: "badge badge--sample" }, "示例"));
  if (item.date) facts.push(make("time", { datetime: item.date }, item.date));
  const text = make("div", { class: "search-results__text" }, make("h3", {}, make("a", { href: place + fragment }, ...marked(item.title))));
  if (item.excerpt.length) text.append(make("p", { class: "search-results__excerpt" }, ...marked(item.excerpt)));
  text.append(make("p", { class: "meta-line" }, ...facts));
  const found = make("li", { class: "search-results__item" }, text);
  if (item.thumb) {
    const { src, width, height } = item.thumb;
    found.append(make("img", { src: root + src, width, height, alt: "", loading: "lazy", decoding: "async" }));
  }
  return found;
};

// Long lists begin with what holds most; the others have an order of their own.
const facet = ({ name, label, values }, state) => {
  const sorted = values.length > SHOWN ? [...values].sort((one, other) => other.count - one.count) : values;
  const items = sorted.map(({ value, label: text, count }) => {
    const chosen = state.filters[name]?.includes(value);
    const link = step(`${name} ${value}`, state, filteredBy(name, value, !chosen), current(chosen));
    link.append(make("span", {}, text), " ", make("span", { class: "number" }, count));
    return make("li", {}, link);
  });
  const open = part("facets").querySelector(`details[data-facet="${name}"]`)?.open;
  const group = make("section", {}, make("h3", {}, label), make("ul", { role: "list" }, ...items.slice(0, SHOWN)));
  if (items.length > SHOWN) {
    const rest = make("ul", { role: "list" }, ...items.slice(SHOWN));
    const more = make("details", { "data-facet": name }, make("summary", {}, `其余 ${items.length - SHOWN} 项`), rest);
    more.open = open || rest.querySelector("[aria-current]");
    group.append(more);
  }
  return group;
};

// A facet that cannot narrow the list is left out.
const narrows = ({ name, values }, total, state) =>
  state.filters[name] || values.some(({ count }) => count < total);

const chips = (state, facets) => {
  const nameOf = (facet, value) =>
    facets.find(({ name }) => name === facet)?.values.find((other) => other.value === value)?.label || value;
  const made = Object.entries(state.filters).flatMap(([name, values]) => values.map((value) => {
    const spoken = make("span", { class: "visually-hidden" }, "，去掉这个条件");
    return step("chosen", state, filteredBy(name, value, false), { class: "button" }, nameOf(name, value), spoken, make("span", { "aria-hidden": "true" }, "×"));
  }));
  if (made.length > 1) made.push(step("chosen", state, unfiltered, {}, "清除全部条件"));
  return made.map((chip) => make("li", {}, chip));
};

const pager = ({ page, pages }, state) => {
  if (pages < 2) return [];
  const to = (number, text, attributes = {}) => make("li", {}, step("page", state, onPage(number), { class: "button", ...attributes }, ...text));
  const hidden = (text) => make("span", { class: "visually-hidden" }, text);
  const near = Array.from({ length: pages }, (_, at) => at + 1).filter((at) => at === 1 || at === pages || Math.abs(at - page) < 3);
  const items = near.flatMap((at, place) => [
    ...(at - (near[place - 1] || 0) > 1 ? [make("li", {}, "…")] : []),
    to(at, [hidden("第 "), at, hidden(" 页")], at === page ? { class: "button button--primary", "aria-current": "page" } : {}),
  ]);
  if (page > 1) items.unshift(to(page - 1, ["上一页"], { rel: "prev" }));
  if (page < pages) items.push(to(page + 1, ["下一页"], { rel: "next" }));
  return [make("ul", { class: "pager__list" }, ...items)];
};

const notice = ({ total, relaxed, terms, used }, state) => {
  if (!total && filtered(state)) return ["在已选的条件下没有找到稿件。", step("chosen", state, unfiltered, {}, "去掉条件再找")];
  if (!total) return [`没有找到含有${quoted(terms)}的稿件。可以少写几个字，或者换一种说法。`];
  if (relaxed === "fewer") return [`没有同时含有${quoted(terms)}的稿件，下面是含有其中一部分的：${quoted(used)}。`];
  return relaxed ? [`没有含有${quoted(terms)}的稿件，下面是文字相近的。`] : [];
};

// `facets` is null where they could not be loaded, and undefined until they are.
const filters = (state, { total }, facets) => {
  if (!facets) return [make("p", { class: "count" }, facets === null ? "没有取到筛选要用的文件。" : "正在统计……")];
  return facets.filter((each) => narrows(each, total, state)).map((each) => facet(each, state));
};

const draw = (state, found, facets) => {
  const { total, page, pages } = found;
  fill({
    count: [`${state.query ? "找到" : "共"} ${total} 篇`, ...(pages > 1 ? [make("span", { class: "count" }, ` 第 ${page} 页，共 ${pages} 页`)] : [])],
    sort: state.query && total > 1 ? [["relevance", "按相关度"], ["date", "按日期"]].map(([sort, text]) =>
      step(`sort ${sort}`, state, sortedBy(sort), current(state.sort === sort), text)) : [],
    chosen: chips(state, facets ?? []),
    notice: notice(found, state),
    facets: filters(state, found, facets),
    list: found.results.map((item) => result(item, found.used)),
    pager: pager(found, state),
  });
  browse.hidden = total > 0;
};

const FAILURES = {
  network: "没有取到检索要用的文件，可能是网络断了。",
  version: "网站刚刚更新过，请重新打开这一页。",
};

const fail = (error) => {
  const why = FAILURES[error.kind] || "读不出检索要用的文件。浏览器太旧时会这样，请换一个试试。";
  const again = make("button", { class: "button", type: "button" }, "重新打开");
  again.addEventListener("click", () => location.reload());
  fill({ count: ["暂时不能检索"], notice: [`${why}也可以从下面按时间、栏目、单位查找。`, again] });
  browse.hidden = false;
  if (error.kind !== "network") console.error(error);
};

const put = (name, inside = []) => {
  part(name).replaceChildren(...inside);
  part(name).hidden = !inside.length;
};

const putFilters = (inside) => {
  put("facets", inside);
  part("side").hidden = part("facets").hidden;
};

const fill = (parts) => {
  for (const name of ["count", "sort", "chosen", "notice", "list", "pager"]) put(name, parts[name]);
  putFilters(parts.facets);
  results.hidden = false;
  say([part("count"), part("notice")].filter((said) => !said.hidden).map((said) => said.textContent).join("。"));
};

const rest = () => {
  results.hidden = true;
  browse.hidden = false;
  say("");
};

// What was found before stays in view, paler, until there is an answer.
const wait = () => {
  if (results.hidden) fill({});
  results.classList.add("is-waiting");
  part("count").hidden = false;
  part("count").replaceChildren("正在检索……");
  say("正在检索……");
};

const say = (text) => (part("status").textContent = text);

// Searching.

let opened;
const index = () => {
  opened ??= import("./search-engine.js")
    .catch(() => Promise.reject({ kind: "network" }))
    .then(({ open }) => open(new URL(`${root}search/`, document.baseURI)));
  opened.catch(() => (opened = null));
  return opened;
};

let turn = 0;
let shown;
let pause;
const show = async (after) => {
  const mine = ++turn;
  const state = read();
  shown = location.search;
  clearTimeout(pause);
  if (words.value.trim() !== state.query) words.value = state.query;
  document.title = [state.query, ownTitle].filter(Boolean).join(" - ");
  const patience = setTimeout(wait, 300);
  browse.hidden = true;
  const finish = await answer(state).then(settled);
  clearTimeout(patience);
  if (mine !== turn) return;
  results.classList.remove("is-waiting");
  redraw(finish);
  after?.();
};

// A link that is drawn anew while the mouse is pressed on it would never be clicked.
let release = () => {};
let released;
const settled = (answer) => Promise.resolve(released).then(() => answer);
addEventListener("pointerdown", ({ button, target }) => {
  if (button || !results.contains(target)) return;
  released = new Promise((up) => (release = up));
  setTimeout(release, 3000); // should the end of it never be told
});
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(release));

// What is drawn anew in place of an element: the same filter or order, the same list's end.
const heir = ({ dataset: { step: name }, parentElement: parent }) => {
  if (name && !/^(page|chosen)$/.test(name)) return results.querySelector(`[data-step="${CSS.escape(name)}"]`);
  return parent?.dataset.facet && results.querySelector(`[data-facet="${parent.dataset.facet}"] > summary`);
};

const redraw = (drawing) => {
  const held = document.activeElement;
  const inside = results.contains(held);
  drawing();
  if (inside && !held.isConnected) (heir(held) || part("count")).focus({ preventScroll: true });
};

// What is to be shown for a state, once it is known; the filters of a large archive may come after the results.
const answer = async (state) => {
  if (!state.query && !filtered(state)) return rest;
  const mine = turn;
  try {
    const found = await (await index()).search({ ...state, size: SIZE });
    const counted = found.facets().catch(() => null);
    const facets = await Promise.race([counted, new Promise((later) => setTimeout(later, TOGETHER))]);
    return () => {
      draw(state, found, facets);
      if (facets === undefined) counted.then(settled).then((late) => mine === turn && putFilters(filters(state, found, late)));
    };
  } catch (error) {
    return () => fail(error);
  }
};

// The reader's steps. What is typed is one step, however often it is searched on the way.

const scrollBack = (state) => scrollTo({ top: state?.y || 0, behavior: "instant" });
const keepPlace = () => history.replaceState({ y: scrollY }, "");
const isHere = (to) => new URL(to, location).href === location.href;

const go = (to, after) => {
  if (!isHere(to)) {
    keepPlace();
    history.pushState({}, "", to);
  }
  return show(after);
};

const search = (typing) => {
  const to = address({ ...asked(), page: 1 });
  if (history.state?.typing) history.replaceState({ typing }, "", to);
  else if (!isHere(to)) {
    keepPlace();
    history.pushState({ typing }, "", to);
  }
  return show();
};

// The state with the words that stand in the box; of what other words find, the first page.
const asked = () => {
  const state = read();
  const query = words.value.trim();
  return query === state.query ? state : { ...state, query, page: 1 };
};

addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-step]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  link.focus({ preventScroll: true }); // not every browser does
  const paging = link.dataset.step === "page";
  const state = asked();
  const to = paging && state.query !== read().query ? state : steps.get(link)(state);
  const top = () => document.activeElement === part("count") && results.scrollIntoView({ behavior: "instant" });
  go(address(to), paging ? top : undefined);
});

const typed = (event) => {
  clearTimeout(pause);
  if (!event.isComposing) pause = setTimeout(search, 250, true);
};
words.addEventListener("compositionstart", () => clearTimeout(pause));
words.addEventListener("compositionend", typed);
words.addEventListener("input", typed);
words.addEventListener("focus", () => index().catch(() => {}));
words.form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (matchMedia("(pointer: coarse)").matches) words.blur();
  search(false);
});

addEventListener("popstate", ({ state }) => {
  if (location.search !== shown) show(() => scrollBack(state));
});
addEventListener("pagehide", keepPlace);
show(() => history.state?.y && scrollBack(history.state));
