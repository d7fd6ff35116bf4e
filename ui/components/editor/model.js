// The track as a person sees it: the document that the server has confirmed, and the edits that it has not yet, on top.
//
// Whatever an edit or an answer touches is taken back and put on again, and nothing else is looked at, so that an edit
// costs the same in a track of five cues and of five thousand.

import { changeOf, compare, placeIn, sameCue, touched } from "./local.js";
import { Refused } from "./text.js";
import { inverse, stackOf } from "./undo.js";

const HISTORY = 500; // as many changes as the server sends; of older ones it alone knows
const WAITING = new Set(["undo", "redo", "restore"]); // what these change the server alone knows for sure
const MANY = 100; // from here on sorting all cues is quicker than putting in one after the other

/** A name for this window, never used before. */
export function newClient() {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return `w${Array.from(bytes, (byte) => byte.toString(36).padStart(2, "0")).join("")}`;
}

/**
 * Events, all `CustomEvent`: "change" {keys: Set or null for all, order: whether cues came, went or moved},
 * "findings" {keys: Set or null}, "current" {key, before}, "selection", "status", "editors", "conflicts", "track",
 * "notice" {text}: a sentence for the person, and "edit" {entry}: an edit to be kept and sent.
 */
export class Model extends EventTarget {
  cues = []; // in the order in which they are shown
  byKey = new Map();
  findings = new Map();
  conflicts = [];
  pending = []; // entries {client, seq, base, do, change}, oldest first
  editors = [];
  history = []; // changes the server has confirmed, oldest first
  selection = new Set();
  current = null;
  status = { unsaved: 0, savedAt: null, online: true, kept: true, trouble: "" };
  #findingsByCue = new Map();
  #place = 0; // where the current cue was last seen
  #anchor = null; // where a range of selected cues begins
  #longest = 0;
  #seq = 0;
  #conflict = 0;
  #whole = true; // the history reaches back to the first edit

  constructor(document, { client = newClient() } = {}) {
    super();
    this.client = client;
    this.load(document);
  }

  // --- the document -----------------------------------------------------------------------------------------------

  /** Take a document from the server in place of the one there is; edits that it has not confirmed stay on top. */
  load(document) {
    this.document = document;
    for (const name of ["epoch", "edit", "rules", "media", "person", "story", "others", "shots", "speech", "peaks"]) {
      this[name] = document[name] ?? null;
    }
    this.checked = document.checked ?? 0; // the findings as of here are known
    this.uncertainBelow = document.uncertain_below ?? null;
    this.history = document.history ?? [];
    this.#whole = this.history.length < HISTORY;
    this.cues = [...document.cues].sort(compare);
    this.byKey = new Map(this.cues.map((cue) => [cue.key, cue]));
    this.#longest = this.cues.reduce((most, cue) => Math.max(most, cue.end - cue.start), 0);
    this.track = document.track;
    this.moves = document.actions ?? {};
    this.editors = document.editors ?? [];
    for (const entry of this.pending) this.#apply(entry);
    this.#setFindings({ all: document.findings ?? [] });
    this.#settleCurrent();
    this.#tell("change", { keys: null, order: true });
    this.#tell("findings", { keys: null });
    this.#tell("editors");
    this.#tell("track");
    this.#count();
  }

  /** The length of the video in milliseconds, null when it is not known. */
  get duration() {
    return this.media?.duration_ms ?? null;
  }

  /** The name of who edits here. */
  get name() {
    return typeof this.person === "string" ? this.person : (this.person?.name ?? "");
  }

  /** Where a cue stands, counted from 0; -1 when there is none. */
  place(key) {
    const cue = this.byKey.get(key);
    return cue ? placeIn(this.cues, cue) : -1;
  }

  /** The cue so many places further on; null past the ends. */
  beside(key, by) {
    const place = this.place(key);
    return place < 0 ? null : (this.cues[place + by] ?? null);
  }

  /** All cues that stand at a moment, in order. */
  allAt(ms) {
    const found = [];
    for (let place = this.#after(ms) - 1; place >= 0 && this.cues[place].start > ms - this.#longest; place -= 1) {
      if (this.cues[place].end > ms) found.unshift(this.cues[place]);
    }
    return found;
  }

  /** The cue that stands at a moment, the latest of several; null when there is none. */
  at(ms) {
    return this.allAt(ms).at(-1) ?? null;
  }

