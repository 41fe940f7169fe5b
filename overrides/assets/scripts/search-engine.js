// Reads the index that hooks/portal/search writes; its format is written down there.

import { normalise, pieces, ranges, termsOf } from "./search-text.js";

const VERSION = 1;
const WINDOW = 8; // characters that are counted as one occurrence
const LONGEST = 32; // characters of a key at most
const SHARED = 20; // texts that are read to be sure, before the rest of a long term is looked up
const CLOSEST = 20; // results that are put in order by how close the terms stand
const BIGRAMS = 6; // looked up at most for what is similar
const KEPT = 400; // files kept in memory
const EXCERPT = 110; // characters
const BEFORE = 30; // characters before the match
const PRESENT = 0x80;
const DOUBTED = 0x40; // the text has to be read to be sure
const TITLE = 4;
const OFTEN = 3;
const MIDDLE = 200; // from this byte on, a rank has two bytes
const RARE = 255; // and here three
const PAIR = 224; // from this byte on, a character of a text has two bytes
const COMMON = "\n ，。、；：？！“”‘’（）《》〔〕…—·～％ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const HONOUR = "honour";
const FACETS = ["column", "unit", "year", HONOUR, "phase", "category"];

class SearchError extends Error {
  constructor(kind, message, gone = false) {
    super(message);
    this.kind = kind;
    this.gone = gone;
  }
}

// The index whose pointer lies in this folder (the site's search/, ending in /).
export async function open(folder, get = (url, options) => fetch(url, options)) {
  const search = new Search(new URL(folder, globalThis.location?.href), get);
  await search.reopen();
  return search;
}

async function load(get, url, options) {
  let response;
  try {
    response = await get(url, options);
  } catch (error) {
    throw new SearchError("network", String(error));
  }
  if (!response.ok) throw new SearchError("network", `${response.status} ${url}`, response.status === 404);
  try {
    return await response.arrayBuffer();
  } catch (error) {
    throw new SearchError("network", String(error));
  }
}

async function inflate(data) {
  try {
    const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return await new Response(stream).arrayBuffer();
  } catch (error) {
    throw new SearchError("data", String(error));
  }
}

function parse(data) {
  try {
    return JSON.parse(new TextDecoder().decode(data));
  } catch (error) {
    throw new SearchError("data", String(error));
  }
}

// Files by name, each loaded once while it is remembered.
class Shelf {
  constructor(folder, get) {
    this.folder = folder;
    this.get = get;
    this.held = new Map();
  }

  file(name, read) {
    let found = this.held.get(name);
    this.held.delete(name);
    if (!found) {
      const url = new URL(`${name}.bin`, this.folder);
      found = load(this.get, url).then(inflate).then(read);
      found.catch(() => this.held.delete(name));
    }
    this.held.set(name, found);
    if (this.held.size > KEPT) this.held.delete(this.held.keys().next().value);
    return found;
  }

  json(name) {
    return this.file(name, parse);
  }

  bytes(name) {
    return this.file(name, (data) => new Uint8Array(data));
  }
}

function compare(one, other) {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at++) if (one[at] !== other[at]) return one[at] - other[at];
  return one.length - other.length;
}

function startsWith(key, word) {
  return key.length >= word.length && word.every((rank, at) => key[at] === rank);
}

// The place of the last key that does not come after the word; the first, if all do.
function lastUpTo(keys, word) {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(keys[middle], word) <= 0) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function counted(often) {
  return often < 2 ? 0 : often < 4 ? 1 : often < 8 ? 2 : 3;
}

// The planes of a block, as blocks.py lays them down.
function planes(data) {
  const [leaves, first, second, third, many, postings] = new Uint32Array(data.slice(0, 24));
  let at = 24;
  const take = (size) => new Uint8Array(data, (at += size) - size, size);
  return {
    leaves,
    shared: take(leaves),
    added: take(leaves),
    several: take((leaves + 7) >> 3),
    first: take(first),
    second: take(second),
    third: new Uint16Array(take(2 * third).slice().buffer),
    counts: take(leaves),
    many: new Uint32Array(take(4 * many).slice().buffer),
    low: take(postings),
    middle: take(postings),
    high: take(postings),
    titles: take((postings + 7) >> 3),
  };
}

