// What a person can do, once: keys, buttons and menus all come here.

import { registryOf } from "./bindings.js";
import { clock, count, shortClock, timeOfDay } from "./dom.js";
import { pointAt, Refused, wordsOf } from "./text.js";

const RATES = [0.5, 0.6, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];
const NEW_CUE_MS = 2000; // Subtitle Edit's length for a new caption
const LEAST_ROOM_MS = 200; // nothing can be read in less
const LEAD_MS = 400; // how long before a word the video starts to play

/**
 * `player` is a Player. Set by `attach`: `list` is a CueList (`edit(key, caret)`, `isEditing()`, `caret()` as a place in
 * the string that is typed, `commit()`, `editVoice(key)`, `showWord(key, place)`, `focus()`, `follow`), `window` the
 * Editor.
 */
export class Actions {
  list = null;
  timeline = null;
  outbox = null;
  api = null;
  window = null;

  constructor(model, player, settings) {
    this.model = model;
    this.player = player;
    this.settings = settings;
    this.registry = registryOf(this);
    this.#ids = new Map(this.registry.map((action) => [action.id, action]));
  }

  #ids;

  /** Join {list, timeline, outbox, api, window}; `window` shows panels and dialogs: show(name), help(), settings(), retime(). */
  attach(parts) {
    Object.assign(this, parts);
  }

  byId(id) {
    return this.#ids.get(id) ?? null;
  }

  /** Do an action; what it cannot do is said in one sentence. */
  run(id) {
    const action = this.byId(id);
    const why = action.why();
    if (why) this.model.notice(why);
    else this.try(() => action.run());
  }