  /** Where the first cue stands that starts after a moment. */
  #after(ms) {
    let [low, high] = [0, this.cues.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.cues[middle].start <= ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The place of the last cue that starts at a moment or before; -1 when none does. */
  lastBefore(ms) {
    return this.#after(ms) - 1;
  }

  /** Who speaks in this track, most often first. */
  voices() {
    const times = new Map();
    for (const { voice } of this.cues) if (voice) times.set(voice, (times.get(voice) ?? 0) + 1);
    return [...times].sort((one, other) => other[1] - one[1]).map(([voice]) => voice);
  }

  // --- what a person looks at -------------------------------------------------------------------------------------

  /** Make a cue the one that is worked on; null for none. */
  setCurrent(key) {
    if (key !== null && !this.byKey.has(key)) return;
    if (key !== null) this.#place = this.place(key);
    if (key === this.current) return;
    const before = this.current;
    this.current = key;
    this.#tell("current", { key, before });
  }

  /** Choose cues: "set" these alone, "add" them, "toggle" them, or the "range" up to the last of them. */
  select(keys, { mode = "set" } = {}) {
    const known = keys.filter((key) => this.byKey.has(key));
    if (mode === "range" && known.length) {
      const places = [this.place(this.#anchor), this.place(this.current), this.place(known.at(-1))];
      const to = places[2];
      const from = places.find((place) => place >= 0);
      this.selection = new Set(this.cues.slice(Math.min(from, to), Math.max(from, to) + 1).map((cue) => cue.key));
      this.#tell("selection");
      return;
    }
    if (mode === "set") this.selection = new Set(known);
    for (const key of known) {
      if (mode === "toggle" && this.selection.has(key)) this.selection.delete(key);
      else this.selection.add(key);
    }
    this.#anchor = known.at(-1) ?? null;
    this.#tell("selection");
  }

  /** The keys of the chosen cues in order; the current one where none is chosen. */
  selected() {
    if (!this.selection.size) return this.current ? [this.current] : [];
    return [...this.selection].map((key) => this.byKey.get(key)).sort(compare).map((cue) => cue.key);
  }

  #settleCurrent() {
    const gone = [...this.selection].filter((key) => !this.byKey.has(key));
    if (gone.length) {
      for (const key of gone) this.selection.delete(key);
      this.#tell("selection");
    }
    if (this.current === null) return;
    if (this.byKey.has(this.current)) this.#place = this.place(this.current);
    else this.setCurrent(this.cues[Math.min(this.#place, this.cues.length - 1)]?.key ?? null);
  }

  // --- edits ------------------------------------------------------------------------------------------------------

  /** The key that the next split or insert gets; within "several" the `index`th command. */
  newKey(index = null) {
    const key = `${this.client}.${this.#seq + 1}`;
    return index === null ? key : `${key}.${index}`;
  }

  /**
   * Do a command: it is shown at once and told as "edit", to be sent. A split or insert need not name its new cue.
   * Returns the change {before, after}. Throws `Refused`, with nothing done, when it cannot be done; null when it
   * would change nothing. `seen` has the edits of cues as the person had them before them, where that was not now.
   */
  do(command, { seen = {} } = {}) {
    const named = this.#named(command);
    const change = this.#changeOf(named);
    if (!WAITING.has(named.kind) && !change.before.length && !change.after.length) return null;
    const base = Object.fromEntries(touched(named).map((key) => [key, seen[key] ?? this.byKey.get(key)?.edit ?? 0]));
    const entry = { client: this.client, seq: (this.#seq += 1), base, do: named, by: this.name, kind: named.kind, change };
    this.pending.push(entry);
    this.#show(change);
    this.#count();
    this.#tell("edit", { entry });
    return change;
  }

  /** Take back the person's last edit. False when there is none. */
  undo() {
    if (!this.canUndo) return false;
    this.do({ kind: "undo" });
    return true;
  }

  /** Do again what the last undo took back. False when there is nothing. */
  redo() {
    if (!this.canRedo) return false;
    this.do({ kind: "redo" });
    return true;
  }

  get canUndo() {
    return this.#stack().undo !== null;
  }

  get canRedo() {
    return this.#stack().redo !== null;
  }

  #stack(until = this.pending.length) {
    const mine = this.pending.slice(0, until).map((entry) => ({ ...entry.change, by: this.name, kind: entry.kind }));
    return stackOf([...this.history, ...mine], this.name, { whole: this.#whole });
  }

  /** The command with names for the cues it makes: those of this window, whatever they were called before. */
  #named(command) {
    const makes = (one) => one.kind === "split" || one.kind === "insert";
    if (makes(command)) return { ...command, new_key: this.newKey() };
    if (command.kind !== "several") return command;
    const names = new Map();
    const commands = command.commands.flatMap((one) => (one.kind === "several" ? one.commands : [one])).map((one, index) => {
      const renamed = renamedIn(one, names);
      if (!makes(one)) return renamed;
      const name = this.newKey(index);
      if (one.new_key) names.set(one.new_key, name);
      return { ...renamed, new_key: name };
    });
    return { ...command, commands };
  }

  #changeOf(command, until) {
    if (command.kind === "restore") return { before: [], after: [] };
    if (command.kind !== "undo" && command.kind !== "redo") return changeOf(command, this);
    const found = this.#stack(until)[command.kind];
    if (!found) return { before: [], after: [] };
    const change = command.kind === "undo" ? inverse(found) : found;
    // The server refuses an undo of cues that somebody else has changed since; until it has, nothing is shown.
    const there = change.before.every((cue) => this.byKey.has(cue.key) && sameCue(cue, this.byKey.get(cue.key)));
    return there ? change : { before: [], after: [] };
  }

  #apply(entry) {
    try {
      entry.change = this.#changeOf(entry.do, this.pending.indexOf(entry));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      entry.change = { before: [], after: [] }; // the server says why
    }
    this.#put(entry.change);
  }

  /** Put a change on and tell it. */
  #show(change) {
    const keys = new Set([...change.before, ...change.after].map((cue) => cue.key));
    const seen = this.#seen(keys);
    this.#put(change);
    this.#told(seen);
  }

  #seen(keys) {
    return new Map([...keys].map((key) => [key, this.byKey.get(key)]));
  }

  /** Tell what is different from what was seen. */
  #told(seen) {
    const keys = new Set();
    let order = false;
    for (const [key, old] of seen) {
      const cue = this.byKey.get(key);
      if (!old && !cue) continue;
      if (!old || !cue || old.start !== cue.start) order = true;
      if (!old || !cue || !sameCue(old, cue) || old.cps !== cue.cps) keys.add(key);
    }
    if (!keys.size) return;
    if (order) this.#settleCurrent();
    this.#tell("change", { keys, order });
  }

  /** Take the cues of `before` out and put those of `after` in. */
  #put({ before, after }) {
    const gone = new Set([...before, ...after].map((cue) => cue.key).filter((key) => this.byKey.has(key)));
    if (gone.size + after.length > MANY) {
      this.cues = [...this.cues.filter((cue) => !gone.has(cue.key)), ...after].sort(compare);
    } else {
      for (const key of gone) this.cues.splice(this.place(key), 1);
      for (const cue of after) this.cues.splice(placeIn(this.cues, cue), 0, cue);
    }
    for (const key of gone) this.byKey.delete(key);
    for (const cue of after) {
      this.byKey.set(cue.key, cue);
      this.#longest = Math.max(this.#longest, cue.end - cue.start);
    }
  }

  // --- what the server answers ------------------------------------------------------------------------------------

  /** An edit that another window left behind: it is shown, and sent under its own number. */
  take(entry) {
    const seen = this.#seen(touched(entry.do));
    const kept = { ...entry, by: this.name, kind: entry.do.kind, change: { before: [], after: [] } };
    this.pending.push(kept);
    this.#apply(kept);
    for (const cue of kept.change.after) if (!seen.has(cue.key)) seen.set(cue.key, undefined);
    this.#told(seen);
    this.#count();
    return kept;
  }

  /** Take in the server's answer to edits or to the question what is new. */
  adopt(answer) {
    const settled = new Set();
    for (const { client, seq } of [...(answer.acks ?? []), ...(answer.refused ?? [])]) settled.add(`${client}.${seq}`);
    const news = (answer.changes ?? []).filter((change) => change.edit > this.edit);
    for (const change of news) settled.add(`${change.client}.${change.seq}`);
    const old = this.pending;
    if (news.length || settled.size) this.#rebase(news, settled);
    this.edit = Math.max(this.edit, answer.edit ?? 0);
    this.epoch = answer.epoch ?? this.epoch;
    for (const refused of answer.refused ?? []) {
      const entry = old.find((one) => one.client === refused.client && one.seq === refused.seq);
      this.#refuse(refused, entry);
    }
    this.checked = answer.checked ?? this.checked;
    if (answer.findings) this.#tell("findings", { keys: this.#setFindings(answer.findings) });
    if (answer.editors) this.#set("editors", answer.editors, "editors");
    if (answer.track) this.#set("track", { ...this.track, ...answer.track }, "track");
    if (answer.actions) this.#set("moves", answer.actions, "track");
    if (settled.size) this.#count(Date.now());
  }

  #rebase(news, settled) {
    const confirmed = news.flatMap((change) => [...change.before, ...change.after]);
    const mine = this.pending.flatMap(({ change }) => [...change.before, ...change.after]);
    const seen = this.#seen(new Set([...confirmed, ...mine].map((cue) => cue.key)));
    for (const entry of this.pending.toReversed()) this.#put(inverse(entry.change));
    for (const change of news) this.#put(change);
    this.history.push(...news);
    this.pending = this.pending.filter((entry) => !settled.has(`${entry.client}.${entry.seq}`));
    for (const entry of this.pending) this.#apply(entry);
    for (const { change } of this.pending) {
      for (const { key } of change.after) if (!seen.has(key)) seen.set(key, undefined);
    }
    this.#told(seen);
  }