// One of the two indices of a site: the large one, or the small one of what has changed since.
class Part {
  constructor(shelf, root, offset) {
    this.shelf = shelf;
    this.root = root;
    this.offset = offset;
    this.ranks = new Map();
    [...root.alphabet].forEach((character, at) => character !== "\0" && this.ranks.set(character, at + 1));
    this.firsts = root.firsts.map((key) => this.key(key));
    this.letters = ["\0", ...COMMON, ...root.alphabet];
  }

  key(text) {
    return Array.from(text, (character) => (character === "\0" ? 0 : this.ranks.get(character)));
  }

  knows(character) {
    return this.ranks.has(character);
  }

  name(plain, versions = this.root.versions) {
    return versions[plain] ? `${plain}-${versions[plain]}` : plain;
  }

  record(number) {
    return this.shelf.file(`d${number >> 8}/${number & 255}`, (data) => {
      const bytes = new Uint8Array(data);
      const end = bytes.indexOf(0);
      const [title, ...parts] = this.texts(bytes.subarray(end + 1));
      return { ...parse(bytes.subarray(0, end)), title, parts };
    });
  }

  // Texts as letters.py writes them.
  texts(bytes) {
    const found = [];
    let text = "";
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (!byte) {
        found.push(text);
        text = "";
      } else if (byte < PAIR) text += this.letters[byte];
      else if (byte < RARE) text += this.letters[PAIR + ((byte - PAIR) << 8) + bytes[++at]];
      else text += String.fromCodePoint((bytes[++at] << 16) | (bytes[++at] << 8) | bytes[++at]);
    }
    return found;
  }

  directory(number) {
    return this.shelf.file(this.name(`r${number}`), (data) => {
      const said = parse(data);
      return {
        versions: said.versions,
        firsts: said.firsts.map((key) => this.key(key)),
        lists: new Map(said.lists.map((word, at) => [word, said.from + at])),
      };
    });
  }

  // Writes into `levels`, from this part's place on, what is known of each document and the term.
  async find(term, levels) {
    const word = this.key(term);
    if (!this.root.blocks || word.includes(undefined)) return;
    const head = word.slice(0, LONGEST);
    const place = lastUpTo(this.firsts, head);
    const directory = await this.directory(place);
    const list = directory.lists.get(term);
    if (list !== undefined) {
      this.spread(await this.shelf.bytes(this.name(`l${list}`, directory.versions)), levels);
    } else {
      await this.scan(head, word.length > LONGEST, await this.blocks(place, directory, head), levels);
    }
    for (const number of this.root.struck) levels[this.offset + number] = 0;
  }

  // A list has a byte for each document, or is shorter: for each that is in it three of its number, and one.
  spread(list, levels) {
    if (list.length === this.root.documents) return levels.set(list, this.offset);
    const size = list.length / 4;
    let document = this.offset;
    for (let at = 0; at < size; at++) {
      document += list[at] | (list[size + at] << 8) | (list[2 * size + at] << 16);
      levels[document] = list[3 * size + at];
    }
  }

  // The blocks that may hold keys that begin with the word.
  async blocks(place, directory, word) {
    const names = [];
    let at = lastUpTo(directory.firsts, word);
    for (;;) {
      names.push(this.name(`b${place * this.root.span + at}`, directory.versions));
      at++;
      if (at === directory.firsts.length) {
        place++;
        at = 0;
        if (place === this.firsts.length || !startsWith(this.firsts[place], word)) break;
        directory = await this.directory(place);
      }
      if (!startsWith(directory.firsts[at], word)) break;
    }
    return Promise.all(names.map((name) => this.shelf.file(name, planes)));
  }

  // What the leaves say of the word; a leaf has what stands from its key up to the next one.
  scan(word, cut, blocks, levels) {
    const often = new Map();
    const seen = new Map();
    const key = new Uint16Array(LONGEST);
    const before = new Uint16Array(WINDOW);
    let window = 0;
    let last = null; // the leaf before, if it may hold the word
    const add = (block, from, to, common, doubted) => {
      let document = 0;
      for (let at = from; at < to; at++) {
        document += block.low[at] | (block.middle[at] << 8) | (block.high[at] << 16);
        const title = (block.titles[at >> 3] >> (at & 7)) & 1 ? TITLE : 0;
        if (common < WINDOW || seen.get(document) !== window) {
          seen.set(document, window);
          often.set(document, (often.get(document) ?? 0) + 1);
        }
        levels[this.offset + document] |= PRESENT | doubted | title;
      }
    };
    for (const block of blocks) {
      let [match, used, second, third, many, done] = [0, 0, 0, 0, 0, 0];
      for (let leaf = 0; leaf < block.leaves; leaf++) {
        const shared = block.shared[leaf];
        const length = shared + block.added[leaf];
        for (let at = shared; at < length; at++) {
          const byte = block.first[used++];
          if (byte < MIDDLE) key[at] = byte;
          else if (byte < RARE) key[at] = MIDDLE + ((byte - MIDDLE) << 8) + block.second[second++];
          else key[at] = block.third[third++];
        }
        const end = done + (block.counts[leaf] === RARE ? block.many[many++] : block.counts[leaf]);
        const common = length - ((block.several[leaf >> 3] >> (leaf & 7)) & 1);
        if (shared <= match) {
          match = shared;
          while (match < length && match < word.length && key[match] === word[match]) match++;
        }
        const inside = match === word.length;
        if (inside || match === length || key[match] < word[match]) last = null;
        else if (last) {
          if (match <= last[3]) add(...last);
          last = null;
        }
        if (inside || match === length) {
          const same = common >= WINDOW && before.every((rank, at) => rank === key[at]);
          if (!same) {
            window++;
            before.set(key.subarray(0, WINDOW));
          }
          add(block, done, end, common, common < word.length || cut ? DOUBTED : 0);
        } else if (match === common && key[match] < word[match]) {
          last = [block, done, end, common, DOUBTED];
        }
        done = end;
      }
    }
    if (last) add(...last);
    for (const [document, times] of often) levels[this.offset + document] |= counted(times);
  }

  piece(number) {
    return this.shelf.bytes(this.name(`c${number}`));
  }
}

