// What a command does to cues, worked out in the browser so that an edit is painted at once. Pure: the rules are those of
// workflow/captions/edits.py, the server's answer stands in their place when it comes.

import { clock } from "./dom.js";
import { followed, later, partOf, retimed, settled, voiced } from "./marks.js";
import { cleanId, cleanName, cleanText, LONGEST_TEXT, pointAt, points, Refused, unitAt, unspaced, width, wordsOf } from "./text.js";
import { keptWithin, movedWords, timeWords } from "./words.js";

const FLICKER_MS = 500; // a gap shorter than this flickers (Netflix: 3 to 11 frames)
const sortables = new Map();

function sortable(key) {
  let found = sortables.get(key);
  if (found === undefined) {
    found = key.split(".").map((part) => (/^\d+$/.test(part) ? part.padStart(12, "0") : part)).join(".");
    sortables.set(key, found);
  }
  return found;
}

/** The order of cues: their starts, then their keys ("r1.9" before "r1.10"). */
export function compare(one, other) {
  if (one.start !== other.start) return one.start - other.start;
  const [a, b] = [sortable(one.key), sortable(other.key)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Where in the ordered cues this one stands, or would stand. */
export function placeIn(cues, cue) {
  let low = 0;
  let high = cues.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(cues[middle], cue) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A cue with its reading speed and the width of its lines, as far as a browser counts them. */
export function measured(cue) {
  const cpl = cue.text.split("\n").map(width);
  const ms = cue.end - cue.start;
  const cps = ms > 0 ? Math.round((10_000 * cpl.reduce((sum, one) => sum + one, 0)) / ms) / 10 : null;
  return { ...cue, cpl, cps };
}

/** The keys of the cues that a command is about; not those that it makes. */
export function touched(command) {
  const { kind, texts, times, ids, words, cues, cue, commands } = command;
  const named = texts ?? times ?? ids ?? words;
  if (named) return Object.keys(named);
  if (kind === "split") return [cue];
  if (kind === "several") {
    const made = new Set(commands.map((one) => one.new_key));
    return [...new Set(commands.flatMap(touched))].filter((key) => !made.has(key));
  }
  return cues ?? [];
}

/**
 * What the command changes: {before, after}, cues in order. `book` has `cues` (in order), `byKey` and `duration` (ms or
 * null). Nothing of it is changed. Throws `Refused` with the sentence why not. Undo, redo and restore are for the model.
 */
export function changeOf(command, book) {
  const sheet = new Sheet(book);
  sheet.do(command);
  return sheet.change();
}

class Sheet {
  #book;
  #now = new Map(); // key -> cue, or null when it is gone

  constructor(book) {
    this.#book = book;
  }

  do(command) {
    const how = DO[command.kind];
    if (!how) throw new Refused("This cannot be done here: reload the page.");
    how(this, command);
  }

  get(key) {
    return this.#now.has(key) ? this.#now.get(key) : this.#book.byKey.get(key);
  }

  cue(key) {
    const cue = this.get(key);
    if (!cue) throw new Refused("The caption is gone: it was deleted, or merged into another.");
    return cue;
  }

  chosen(keys) {
    const cues = [...new Set(keys)].map((key) => this.cue(key)).sort(compare);
    if (!cues.length) throw new Refused("No caption is chosen: choose one or several first.");
    return cues;
  }

  put(cue) {
    this.#now.set(cue.key, cue);
  }

  remove(key) {
    this.#now.set(key, null);
  }

  newKey(key) {
    if (this.#now.has(key) || this.#book.byKey.has(key)) throw new Refused("This caption has been made already: reload the page.");
    return key;
  }

  get named() {
    return Boolean(this.#book.cues[0]?.id);
  }

  /** Whether a cue other than `key` has this id. */
  isIdTaken(id, key) {
    const has = (cue) => cue !== null && cue.id === id && cue.key !== key;
    return this.#book.cues.some((cue) => has(cue) && !this.#now.has(cue.key)) || [...this.#now.values()].some(has);
  }

  /** An id for a new cue where its neighbours have one: its key, which no cue had before and none will have again. */
  newId(key, named) {
    return named && !this.isIdTaken(key, key) ? key : "";
  }

  /** Whether these cues, which are in order, follow each other with none between. */
  follow(cues) {
    const row = this.#now.size ? this.row() : this.#book.cues;
    const first = placeIn(row, cues[0]);
    return cues.every((cue, place) => row[first + place]?.key === cue.key);
  }

  row() {
    const kept = this.#book.cues.filter((cue) => !this.#now.has(cue.key));
    return [...kept, ...[...this.#now.values()].filter(Boolean)].sort(compare);
  }

  checkTimes(start, end, oldEnd = 0) {
    if (start < 0) throw new Refused("A caption cannot start before the video: the first moment is 0:00.0.");
    if (end <= start) throw new Refused("A caption must end after its start: choose a later end or an earlier start.");
    const { duration } = this.#book;
    if (duration !== null && duration !== undefined && end > Math.max(duration, oldEnd)) {
      throw new Refused(`A caption cannot end after the video: the last moment is ${clock(duration)}.`);
    }
  }

  change() {
    const before = [];
    const after = [];
    for (const [key, cue] of this.#now) {
      const old = this.#book.byKey.get(key);
      if (old && cue && sameCue(old, cue)) continue;
      if (old) before.push(old);
      if (cue) after.push(measured(cue));
    }
    return { before: before.sort(compare), after: after.sort(compare) };
  }
}

/** Whether two cues say and show the same, whichever edit they are of. */
export function sameCue(one, other) {
  if (one === other) return true;
  return FIELDS.every((name) => one[name] === other[name] || JSON.stringify(one[name]) === JSON.stringify(other[name]));
}

const FIELDS = ["key", "id", "start", "end", "text", "voice", "settings", "marks", "words"];

const DO = {
  "set-texts"(sheet, { texts }) {
    for (const [key, typed] of Object.entries(texts)) {
      const old = sheet.cue(key);
      const text = cleanText(typed);
      if (text === old.text) continue;
      const cue = settled({ ...old, text, marks: followed(old.marks, old.text, text) });
      sheet.put({ ...cue, words: timeWords(text, old.start, old.end, old.words) });
    }
  },
  "set-voice"(sheet, { cues, voice, was = null }) {
    const name = cleanName(voice);
    const before = was === null ? null : cleanName(was);
    for (const old of sheet.chosen(cues)) sheet.put(voiced(old, name, before));
  },
  "set-times"(sheet, { times }) {
    for (const [key, [start, end]] of Object.entries(times)) {
      const old = sheet.cue(key);
      sheet.checkTimes(start, end, old.end);
      if (end - start === old.end - old.start) sheet.put(moved(old, start - old.start));
      else sheet.put(retimedCue(old, start, end, (ms) => ms));
    }
  },
  "set-settings"(sheet, { cues, settings }) {
    for (const old of sheet.chosen(cues)) sheet.put({ ...old, settings });
  },
  "set-ids"(sheet, { ids }) {
    for (const [key, name] of Object.entries(ids)) {
      const [old, id] = [sheet.cue(key), cleanId(name)];
      if (id && sheet.isIdTaken(id, key)) throw new Refused(`Another caption has the id “${id}”: choose one that none has.`);
      sheet.put({ ...old, id });
    }
  },
  split(sheet, { cue, caret, new_key, at_ms = null }) {
    const old = sheet.cue(cue);
    const key = sheet.newKey(new_key);
    const id = sheet.newId(key, Boolean(old.id));
    for (const part of parted(old, caret, key, id, at_ms)) sheet.put(part);
  },
  merge(sheet, command) {
    const cues = sheet.chosen(command.cues);
    if (cues.length < 2) throw new Refused("One caption cannot be merged: choose two or more that follow each other.");
    if (!sheet.follow(cues)) throw new Refused("Only captions that follow each other can be merged: choose those between them too.");
    for (const cue of cues.slice(1)) sheet.remove(cue.key);
    sheet.put(joined(cues));
  },
  insert(sheet, { new_key, start, end, text = "", voice = "" }) {
    sheet.checkTimes(start, end);
    const key = sheet.newKey(new_key);
    const kept = cleanText(text);
    const words = timeWords(kept, start, end, []);
    sheet.put({ key, id: sheet.newId(key, sheet.named), start, end, text: kept, voice: cleanName(voice), settings: {}, marks: [], words, edit: 0 });
  },
  delete(sheet, { cues }) {
    for (const cue of sheet.chosen(cues)) sheet.remove(cue.key);
  },
  shift(sheet, { cues, by_ms }) {
    const chosen = sheet.chosen(cues);
    if (chosen[0].start + by_ms < 0) {
      throw new Refused(`The first of the captions starts at ${clock(chosen[0].start)}: none can start before the video.`);
    }
    for (const old of chosen) {
      sheet.checkTimes(old.start + by_ms, old.end + by_ms, old.end);
      sheet.put(moved(old, by_ms));
    }
  },
  stretch(sheet, { cues, start, end }) {
    const chosen = sheet.chosen(cues);
    const first = chosen[0].start;
    const last = Math.max(...chosen.map((cue) => cue.end));
    sheet.checkTimes(start, end, last);
    const length = Math.max(1, last - first);
    const to = (ms) => start + Math.floor((2 * (ms - first) * (end - start) + length) / (2 * length));
    for (const old of chosen) {
      if (to(old.end) <= to(old.start)) throw new Refused("So many captions do not fit into so short a time: choose a later end.");
      sheet.put(retimedCue(old, to(old.start), to(old.end), to));
    }
  },
  "confirm-words"(sheet, { words }) {
    for (const [key, places] of Object.entries(words)) {
      const old = withAllWords(sheet.cue(key));
      if (!places.every((place) => old.words[place])) throw new Refused("The caption has other words by now: look at it again.");
      sheet.put({ ...old, words: old.words.map((one, place) => (places.includes(place) ? one.with(3, null) : one)) });
    }
  },
  several(sheet, { commands }) {
    for (const command of commands) sheet.do(command);
  },
};

function moved(cue, by) {
  const [start, end] = [cue.start + by, cue.end + by];
  const marks = retimed(cue.marks, start, end, (ms) => ms + by);
  return { ...cue, start, end, marks, words: movedWords(cue.words, (ms) => ms + by) };
}

function retimedCue(cue, start, end, to) {
  const words = keptWithin(movedWords(cue.words, to), start, end);
  return { ...cue, start, end, marks: retimed(cue.marks, start, end, to), words };
}

/** The cue before and from the word boundary nearest to the caret. */
function parted(old, caret, key, id, at) {
  const words = wordsOf(old.text);
  const cue = withAllWords(old);
  const place = boundary(words, unitAt(cue.text, caret));
  const [end, start] = at === null ? moments(cue, place) : [at, at];
  if (!(cue.start < end && end <= start && start < cue.end)) {
    throw new Refused(at === null ? "The caption is too short to be parted." : `${clock(start)} is not inside the caption: choose a moment while it stands.`);
  }
  const first = part(cue, words, 0, place, [cue.start, end]);
  const second = part(cue, words, place, words.length, [start, cue.end]);
  return [first, { ...second, key, id }];
}

/** The cue with a word for each of its text, where it came without. */
function withAllWords(cue) {
  if (cue.words.length === wordsOf(cue.text).length) return cue;
  return { ...cue, words: timeWords(cue.text, cue.start, cue.end, cue.words) };
}

function boundary(words, caret) {
  if (words.length < 2 || !(words[0].start < caret && caret < words.at(-1).end)) {
    throw new Refused("There is nothing to part here: put the caret between two words of the caption.");
  }
  let nearest = 1;
  let least = Infinity;
  for (let place = 1; place < words.length; place += 1) {
    const away = Math.max(words[place - 1].end - caret, caret - words[place].start, 0);
    if (away < least) [nearest, least] = [place, away];
  }
  return nearest;
}

/** When the first part ends and the second begins, each part of a millisecond at least. */
function moments(cue, place) {
  const [earliest, latest] = [cue.start + 1, cue.end - 1];
  const start = Math.min(Math.max(cue.words[place][1], earliest), latest);
  const end = Math.min(Math.max(cue.words[place - 1][2], earliest), start);
  return [start - end < FLICKER_MS ? start : end, start];
}

function part(cue, words, from, to, [start, end]) {
  const [first, last] = [from ? words[from].start : 0, words[to - 1].end];
  const text = cue.text.slice(first, last);
  const kept = partOf(cue.marks, pointAt(cue.text, first), pointAt(cue.text, last));
  const known = cue.words.slice(from, to);
  return settled({ ...cue, start, end, text, marks: retimed(kept, start, end, (ms) => ms), words: timeWords(text, start, end, known) });
}

/** The first of the cues with what all of them say; where another begins to speak a new line begins. */
function joined(cues) {
  const told = cues.some((cue) => cue.text) ? cues.filter((cue) => cue.text) : cues.slice(0, 1);
  const turns = [];
  for (const cue of told) {
    if (turns.length && turns.at(-1)[0].voice === cue.voice) turns.at(-1).push(cue);
    else turns.push([cue]);
  }
  let whole = { text: "", marks: [] };
  for (const turn of turns) {
    let said = { text: "", marks: [] };
    for (const cue of turn) {
      const close = unspaced(lastOf(said.text)) && unspaced(firstOf(cue.text));
      said = after(said, close ? "" : " ", cue);
    }
    const { voice } = turn[0];
    const over = { start: 0, end: points(said.text), tag: "v", classes: [], value: voice };
    whole = after(whole, "\n", { text: said.text, marks: turns.length > 1 && voice ? [over, ...said.marks] : said.marks });
  }
  const length = points(whole.text);
  if (length > LONGEST_TEXT) throw new Refused(`Together the captions have ${length} characters: ${LONGEST_TEXT} are the most.`);
  const start = Math.min(...cues.map((cue) => cue.start));
  const end = Math.max(...cues.map((cue) => cue.end));
  const voice = turns.length === 1 ? turns[0][0].voice : "";
  const marks = retimed(whole.marks, start, end, (ms) => ms);
  const words = timeWords(whole.text, start, end, cues.flatMap((cue) => cue.words));
  return settled({ ...cues[0], start, end, text: whole.text, voice, marks, words });
}

function after(said, between, more) {
  const before = said.text ? said.text + between : said.text;
  return { text: before + more.text, marks: [...said.marks, ...later(more.marks, points(before))] };
}

const firstOf = (text) => [...text][0] ?? "";
const lastOf = (text) => [...text].at(-1) ?? "";