  #set(name, value, event) {
    if (JSON.stringify(this[name]) === JSON.stringify(value)) return;
    this[name] = value;
    this.#tell(event);
  }

  /** Unsaved edits are counted anew; `savedAt` is when the server last took some. */
  #count(savedAt = this.status.savedAt) {
    this.setStatus({ unsaved: this.pending.length, savedAt });
  }

  /** What the status line says: {unsaved, savedAt, online, kept, trouble}. */
  setStatus(news) {
    const status = { ...this.status, ...news };
    if (Object.keys(status).every((name) => status[name] === this.status[name])) return;
    this.status = status;
    this.#tell("status");
  }

  /** A sentence for the person. */
  notice(text) {
    this.#tell("notice", { text });
  }

  // --- conflicts --------------------------------------------------------------------------------------------------

  #refuse(refused, entry) {
    const mine = refused.mine ?? entry?.do;
    if (!mine || WAITING.has(mine.kind)) {
      this.notice(refused.why); // nothing that was typed is lost
      this.#tell("settled", { client: refused.client, seq: refused.seq });
      return;
    }
    this.addConflict({ ...refused, mine, yours: entry?.change.after ?? [] });
  }

  /** Two versions of which a person must choose: {id, client, seq, why, by, theirs, mine, yours, gone}. */
  addConflict(refused) {
    const theirs = refused.theirs ?? [];
    const gone = touched(refused.mine).some((key) => !this.byKey.has(key));
    this.conflicts = [...this.conflicts, { ...refused, theirs, gone, id: (this.#conflict += 1) }];
    this.#tell("conflicts");
  }

  /**
   * Settle a conflict: "theirs" lets it be, "mine" does the command again on what stands now. Where the cue is gone,
   * the person's version of it is put in as a new cue. Throws `Refused` when even that cannot be done.
   */
  resolve(conflict, choice) {
    if (choice === "mine") {
      const made = conflict.gone ? this.#putAgain(conflict.yours) : this.do(conflict.mine);
      const names = new Map();
      if (conflict.mine.new_key && made) {
        names.set(conflict.mine.new_key, made.after.find((cue) => cue.key.startsWith(`${this.client}.`))?.key);
      }
      for (const other of this.conflicts) other.mine = renamedIn(other.mine, names);
    }
    this.conflicts = this.conflicts.filter((one) => one.id !== conflict.id);
    for (const other of this.conflicts) other.gone = touched(other.mine).some((key) => !this.byKey.has(key));
    this.#tell("settled", { client: conflict.client, seq: conflict.seq });
    this.#tell("conflicts");
  }

  #putAgain(cues) {
    const inserts = cues
      .filter((cue) => !this.byKey.has(cue.key))
      .map(({ start, end, text, voice }) => ({ kind: "insert", start, end, text, voice }));
    return inserts.length ? this.do({ kind: "several", commands: inserts }) : null;
  }

  // --- findings ---------------------------------------------------------------------------------------------------

  /** What the checks found in a cue. */
  findingsOf(key) {
    return [...(this.#findingsByCue.get(key) ?? [])].map((id) => this.findings.get(id));
  }

  #setFindings({ all, added = [], removed = [] }) {
    if (all) {
      this.findings = new Map();
      this.#findingsByCue = new Map();
    }
    const keys = new Set();
    for (const id of removed) {
      const old = this.findings.get(id);
      if (!old) continue;
      keys.add(old.cue);
      this.findings.delete(id);
      this.#findingsByCue.get(old.cue)?.delete(id);
    }
    for (const finding of all ?? added) {
      const old = this.findings.get(finding.id);
      if (old && old.cue !== finding.cue) this.#findingsByCue.get(old.cue)?.delete(finding.id);
      this.findings.set(finding.id, finding);
      if (!this.#findingsByCue.has(finding.cue)) this.#findingsByCue.set(finding.cue, new Set());
      this.#findingsByCue.get(finding.cue).add(finding.id);
      keys.add(finding.cue);
    }
    return all ? null : keys;
  }

  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** A command in which cues have other names. */
function renamedIn(command, names) {
  if (!names.size) return command;
  const name = (key) => names.get(key) ?? key;
  const keyed = (object) => Object.fromEntries(Object.entries(object).map(([key, value]) => [name(key), value]));
  const renamed = { ...command };
  for (const part of ["texts", "times", "words"]) if (renamed[part]) renamed[part] = keyed(renamed[part]);
  if (renamed.cues) renamed.cues = renamed.cues.map(name);
  if (renamed.cue) renamed.cue = name(renamed.cue);
  if (renamed.commands) renamed.commands = renamed.commands.map((one) => renamedIn(one, names));
  return renamed;
}