// The index that the site has now.
class Search {
  constructor(folder, get) {
    this.folder = folder;
    this.get = get;
  }

  // Says whether there is another one than before.
  async reopen() {
    const pointer = parse(await load(this.get, new URL("index.json", this.folder), { cache: "no-cache" }));
    if (pointer.version !== VERSION) throw new SearchError("version", `version ${pointer.version}`);
    const said = pointer.parts.join();
    if (said === this.said) return false;
    const home = new URL(`v${VERSION}/`, this.folder);
    const roots = await Promise.all(
      pointer.parts.map(async (path) => {
        const at = path.lastIndexOf("/") + 1;
        const shelf = new Shelf(new URL(path.slice(0, at), home), this.get);
        return [shelf, await shelf.json(path.slice(at))];
      }),
    );
    this.index = new Index(roots, new Shelf(home, this.get));
    this.said = said;
    return true;
  }

  // Results come first; `facets()` of the answer gives the counts, for which more has to be loaded.
  async search(request) {
    const answer = (index) => index.answer(request);
    const { index: asked, facets, ...found } = await this.lasting(answer);
    const counts = async (index) => (index === asked ? facets() : (await answer(index)).facets());
    return { ...found, facets: () => this.lasting(counts, asked) };
  }

  // Asks again where the site has been published anew meanwhile: nothing that was begun mixes two indices.
  async lasting(ask, index = this.index) {
    try {
      return await ask(index);
    } catch (error) {
      if (!error.gone || !((await this.reopen()) || this.index !== index)) throw error;
      return ask(this.index);
    }
  }
}

