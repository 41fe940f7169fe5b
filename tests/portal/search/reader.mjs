// Answers requests, one JSON line each, from the index in the folder that is named: the reader as Node runs it.

import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";

const [engine, text] = process.argv.slice(2);
const { open } = await import(pathToFileURL(engine));
const { normalise, hits } = await import(pathToFileURL(text));

async function read(url) {
  try {
    const data = await readFile(fileURLToPath(url));
    return { ok: true, status: 200, arrayBuffer: async () => data.buffer.slice(data.byteOffset, data.byteOffset + data.length) };
  } catch {
    return { ok: false, status: 404 };
  }
}

// A file as it is when it is asked for; what a search that was begun asks for first comes when that is to end.
let gate = null;
async function get(url) {
  const here = gate;
  const answer = await read(url);
  here?.reach();
  await here?.opened;
  return answer;
}

const shut = () => {
  const made = {};
  made.reached = new Promise((reach) => (made.reach = reach));
  made.opened = new Promise((open) => (made.open = open));
  return made;
};

const begun = [];
let index = null;
let shown = null;
for await (const line of createInterface({ input: process.stdin })) {
  const { open: folder, search, show, count, fold, mark, begin, end } = JSON.parse(line);
  let answer = null;
  try {
    if (folder) {
      index = null;
      index = await open(pathToFileURL(`${folder}/`), get);
    }
    if (search) {
      answer = await index.search(search);
      answer.facets = await answer.facets();
    }
    if (begin) {
      gate = shut();
      begun.push([gate, index.search(begin)]);
      await gate.reached;
      gate = null;
    }
    if (end) {
      const [held, found] = begun.shift();
      held.open();
      answer = await found;
    }
    if (show) shown = await index.search(show);
    if (count) answer = await shown.facets();
    if (fold) answer = normalise(fold.text, new Map(Object.entries(fold.simplified ?? {})));
    if (mark) answer = hits(mark.text, mark.terms);
  } catch (error) {
    answer = { error: String(error.stack), kind: error.kind };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
