// Find and replace, seen before it is done; and a name changed wherever it stands. The server finds, the person chooses,
// and what is replaced is one edit.

import { count, fill, h, icon, set } from "../dom.js";
import { unitAt } from "../text.js";
import { marked, showDiff } from "./diff.js";
import { keepFocus, keepRows, nameOf, Panel, whereabouts } from "./panel.js";
import { Result } from "./result.js";

const REST_MS = 200; // how long typing rests before it is looked for
const AT_FIRST = 100; // rows before the rest is asked for
const OPTIONS = [
  ["regex", "Regular expression"], ["case", "Match case"], ["word", "Whole words"], ["voices", "Names of voices too"],
];

export class FindPanel extends Panel {
  #matches = [];
  #more = 0;
  #left = new Set(); // names of matches that are not to be replaced
  #current = null; // the name of the match one went to last
  #whole = false;
  #asked = null; // what the matches are the answer to
  #number = 0; // of the search, so that an answer that comes late is known as such
  #timer = 0;
  #person = null; // of names of voices this one alone: another's may be part of it
  #options = new Map();
  #error = h("p", { class: "field-error", id: "find-error", role: "alert" });
  #summary = h("p", { class: "summary", role: "status" });
  #list = h("ul", { class: "rows matches" });
  #result = new Result(this);