class Index {
  constructor(roots, common) {
    this.parts = [];
    this.size = 0;
    for (const [shelf, root] of roots) {
      this.parts.push(new Part(shelf, root, this.size));
      this.size += root.documents;
    }
    this.common = common;
    this.root = roots.at(-1)[1];
    this.order = this.ordered();
    this.found = new Map();
    this.simplified = new Map();
    this.prepareFacets();
  }

  // All documents, the newest first: those of the small index where they belong among the others.
  ordered() {
    const [base, delta] = this.parts;
    const struck = new Set(base.root.struck);
    const order = [];
    let next = 0;
    const before = delta?.root.before ?? [];
    for (let number = 0; number <= base.root.documents; number++) {
      while (next < before.length && before[next] === number) order.push(delta.offset + next++);
      if (number < base.root.documents && !struck.has(number)) order.push(number);
    }
    return Int32Array.from(order);
  }

  part(document) {
    const part = this.parts[document < this.parts[0].root.documents ? 0 : 1];
    return [part, document - part.offset];
  }

  record(document) {
    const [part, number] = this.part(document);
    return part.record(number);
  }

  async answer(request) {
    const { query = "", filters = {}, sort = "relevance", page: wanted = 1, size = 10 } = request;
    const terms = await this.terms(query);
    let used = terms;
    let relaxed = "";
    let matches = await this.all(terms);
    if (terms.length && !matches.some(Boolean)) [matches, used, relaxed] = await this.relax(terms);
    const found = this.order.filter((document) => matches[document]);
    const { inside, left } = await this.sift(found, filters);
    const sorted = sort === "date" ? inside : ranked(inside, matches);
    const pages = Math.max(1, Math.ceil(sorted.length / size));
    const page = Math.min(Math.max(1, Math.floor(wanted) || 1), pages);
    const from = (page - 1) * size;
    if (sort !== "date" && used.length > 1 && relaxed !== "similar" && from < CLOSEST) {
      await this.closestFirst(sorted, matches, used);
    }
    const shown = [...sorted.slice(from, from + size)];
    const results = await Promise.all(shown.map(async (one) => this.result(await this.record(one), used)));
    const facets = () => this.facets(found, left, filters);
    return { index: this, total: sorted.length, page, pages, terms, relaxed, used, results, facets };
  }

  // The query's terms; the table of traditional characters is loaded when the index lacks one.
  async terms(query) {
    const known = (character) => this.parts.some((part) => part.knows(character));
    const terms = termsOf(query);
    if (!this.simplified.size && ![...terms.join("")].every(known)) {
      const said = await this.common.json(this.root.map);
      this.simplified = new Map(Object.entries(said));
    }
    return termsOf(query, this.simplified);
  }

  // What is known of each document and a term: 0 where the term is not in it.
  async levels(term) {
    let found = this.found.get(term);
    if (!found) {
      found = new Uint8Array(this.size);
      await Promise.all(this.parts.map((part) => part.find(term, found)));
      const letters = [...term];
      if (letters.length > LONGEST && found.filter(Boolean).length > SHARED) {
        const rest = await this.levels(letters.slice(-LONGEST).join(""));
        rest.forEach((level, at) => level || (found[at] = 0));
      }
      this.found.set(term, found);
      if (this.found.size > 24) this.found.delete(this.found.keys().next().value);
    }
    return found;
  }

  // The documents that hold all terms, by number: 0, or 1 and how well each matches.
  async all(terms) {
    let matches = new Uint16Array(this.size);
    for (const document of this.order) matches[document] = 1;
    for (let at = 0; at < terms.length; at += 3) {
      const batch = terms.slice(at, at + 3);
      matches = await this.narrow(matches, batch, await Promise.all(batch.map((term) => this.levels(term))));
      if (!matches.some(Boolean)) break;
    }
    return matches;
  }