  /** Do something that the model may refuse. Returns what it gives, null when it was refused. */
  try(act) {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.model.notice(error.message);
      return null;
    }
  }

  /** Do a command of the model; null when it was refused or would change nothing. `options` are those of `Model.do`. */
  do(command, options) {
    return this.try(() => this.model.do(command, options));
  }

  get cue() {
    return this.model.byKey.get(this.model.current) ?? null;
  }

  // --- playing ----------------------------------------------------------------------------------------------------

  playPause() {
    this.player.toggle();
  }

  skip(ms) {
    this.player.seek(Math.max(0, this.player.ms + ms));
  }

  frame(frames) {
    this.player.step(frames);
  }

  replay(key = this.model.current) {
    if (key !== null) this.player.replay(key);
  }

  /** Repeat the current cue until it is asked for again. */
  loop() {
    this.looping = this.looping ? null : this.model.current;
    this.player.loop(this.looping);
    this.model.notice(this.looping ? "This caption repeats." : "Nothing repeats any more.");
  }

  /** One step slower (-1) or faster (1); 0 for normal speed. */
  speed(step) {
    const { rate } = this.player;
    const nearest = RATES.reduce((best, one, place) => (Math.abs(one - rate) < Math.abs(RATES[best] - rate) ? place : best), 0);
    this.player.rate = step ? RATES[Math.min(Math.max(nearest + step, 0), RATES.length - 1)] : 1;
    this.model.notice(`Speed ${this.player.rate}×`);
  }

  // --- moving about -----------------------------------------------------------------------------------------------

  /** Make a cue the current one and bring the video to it; in the text of a caption, go on typing there. */
  go(key, { ms = null, caret = 0, typing = this.isTyping() } = {}) {
    this.commit();
    const cue = this.model.byKey.get(key);
    if (!cue) return;
    this.model.select([key]);
    this.model.setCurrent(key);
    if (ms !== false) this.player.seek(ms ?? cue.start);
    if (typing) this.list.edit(key, caret);
  }

  nextCue() {
    this.#step(1);
  }

  prevCue() {
    this.#step(-1);
  }

  #step(by) {
    const { model } = this;
    const typing = this.isTyping();
    this.commit();
    if (model.current === null) return this.toPlayhead();
    const cue = model.beside(model.current, by);
    if (!cue) return model.notice(by > 0 ? "This is the last caption." : "This is the first caption.");
    return this.go(cue.key, { typing });
  }

  toPlayhead() {
    const { model, player } = this;
    const cue = model.at(player.ms) ?? model.cues[Math.max(0, model.lastBefore(player.ms))];
    if (cue) this.go(cue.key, { ms: false });
  }

  toggleFollow() {
    this.settings.set("follow", !this.settings.get("follow"));
    this.model.notice(this.settings.get("follow") ? "The list follows the video." : "The list stays where it is.");
  }

  find() {
    this.window?.show("find", { focus: true });
  }

  focusOn(part) {
    this.commit();
    if (part === "list") this.list?.focus();
    else this.window?.focusOn(part);
  }

  // --- text -------------------------------------------------------------------------------------------------------

  isTyping() {
    return Boolean(this.list?.isEditing());
  }

  /** Take over what is being typed into the text of a caption. */
  commit() {
    this.list?.commit();
  }

  /** Whether a field has typing of its own to undo: any but the text of a caption that is as it was. */
  typedIn(field) {
    if (!this.window?.isCaption(field)) return true;
    return field.value !== (this.cue?.text ?? "");
  }

  editText(key = this.model.current, caret = 0) {
    this.list?.edit(key, caret);
  }

  /** Where a command meant for the caret is to be: in characters of the text, as the server counts. */
  #caret() {
    const { cue } = this;
    if (this.isTyping()) {
      const caret = this.list.caret();
      this.commit();
      return pointAt(this.cue.text, caret);
    }
    const words = wordsOf(cue.text);
    const spoken = cue.words.findIndex((word) => word[1] > this.player.ms - LEAD_MS / 4);
    return spoken > 0 && words[spoken] ? pointAt(cue.text, words[spoken].start) : 0;
  }

  splitAtCaret() {
    const typing = this.isTyping();
    const caret = this.#caret();
    if (!caret && !typing) throw new Refused("Put the caret between two words, or bring the video to a word inside the caption, then split.");
    const change = this.model.do({ kind: "split", cue: this.model.current, caret });
    const made = change?.after.at(-1);
    if (made) this.#goOn(made.key, 0, typing);
  }

  /** The chosen cues become one; with one chosen, it and the next. */
  mergeNext() {
    const { model } = this;
    const typing = this.isTyping();
    this.commit();
    const chosen = model.selected();
    const next = model.beside(model.current, 1);
    if (chosen.length < 2 && !next) throw new Refused("This is the last caption: there is none to merge it with.");
    const cues = chosen.length > 1 ? chosen : [model.current, next.key];
    const joint = model.byKey.get(cues[0]).text.length;
    if (model.do({ kind: "merge", cues })) this.#goOn(cues[0], joint, typing);
  }

  /** Split at the caret and give the second part to the next cue, as one edit. */
  wordsToNext() {
    const { model } = this;
    const typing = this.isTyping();
    const caret = this.#caret();
    const next = model.beside(model.current, 1);
    if (!next) throw new Refused("This is the last caption: split it instead.");
    const part = model.newKey(0);
    const change = model.do({ kind: "several", commands: [
      { kind: "split", cue: model.current, caret, new_key: part },
      { kind: "merge", cues: [part, next.key] },
    ] });
    if (change && typing) this.#goOn(model.current, model.byKey.get(model.current).text.length, true);
  }

  /** Split at the caret and give the first part to the previous cue, as one edit. */
  wordsToPrevious() {
    const { model } = this;
    const typing = this.isTyping();
    const caret = this.#caret();
    const previous = model.beside(model.current, -1);
    if (!previous) throw new Refused("This is the first caption: split it instead.");
    const part = model.newKey(0);
    const change = model.do({ kind: "several", commands: [
      { kind: "split", cue: model.current, caret, new_key: part },
      { kind: "merge", cues: [previous.key, model.current] },
    ] });
    const made = change?.after.at(-1);
    if (made) this.#goOn(made.key, 0, typing);
  }

  #goOn(key, caret, typing) {
    this.model.select([key]);
    this.model.setCurrent(key);
    if (typing) this.list.edit(key, caret);
  }

  insertBefore() {
    const { model, cue } = this;
    if (!cue) return this.#insertAt(this.player.ms);
    const gap = model.rules?.min_gap_ms ?? 0;
    const before = model.beside(cue.key, -1);
    const end = cue.start - gap;
    return this.#insert(Math.max(before ? before.end + gap : 0, end - NEW_CUE_MS), end);
  }

  insertAfter() {
    const { cue } = this;
    if (!cue) return this.#insertAt(this.player.ms);
    return this.#insertAt(cue.end + (this.model.rules?.min_gap_ms ?? 0), this.model.beside(cue.key, 1));
  }

  /** A new cue from a moment, as long as there is room. */
  #insertAt(ms, next = this.model.cues[this.model.lastBefore(ms) + 1]) {
    const gap = this.model.rules?.min_gap_ms ?? 0;
    const latest = Math.min(next ? next.start - gap : Infinity, this.model.duration ?? Infinity);
    return this.#insert(Math.round(ms), Math.min(Math.round(ms) + NEW_CUE_MS, latest));
  }

  #insert(start, end) {
    this.commit();
    if (end - start < LEAST_ROOM_MS) throw new Refused("There is no room for another caption here: make one of its neighbours shorter first.");
    const change = this.model.do({ kind: "insert", start, end, text: "", voice: "" });
    const [made] = change.after;
    this.#goOn(made.key, 0, true);
  }

  remove() {
    const { model } = this;
    const cues = model.selected();
    if (!cues.length) return;
    model.do({ kind: "delete", cues });
    model.notice(`${count(cues.length, "caption")} deleted: undo brings ${cues.length === 1 ? "it" : "them"} back.`);
  }

  voice() {
    this.list?.editVoice(this.model.current);
  }

  selectAll() {
    this.model.select(this.model.cues.map((cue) => cue.key));
    this.model.notice(`${count(this.model.cues.length, "caption")} chosen.`);
  }

  undo() {
    this.commit();
    if (this.model.undo()) this.#sayWhere("Taken back");
  }

  redo() {
    this.commit();
    if (this.model.redo()) this.#sayWhere("Done again");
  }

  /** Where the last edit was: nothing is scrolled for an undo, so that it may be out of sight. */
  #sayWhere(done) {
    const { change } = this.model.pending.at(-1);
    const keys = new Set([...change.before, ...change.after].map((cue) => cue.key));
    const places = [...keys].map((key) => this.model.place(key)).filter((place) => place >= 0).sort((one, other) => one - other);
    const first = `caption ${places[0] + 1}`;
    const where = places.length > 1 ? `: ${count(places.length, "caption")}, from ${first} on` : places.length ? `: ${first}` : "";
    this.model.notice(`${done}${where}.`);
  }

  // --- times ------------------------------------------------------------------------------------------------------

  #retime(start, end, key = this.model.current) {
    this.commit();
    const change = this.model.do({ kind: "set-times", times: { [key]: [Math.round(start), Math.round(end)] } });
    if (change) this.model.notice(`${clock(start)} to ${clock(end)}`);
  }

  setStart() {
    this.#retime(this.player.ms, this.cue.end);
  }

  setEnd() {
    this.#retime(this.cue.start, this.player.ms);
  }

  /** Move an edge of the current cue by so many milliseconds; "both" moves it whole, with all that are chosen. */
  nudge(edge, ms) {
    const { cue, model } = this;
    if (edge === "both") {
      this.commit();
      model.do({ kind: "shift", cues: model.selected(), by_ms: ms });
    } else if (edge === "start") this.#retime(Math.max(0, cue.start + ms), cue.end);
    else this.#retime(cue.start, Math.min(cue.end + ms, Math.max(model.duration ?? Infinity, cue.end)));
  }

  moveHere() {
    const { cue } = this;
    const start = Math.round(this.player.ms);
    this.#retime(start, start + cue.end - cue.start);
  }

  /** End the current cue at the playhead and start the next there; then the next is the current one. */
  endAndNext() {
    this.commit();
    const { cue, model } = this;
    const next = model.beside(cue.key, 1);
    if (!next) return this.setEnd();
    const end = Math.round(this.player.ms);
    const start = end + (model.rules?.min_gap_ms ?? 0);
    model.do({ kind: "set-times", times: { [cue.key]: [cue.start, end], [next.key]: [start, next.end] } });
    return this.go(next.key, { ms: false });
  }

  /** Move or stretch the times of a range of captions, asked for in a dialog. */
  retime() {
    this.window?.retime();
  }

  // --- checking ---------------------------------------------------------------------------------------------------

  /** What the checks found and nobody has waived, in the order of time. */
  openFindings() {
    return [...this.model.findings.values()].filter((finding) => !finding.waived);
  }

  nextProblem() {
    this.#problem(1);
  }

  prevProblem() {
    this.#problem(-1);
  }

  #problem(by) {
    const { model } = this;
    const from = this.cue?.start ?? this.player.ms;
    const starts = new Map();
    for (const finding of this.openFindings()) {
      const start = model.byKey.get(finding.cue)?.start ?? finding.start;
      if (by > 0 ? start > from : start < from) starts.set(start, [...(starts.get(start) ?? []), finding]);
    }
    if (!starts.size) return model.notice(by > 0 ? "No problem further on." : "No problem before this.");
    const start = by > 0 ? Math.min(...starts.keys()) : Math.max(...starts.keys());
    const found = starts.get(start);
    const cue = found.find((finding) => model.byKey.has(finding.cue))?.cue ?? model.at(start)?.key;
    if (cue) this.go(cue, { ms: start });
    else this.player.seek(start);
    return model.notice(found.map((finding) => finding.message).join(" "));
  }

  /** Ask the server for fixes of findings and do them as one edit. */
  async fix(ids) {
    this.commit();
    try {
      const { fixes, left } = await this.api.fixes(ids);
      if (fixes.length) this.do(fixes.length === 1 ? fixes[0].do : { kind: "several", commands: fixes.map((one) => one.do) });
      const said = left.length ? ` ${left[0].why}` : "";
      this.model.notice(`${count(fixes.length, "problem")} fixed.${said}`);
      return { fixes, left };
    } catch (error) {
      this.model.notice(error.why ?? error.message);
      return { fixes: [], left: [] };
    }
  }

  fixProblems() {
    const ids = this.model.findingsOf(this.model.current).filter((finding) => finding.fix && !finding.waived).map((finding) => finding.id);
    if (!ids.length) throw new Refused("There is nothing in this caption that can be fixed by itself.");
    return this.fix(ids);
  }

  /** The places of words that the engine was not sure of. */
  uncertainIn(cue) {
    const limit = this.model.uncertainBelow;
    if (limit === null) return [];
    return cue.words.flatMap((word, place) => (word[3] !== null && word[3] < limit ? [place] : []));
  }

  /** How many words are uncertain. */
  countUncertain() {
    if (this.model.uncertainBelow === null) return 0;
    return this.model.cues.reduce((sum, cue) => sum + this.#uncertainCount(cue), 0);
  }

  /** A cue that was changed is another object: counting all again costs a look at each. */
  #uncertainCount(cue) {
    let number = this.#counted.get(cue);
    if (number === undefined) {
      number = this.uncertainIn(cue).length;
      this.#counted.set(cue, number);
    }
    return number;
  }

  #counted = new WeakMap();

  hasUncertain() {
    return this.countUncertain() > 0;
  }

  nextUncertain() {
    this.#uncertain(1);
  }

  prevUncertain() {
    this.#uncertain(-1);
  }

  #uncertain(by) {
    const { model } = this;
    const last = this.uncertain?.key === model.current ? this.uncertain.place : by > 0 ? -1 : Infinity;
    for (let at = Math.max(0, model.place(model.current)); model.cues[at]; at += by) {
      const cue = model.cues[at];
      const places = this.uncertainIn(cue).filter((place) => cue.key !== model.current || (place - last) * by > 0);
      if (!places.length) continue;
      const place = by > 0 ? places[0] : places.at(-1);
      return this.toWord(cue.key, place);
    }
    return model.notice(by > 0 ? "No uncertain word further on." : "No uncertain word before this.");
  }

  /** Go to a word of a cue and play it. */
  toWord(key, place) {
    const cue = this.model.byKey.get(key);
    const word = cue.words[place];
    const token = wordsOf(cue.text)[place];
    this.uncertain = { key, place };
    this.go(key, { ms: Math.max(cue.start, word[1] - LEAD_MS), caret: token?.start ?? 0 });
    this.list?.showWord?.(key, place);
    this.model.notice(`Uncertain: ${word[0]}, at ${shortClock(word[1])}`);
  }

  /** The uncertain words of a cue are right as they stand. */
  confirmWords(key = this.model.current, places = null) {
    this.commit();
    const right = places ?? this.uncertainIn(this.model.byKey.get(key));
    if (!right.length) throw new Refused("No word of this caption is uncertain.");
    this.model.do({ kind: "confirm-words", words: { [key]: right } });
    this.model.notice(`${count(right.length, "word")} confirmed.`);
  }

  // --- the window -------------------------------------------------------------------------------------------------

  async save() {
    this.commit();
    try {
      await this.outbox?.saved();
      const { savedAt } = this.model.status;
      this.model.notice(savedAt ? `Saved ${timeOfDay(savedAt)}.` : "Everything is saved.");
    } catch (error) {
      this.model.notice(error.why);
    }
  }

  togglePauseWhileTyping() {
    this.settings.set("pauseWhileTyping", !this.settings.get("pauseWhileTyping"));
    this.model.notice(this.settings.get("pauseWhileTyping") ? "Typing pauses the video." : "The video goes on while you type.");
  }

  help() {
    this.window?.help();
  }

  openSettings() {
    this.window?.settings();
  }
}