  constructor(context) {
    super(context, "Find and replace");
    this.element.classList.add("find");
    const changed = () => this.#soon();
    const other = () => {
      this.#person = null;
      changed();
    };
    this.pattern = h("input", { id: "find-pattern", type: "text", autocomplete: "off", spellcheck: "false", oninput: other, onfocus: () => this.pattern.select() });
    this.replacement = h("input", { id: "find-replacement", type: "text", autocomplete: "off", spellcheck: "false", oninput: changed });
    for (const [name] of OPTIONS) this.#options.set(name, h("input", { type: "checkbox", onchange: () => this.#search() }));
    this.all = h("input", { type: "checkbox", checked: true, onchange: () => this.#chooseAll() });
    this.allLabel = h("label", { class: "switch" }, this.all, "All");
    this.replace = h("button", { type: "button", class: "main", onclick: () => this.#replace() });
    this.more = h("button", { type: "button", class: "link more", onclick: () => {
      this.#whole = true;
      this.update();
    } });
    const step = (name, by, label) => h("button", { type: "button", "aria-label": label, title: label, onclick: () => this.#step(by) }, icon(name));
    this.steps = h("div", { class: "steps" }, step("previous", -1, "Previous match (Shift+Enter)"), step("next", 1, "Next match (Enter)"));
    this.element.append(
      h("form", { class: "fields", role: "search", onsubmit: (event) => event.preventDefault(), onkeydown: (event) => this.#key(event) },
        h("label", { for: "find-pattern" }, "Find"), this.pattern,
        h("label", { for: "find-replacement" }, "Replace with"), this.replacement,
        h("fieldset", { class: "options" }, h("legend", { class: "unseen" }, "How to look"),
          OPTIONS.map(([name, label]) => h("label", { class: "switch" }, this.#options.get(name), label)))),
      this.#error, this.#rename(), this.#result.element,
      h("div", { class: "bar" }, this.#summary, this.steps),
      h("div", { class: "bar" }, this.allLabel, this.replace),
      this.#list, this.more);
    this.watch("current");
    this.model.addEventListener("change", ({ detail }) => {
      this.later();
      if (this.shown && this.#asked && this.#isStale(detail.keys)) this.#soon();
    });
    this.model.addEventListener("search", ({ detail }) => this.look(detail.pattern));
  }

  show() {
    super.show();
    if (this.#asked) this.#soon();
  }

  hide() {
    super.hide();
    clearTimeout(this.#timer);
  }

  /** Look for a text as it stands, whole words and any capitals. */
  look(pattern) {
    this.#person = null;
    this.pattern.value = pattern;
    this.replacement.value = "";
    for (const box of this.#options.values()) box.checked = false;
    this.#options.get("voices").checked = true;
    this.#search();
  }

  // --- looking ----------------------------------------------------------------------------------------------------

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#search(), REST_MS);
  }

  #question() {
    const options = Object.fromEntries([...this.#options].map(([name, box]) => [name, box.checked]));
    return { pattern: this.pattern.value, replacement: this.replacement.value, ...options };
  }

  async #search() {
    const asked = this.#question();
    clearTimeout(this.#timer);
    const number = (this.#number += 1);
    this.#tellError("");
    const again = this.#asked && JSON.stringify({ ...asked, replacement: "" }) === JSON.stringify({ ...this.#asked, replacement: "" });
    if (!again) [this.#left, this.#current, this.#whole] = [new Set(), null, false];
    if (!asked.pattern) return this.#take({ matches: [], more: 0 }, null);
    const tell = (why) => number === this.#number && this.#tellError(why);
    const told = await this.withServer(() => this.api.find(asked), tell, { typing: false });
    if (number !== this.#number) return undefined;
    if (!told) return this.#take({ matches: [], more: 0 }, null);
    const fits = ({ voice, before }) => !voice || this.#person === null || before === this.#person;
    return this.#take({ ...told, matches: told.matches.filter(fits) }, asked);
  }

  #take({ matches, more }, asked) {
    [this.#matches, this.#more, this.#asked] = [matches, more, asked];
    this.update();
  }

  #tellError(why) {
    fill(this.#error, why && [icon("error"), h("span", {}, why)]);
    set(this.pattern, { "aria-invalid": why ? "true" : null, "aria-describedby": why ? this.#error.id : null });
  }

  /** Whether what was found may be other by now. */
  #isStale(keys) {
    return keys === null || [...keys].some((key) => {
      const cue = this.model.byKey.get(key);
      const match = this.#matches.find((one) => one.key === key && !one.voice);
      return match ? cue?.text !== match.before : Boolean(cue);
    });
  }

  // --- what was found ---------------------------------------------------------------------------------------------

  update() {
    keepFocus(this.element, this.pattern, () => this.#fill());
  }

  #fill() {
    const chosen = this.#chosen();
    const shown = this.#whole ? this.#matches : this.#matches.slice(0, AT_FIRST);
    const said = !this.#asked ? "" : this.#matches.length ? this.#place() : "Not found.";
    if (this.#summary.textContent !== said) fill(this.#summary, said);
    const some = this.#matches.length > 0;
    const changes = some && this.#matches.some((match) => match.before !== match.after);
    this.steps.hidden = this.#list.hidden = !some;
    this.allLabel.parentElement.hidden = !changes;
    set(this.all, { checked: chosen.length > 0 && chosen.length === this.#matches.length, indeterminate: chosen.length > 0 && chosen.length < this.#matches.length });
    fill(this.replace, `Replace ${chosen.length}`);
    set(this.replace, { "aria-disabled": chosen.length ? null : "true" });
    this.more.hidden = shown.length === this.#matches.length;
    fill(this.more, `Show all ${this.#matches.length}`);
    this.#list.classList.toggle("choosing", changes);
    keepRows(this.#list, shown, { key: nameOfMatch, make: (match) => this.#makeRow(nameOfMatch(match)), fit: (row, match) => this.#fitRow(row, match, changes) });
    this.#fitVoices();
  }

  #place() {
    const at = this.#matches.findIndex((match) => nameOfMatch(match) === this.#current);
    const all = `${count(this.#matches.length, "place")}${this.#more ? ` shown, and ${this.#more} more` : ""}`;
    return at < 0 ? `Found in ${all}.` : `${at + 1} of ${all}.`;
  }

  /** The matches that are to be replaced: ticked, and other afterwards. */
  #chosen() {
    return this.#matches.filter((match) => !this.#left.has(nameOfMatch(match)) && match.before !== match.after);
  }

  #makeRow(name) {
    const match = () => this.#matches.find((one) => nameOfMatch(one) === name);
    const box = h("input", { type: "checkbox", dataset: { does: "choose" }, onchange: () => {
      if (box.checked) this.#left.delete(name);
      else this.#left.add(name);
      this.update();
    } });
    const go = h("button", { type: "button", class: "go", dataset: { does: "go" }, onclick: () => this.#goTo(match()) });
    return h("li", { dataset: { row: name } }, box, go);
  }

  #fitRow(row, match, changes) {
    const [box, go] = row.children;
    const { key, before, after, spans, voice } = match;
    const name = nameOf(this.model, key);
    box.hidden = !changes;
    box.checked = !this.#left.has(nameOfMatch(match));
    set(row, { "aria-current": nameOfMatch(match) === this.#current ? "true" : null });
    const said = JSON.stringify([name, before, after, spans]);
    if (row.dataset.said === said) return;
    row.dataset.said = said;
    set(box, { "aria-label": `Replace in ${name}${voice ? ", who speaks" : ""}`, disabled: before === after });
    const text = before === after ? marked(before, spans.map((span) => span.map((point) => unitAt(before, point)))) : showDiff(before, after);
    const { language, dir } = this.model.track;
    fill(go, h("span", { class: "where" }, whereabouts(this.model, key, 0), voice && h("span", {}, "who speaks")),
      h("span", { class: "said", lang: language ?? null, dir: dir ?? "auto" }, text));
  }

  #chooseAll() {
    this.#left = this.all.checked ? new Set() : new Set(this.#matches.map(nameOfMatch));
    this.update();
  }

  // --- going through them -----------------------------------------------------------------------------------------

  #key(event) {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.#step(event.shiftKey ? -1 : 1);
  }

  /** To the next match or the one before: from the one before, or else from the caption one is in. */
  #step(by) {
    if (!this.#matches.length) return;
    const last = this.#matches.findIndex((match) => nameOfMatch(match) === this.#current);
    const rows = this.#matches.length;
    let to = (last + by + rows) % rows;
    if (last < 0) {
      const from = this.model.place(this.model.current);
      const further = this.#matches.findIndex((match) => this.model.place(match.key) >= from);
      to = by > 0 ? Math.max(0, further) : (further < 0 ? rows : further || rows) - 1;
    }
    if (to >= AT_FIRST) this.#whole = true;
    this.#goTo(this.#matches[to]);
    this.#list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  #goTo(match) {
    this.#current = nameOfMatch(match);
    this.go(match.key);
    this.update();
  }

  // --- replacing --------------------------------------------------------------------------------------------------

  #replace() {
    const { model } = this;
    this.actions.commit();
    const chosen = this.#chosen();
    if (!chosen.length) return model.notice("Nothing is chosen: tick what is to be replaced.");
    const [fresh, stale] = split(chosen, (match) => stillSays(model.byKey.get(match.key), match));
    if (stale.length) {
      this.#soon();
      return model.notice(`${count(stale.length, "caption")} changed meanwhile: look at what is found now, then replace.`);
    }
    const change = this.actions.do(commandFor(fresh));
    if (!change) return undefined;
    this.#result.tell(`${count(new Set(fresh.map((match) => match.key)).size, "caption")} changed.`);
    return this.#soon();
  }

  // --- a name everywhere ------------------------------------------------------------------------------------------

  #rename() {
    this.voice = h("select", { id: "rename-voice" });
    this.newName = h("input", { id: "rename-name", type: "text", autocomplete: "off", spellcheck: "false", maxlength: 200 });
    const submit = (event) => {
      event.preventDefault();
      this.#showName();
    };
    this.names = h("details", { class: "rename" }, h("summary", {}, "Change a name everywhere"),
      h("form", { class: "fields", onsubmit: submit },
        h("label", { for: "rename-voice" }, "Who speaks"), this.voice,
        h("label", { for: "rename-name" }, "New name"), this.newName,
        h("p", { class: "hint" }, "As the speaker's name and in the texts. You see each place before it is changed."),
        h("div", { class: "buttons" }, h("button", { type: "submit" }, "Show every place"))));
    return this.names;
  }

  #fitVoices() {
    const voices = this.model.voices();
    this.names.hidden = !voices.length;
    if (JSON.stringify(voices) === this.voice.dataset.voices) return;
    const before = this.voice.value;
    this.voice.dataset.voices = JSON.stringify(voices);
    fill(this.voice, voices.map((voice) => h("option", { value: voice }, voice)));
    if (voices.includes(before)) this.voice.value = before;
  }

  /** The fields above say what is looked for, so that it can be looked for again, or otherwise. */
  async #showName() {
    const [old, name] = [this.voice.value, this.newName.value.trim()];
    if (!name) {
      this.model.notice("Write the new name first.");
      return this.newName.focus();
    }
    this.pattern.value = old;
    this.replacement.value = name;
    for (const [option, box] of this.#options) box.checked = option !== "regex";
    this.#person = old;
    await this.#search();
    return this.#summary.scrollIntoView({ block: "start" }); // what was found is below what one has just filled in
  }
}

/** A caption's text and each of its voices are found apart. */
function nameOfMatch({ key, before, voice }) {
  return voice ? `${key}:${before}` : key;
}

function stillSays(cue, { before, voice }) {
  if (!cue) return false;
  return voice ? cue.voice === before || cue.marks.some((mark) => mark.tag === "v" && mark.value === before) : cue.text === before;
}

/** Replacing all of these as one edit. */
function commandFor(matches) {
  const [voices, texts] = split(matches, (match) => match.voice);
  const commands = [];
  if (texts.length) commands.push({ kind: "set-texts", texts: Object.fromEntries(texts.map(({ key, after }) => [key, after])) });
  for (const same of Map.groupBy(voices, ({ before, after }) => JSON.stringify([before, after])).values()) {
    commands.push({ kind: "set-voice", cues: same.map(({ key }) => key), voice: same[0].after, was: same[0].before });
  }
  return commands.length === 1 ? commands[0] : { kind: "several", commands };
}

/** Those that fit, and the others. */
function split(items, fits) {
  const both = [[], []];
  for (const item of items) both[fits(item) ? 0 : 1].push(item);
  return both;
}