  async narrow(matches, terms, found) {
    const left = (document) => matches[document] && found.every((levels) => levels[document]);
    const doubted = (document) => found.some((levels) => levels[document] & DOUBTED);
    const unsure = this.order.filter((document) => doubted(document) && left(document));
    await Promise.all(
      Array.from(unsure, async (document) => {
        const { title, body } = read(await this.record(document));
        terms.forEach((term, at) => {
          if (!(found[at][document] & DOUBTED)) return;
          const times = stretches([title, ...body], term);
          found[at][document] = times && PRESENT | (title.includes(term) ? TITLE : 0) | counted(times);
        });
      }),
    );
    const next = new Uint16Array(this.size);
    for (const document of this.order) {
      if (!left(document)) continue;
      let score = matches[document];
      for (const levels of found) score += (levels[document] & TITLE ? 256 : 0) + (levels[document] & OFTEN);
      next[document] = score;
    }
    return next;
  }

  // The nearest that does match: fewer of the terms, or else texts that share most pairs of characters.
  async relax(terms) {
    let used = [];
    let matches = null;
    for (const term of terms.slice(0, 12)) {
      const more = await this.all([...used, term]);
      if (more.some(Boolean)) [used, matches] = [[...used, term], more];
    }
    if (used.length) return [matches, used, "fewer"];
    const pairs = [...new Set(terms.flatMap((term) => pairsOf([...term])))];
    const spread = Math.max(1, pairs.length / BIGRAMS);
    const chosen = Array.from({ length: Math.min(BIGRAMS, pairs.length) }, (_, at) => pairs[Math.floor(at * spread)]);
    const found = await Promise.all(chosen.map((pair) => this.all([pair])));
    const shared = new Uint16Array(this.size);
    for (const document of this.order) {
      const times = found.filter((levels) => levels[document]).length;
      if (times && times * 2 >= chosen.length) shared[document] = times;
    }
    used = chosen.filter((_, at) => found[at].some(Boolean));
    return shared.some(Boolean) ? [shared, used, "similar"] : [shared, [], ""];
  }

  // Of each facet a column with the value of every document, -1 where it has none; honours are bits, 0 for none.
  prepareFacets() {
    this.values = FACETS.map((name) => new Map((this.root.facets[name] ?? []).map(([value], at) => [value, at])));
    this.columns = FACETS.map((name) => new Int32Array(this.size).fill(name === HONOUR ? 0 : -1));
    this.filled = new Map();
    const year = FACETS.indexOf("year");
    for (const { root, offset } of this.parts) {
      root.years.forEach(([value, from], at) => {
        const to = root.years[at + 1]?.[1] ?? root.documents;
        this.columns[year].fill(this.values[year].get(value) ?? -1, offset + from, offset + to);
      });
    }
  }

  // Of these documents those that pass all filters; and those that all filters but the one on a facet leave.
  async sift(found, filters) {
    if (!FACETS.some((name) => filters[name]?.length)) return { inside: found, left: () => found };
    await this.fill(found);
    const failed = new Uint8Array(found.length);
    const missed = new Uint8Array(found.length);
    FACETS.forEach((name, at) => {
      if (!filters[name]?.length) return;
      const wanted = new Set(filters[name].map((value) => this.values[at].get(value) ?? -2));
      found.forEach((document, place) => {
        if (this.valuesOf(document, at).some((value) => wanted.has(value))) return;
        failed[place]++;
        missed[place] = at;
      });
    });
    return {
      inside: found.filter((_, place) => !failed[place]),
      left: (at) => found.filter((_, place) => !failed[place] || (failed[place] === 1 && missed[place] === at)),
    };
  }

  // Of each facet its values with their counts: of what the filters on the others leave.
  async facets(found, left, filters) {
    await this.fill(found);
    return FACETS.map((name, at) => {
      const counts = this.count(at, left(at));
      const values = this.root.facets[name].map(([value, label], place) => ({ value, label, count: counts[place] }));
      return {
        name,
        label: this.root.labels[name],
        values: values.filter(({ value, count }) => count || filters[name]?.includes(value)),
      };
    });
  }

  count(facet, documents) {
    const counts = new Uint32Array(this.values[facet].size);
    const column = this.columns[facet];
    for (const document of documents) {
      const found = column[document];
      if (FACETS[facet] === HONOUR) for (const value of bits(found)) counts[value]++;
      else if (found >= 0) counts[found]++;
    }
    return counts;
  }

  valuesOf(document, facet) {
    const found = this.columns[facet][document];
    return FACETS[facet] === HONOUR ? bits(found) : [found];
  }

  // Loads the pieces of the columns that these documents are in.
  async fill(documents) {
    const needed = new Map();
    for (const document of documents) {
      const [part, number] = this.part(document);
      const piece = Math.floor(number / part.root.piece);
      needed.set(part.offset + piece * part.root.piece, [part, piece]);
    }
    await Promise.all([...needed].map(([start, [part, piece]]) => this.fillPiece(start, part, piece)));
  }

  fillPiece(start, part, piece) {
    if (!this.filled.has(start)) {
      const filled = part.piece(piece).then((data) => this.write(start, part, data));
      filled.catch(() => this.filled.delete(start));
      this.filled.set(start, filled);
    }
    return this.filled.get(start);
  }

  // A piece has a plane for each facet that has values, and another for the high bytes of the codes if there are many.
  write(start, part, data) {
    const facets = Object.entries(part.root.codes).map(([name, values]) => [name, values, codeSize(name, values)]);
    const length = data.length / facets.reduce((sum, [, , size]) => sum + size, 0);
    let plane = 0;
    for (const [name, values, size] of facets) {
      const facet = FACETS.indexOf(name);
      const column = this.columns[facet];
      const codes = values.map((value) => this.values[facet].get(value) ?? -1);
      for (let at = 0; size && at < length; at++) {
        const code = data[plane + at] | (size > 1 ? data[plane + length + at] << 8 : 0);
        if (name !== HONOUR) column[start + at] = code ? codes[code - 1] : -1;
        else codes.forEach((value, bit) => value >= 0 && (code >> bit) & 1 && (column[start + at] |= 1 << value));
      }
      plane += size * length;
    }
  }

  // Puts the first results of equal standing in the order of how close their terms stand.
  async closestFirst(sorted, matches, terms) {
    const first = [...sorted.slice(0, CLOSEST)];
    const spans = new Map(
      await Promise.all(first.map(async (document) => [document, closeness(await this.record(document), terms)])),
    );
    const place = new Map(first.map((document, at) => [document, at]));
    const byAll = (one, other) =>
      matches[other] - matches[one] ||
      Math.min(spans.get(one), 1e9) - Math.min(spans.get(other), 1e9) ||
      place.get(one) - place.get(other);
    first.sort(byAll).forEach((document, at) => (sorted[at] = document));
  }

  result(record, terms) {
    const simplified = new Map(Object.entries(record.map));
    const label = (facet, value) => this.root.facets[facet].find(([code]) => code === value)?.[1] ?? "";
    const unit = record.facets.unit?.[0] ?? "";
    const column = record.facets.column?.[0] ?? "";
    const [src, width, height] = record.thumb ?? [];
    return {
      url: record.url,
      title: pieces(record.title, ranges(record.title, terms, simplified), 0, record.title.length),
      excerpt: excerpt(record, terms, simplified),
      unit,
      unitName: label("unit", unit),
      column,
      columnName: label("column", column),
      kind: record.kind,
      date: record.date,
      thumb: src ? { src, width, height } : null,
      sample: record.sample,
      traditional: [...simplified].filter(([, plain]) => terms.some((term) => term.includes(plain))).flat().join(""),
    };
  }
}

function codeSize(name, values) {
  return values.length ? 1 + (values.length > (name === HONOUR ? 8 : 255)) : 0;
}

const NO_BITS = [];

function bits(number) {
  if (!number) return NO_BITS;
  return Array.from({ length: 32 - Math.clz32(number) }, (_, at) => at).filter((at) => (number >> at) & 1);
}

function pairsOf(letters) {
  if (letters.length === 1) return letters;
  return letters.slice(1).map((letter, at) => letters[at] + letter);
}

// The best matches first: terms in the title, then how often they occur; the newest first among equals.
function ranked(documents, matches) {
  const places = new Uint32Array(65_536); // of each score how many there are, then where the next one goes
  for (const document of documents) places[matches[document]]++;
  let above = 0;
  for (let score = places.length - 1; score >= 0; score--) {
    const here = places[score];
    places[score] = above;
    above += here;
  }
  const sorted = new Int32Array(documents.length);
  for (const document of documents) sorted[places[matches[document]]++] = document;
  return sorted;
}

// A record's texts as they are searched.
function read(record) {
  if (!record.read) {
    const simplified = new Map(Object.entries(record.map));
    const title = normalise(record.title, simplified);
    record.read = { title, body: record.parts.map((part) => normalise(part, simplified)) };
  }
  return record.read;
}

// How many different stretches of eight characters, cut at stops, begin with the term.
function stretches(texts, term) {
  const found = new Set();
  for (const text of texts) {
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
      const stretch = [...text.slice(at, at + 2 * WINDOW)].slice(0, WINDOW).join("");
      found.add(stretch.split("\0", 1)[0]);
    }
  }
  return found.size;
}

// The length of the shortest stretch of one text that holds all terms.
function closeness(record, terms) {
  const { title, body } = read(record);
  return Math.min(...[title, ...body].map((text) => stretch(text, terms)[1]));
}

// Where the shortest such stretch begins, and its length; infinite if there is none.
function stretch(text, terms) {
  const found = [];
  terms.forEach((term, which) => {
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) found.push([at, which]);
  });
  found.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const last = terms.map(() => -1);
  let best = [0, Infinity];
  for (const [at, which] of found) {
    last[which] = at;
    const start = Math.min(...last);
    if (start < 0) continue;
    const end = Math.max(...last.map((from, term) => from + terms[term].length));
    if (end - start < best[1]) best = [start, end - start];
  }
  return best;
}

// The words around the match: of the body if it holds as many of the terms as any other text.
function excerpt(record, terms, simplified) {
  const summary = record.parts[0];
  const body = record.parts.at(-1);
  const texts = [body, ...record.parts.slice(0, -1)];
  const normal = read(record).body;
  const folded = [normal.at(-1), ...normal.slice(0, -1)];
  const held = folded.map((text) => terms.filter((term) => text.includes(term)).length);
  const most = Math.max(...held);
  const text = most ? texts[held.indexOf(most)] : summary || body;
  const found = most ? ranges(text, terms, simplified) : [];
  let start = found.length ? Math.max(0, found[0][0] - BEFORE) : 0;
  if (found.length > 1 && most > 1) start = Math.max(0, densest(found) - BEFORE);
  if (start > 0) start = Math.max(start, text.lastIndexOf("\n", start + BEFORE) + 1);
  let end = Math.min(text.length, start + EXCERPT);
  if (/[\ud800-\udbff]/.test(text[end - 1])) end--;
  if (/[\udc00-\udfff]/.test(text[start] ?? "")) start++;
  const parts = pieces(text, found.filter(([from, to]) => to > start && from < end).map(([from, to]) => [Math.max(from, start), to]), start, end);
  if (start > 0) parts.unshift({ text: "…", hit: false });
  if (end < text.length) parts.push({ text: "…", hit: false });
  return parts;
}

// The start of the hit that has the most hits within an excerpt's length.
function densest(found) {
  let best = found[0][0];
  let most = 0;
  for (const [start] of found) {
    const near = found.filter(([from, to]) => from >= start && to <= start + EXCERPT - BEFORE).length;
    if (near > most) [best, most] = [start, near];
  }
  return best;
}
