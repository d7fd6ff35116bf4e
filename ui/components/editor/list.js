// The captions as a grid: looked through, chosen, and edited in place.

import { announce, h, icon, set } from "./dom.js";
import { wordsOf } from "./text.js";
import { Fields, isField } from "./list/fields.js";
import { Keyboard } from "./list/keyboard.js";
import { Playing } from "./list/playing.js";
import { COLUMNS, Row } from "./list/row.js";
import { Rows } from "./list/rows.js";
import { caretAt } from "./list/said.js";

const HOUR_MS = 3_600_000;
const LETTER = 7; // CSS pixels of a letter, to guess how many lines a text takes

/** `element` is for the page; what else there is, `Actions` says. */
export class CueList {
  #model;
  #player;
  #actions;
  #rows;
  #playing;
  #keyboard;
  #fields;
  #mark = null; // {key, place}: the word that was pressed or is shown
  #clicked = null; // the cue of a double click's first one, which may scroll the list: another row is under the second
  #column = "text"; // where Tab comes into the grid
  #room = 40; // letters that fit into a line
  #hours = false; // times are shown with their hours
  #grid;
  #empty;

  constructor(model, player, actions) {
    this.#model = model;
    this.#player = player;
    this.#actions = actions;
    this.#rows = new Rows({
      model,
      make: () => new Row(),
      fit: (row, cue, place) => this.#fit(row, cue, place),
      state: (row) => row.state(this.#stateOf(row)),
      pinned: () => [this.#roving, this.#fields.key, this.#focused()?.row.key ?? null],
      shape: (cue) => cue.cpl.reduce((lines, letters) => lines + Math.max(1, Math.ceil(letters / this.#room)), 0),
    });
    this.#fields = new Fields({ model, actions, rows: this.#rows, list: {
      makeCurrent: (key) => this.#makeCurrent(key),
      focusCell: (row, column) => this.#focusCell(row, column),
      look: (cue) => this.#look(cue),
    } });
    this.#playing = new Playing({
      model, player, rows: this.#rows,
      isBusy: () => this.#fields.key !== null,
      changed: () => this.#rows.later(),
    });
    this.#keyboard = new Keyboard({ model, rows: this.#rows, list: {
      moveTo: (place, mode) => this.#moveTo(place, mode),
      column: (row, name) => this.#focusCell(row, name),
      open: (key, column) => this.#open(key, column),
      word: (row, by) => this.#stepWord(row, by),
    } });
    this.#build();
    this.#listen();
    this.#fitAll();
    this.#playing.look({ along: false });
  }

  #build() {
    const heads = COLUMNS.map(([name, short, full], place) => h("div", {
      role: "columnheader", class: `cell ${name}`, "aria-colindex": place + 1, title: short === full ? null : full,
    }, short === full ? full : [h("span", { "aria-hidden": "true" }, short || icon("problem")), h("span", { class: "unseen" }, full)]));
    this.#grid = h("div", { class: "grid", role: "grid", "aria-label": "Captions", "aria-multiselectable": "true", "aria-colcount": COLUMNS.length },
      h("div", { class: "heads", role: "rowgroup" }, h("div", { class: "row", role: "row", "aria-rowindex": 1 }, heads)), this.#rows.element);
    this.#empty = h("div", { class: "none" },
      h("p", {}, "There are no captions yet."),
      h("button", { type: "button", class: "main", onclick: () => this.#actions.run("insert-after") }, "Insert a caption"));
    this.element = h("div", { class: "cues" }, this.#grid, this.#empty);
  }

  #listen() {
    const model = this.#model;
    model.addEventListener("change", ({ detail }) => this.#onChange(detail));
    model.addEventListener("findings", ({ detail }) => (detail.keys ? this.#rows.refit([...detail.keys].filter(Boolean)) : this.#rows.refitAll()));
    model.addEventListener("current", () => this.#onCurrent());
    model.addEventListener("selection", () => this.#rows.later());
    model.addEventListener("track", () => this.#rows.refitAll());
    const grid = this.#grid;
    grid.addEventListener("pointerdown", () => this.#fields.press());
    grid.addEventListener("mousedown", (event) => this.#mouseDown(event));
    grid.addEventListener("click", (event) => {
      this.#click(event);
      this.#rows.draw(); // now: in a frame it could come while the button is down again, and what is pressed would be gone
    });
    grid.addEventListener("keydown", (event) => this.#key(event));
    grid.addEventListener("focusin", () => this.#onFocus());
    new ResizeObserver(() => this.#measureRoom()).observe(grid);
  }

  // --- what the actions ask ---------------------------------------------------------------------------------------

  get follow() {
    return this.#playing.follow;
  }

  set follow(on) {
    this.#playing.follow = on;
  }

  isEditing() {
    return this.#fields.text !== null;
  }

  /** The caret as a place in the string that is being typed; 0 while none is. */
  caret() {
    return this.#fields.text?.input.selectionStart ?? 0;
  }

  /** Take over what is being typed; what is typed into goes on being so. */
  commit() {
    this.#fields.commit();
  }

  /** Start typing in the text of a cue; `caret` is a place in its string, 0 also stands for the word that is marked. */
  edit(key, caret = 0) {
    const cue = this.#model.byKey.get(key);
    if (!cue) return;
    const marked = this.#mark?.key === key ? wordsOf(cue.text)[this.#mark.place] : null;
    this.#column = "text";
    this.#fields.edit(key, caret || (marked?.start ?? 0));
  }

  /** Edit who speaks. */
  editVoice(key) {
    if (this.#model.byKey.has(key)) this.#fields.openCell(key, "voice");
  }

  /** Show a word of a cue: it is marked, and chosen while one types there. */
  showWord(key, place) {
    const cue = this.#model.byKey.get(key);
    if (!cue) return;
    this.#setMark({ key, place });
    this.#rows.reveal(key);
    const word = wordsOf(cue.text)[place];
    if (word && this.#fields.text?.key === key) this.#fields.text.input.setSelectionRange(word.start, word.end);
  }

  /** Bring the keyboard to the current caption. */
  focus() {
    if (!this.#model.cues.length) return this.#empty.querySelector("button").focus();
    this.#fields.shut();
    this.#rows.reveal(this.#roving);
    return this.#focusCell(this.#rows.need(this.#roving), this.#column);
  }

  // --- rows -------------------------------------------------------------------------------------------------------

  /** The cue to whose row Tab comes. */
  get #roving() {
    return this.#model.current ?? this.#model.cues[0]?.key ?? null;
  }

  #fit(row, cue, place) {
    row.fit(cue, place, this.#look(cue));
    if (this.#fields.text?.key === cue.key) row.measure(this.#fields.text.live, this.#look(cue));
  }

  #look(cue) {
    const { rules, track } = this.#model;
    return {
      rules, track,
      hours: this.#hours,
      findings: this.#model.findingsOf(cue.key),
      doubted: this.#actions.uncertainIn(cue),
      marked: this.#mark?.key === cue.key ? this.#mark.place : null,
    };
  }

  #stateOf({ key }) {
    const { current, selection } = this.#model;
    return {
      current: key === current,
      selected: selection.has(key) || (!selection.size && key === current),
      playing: key === this.#playing.key,
      column: key === this.#roving ? this.#column : null,
    };
  }

  #fitAll() {
    const { cues, duration } = this.#model;
    this.#hours = Math.max(duration ?? 0, cues.at(-1)?.end ?? 0) >= HOUR_MS;
    this.element.classList.toggle("hours", this.#hours);
    set(this.#grid, { "aria-rowcount": cues.length + 1 });
    const hadFocus = !cues.length && this.#grid.contains(this.#grid.getRootNode().activeElement);
    this.#grid.hidden = !cues.length;
    this.#empty.hidden = cues.length > 0;
    if (hadFocus) this.focus();
  }

  #measureRoom() {
    const { clientWidth } = this.#rows.of(this.#roving)?.cells.text ?? {};
    if (clientWidth) this.#room = Math.max(10, Math.floor(clientWidth / LETTER));
  }

  #onChange({ keys, order }) {
    this.#fields.follow(keys);
    const changed = keys ?? this.#model.byKey.keys();
    this.#fitAll();
    if (order) this.#rows.reset(changed);
    else this.#rows.refit(changed);
    this.#playing.look({ along: false });
  }

  #onCurrent() {
    if (!this.#model.cues.length) return this.#fitAll();
    const focused = this.#focused();
    const { current } = this.#model;
    this.#fields.follow(new Set());
    if (this.#mark && this.#mark.key !== current) this.#setMark(null);
    if (this.#fields.key !== current && !this.isEditing()) this.#fields.shut();
    this.#rows.later();
    if (current !== null) this.#rows.reveal(current);
    if (focused && focused.row.key !== current && !this.isEditing() && current !== null) this.#focusCell(this.#rows.need(current), focused.column);
    return undefined;
  }

  #makeCurrent(key) {
    this.#model.select([key]);
    this.#model.setCurrent(key);
  }

  #setMark(mark) {
    const keys = [this.#mark?.key, mark?.key].filter(Boolean);
    this.#mark = mark;
    this.#rows.refit(keys);
  }

  /** Edit what a cell says; false when the registry of actions is to decide. */
  #open(key, column) {
    if (this.#model.current !== key) this.#makeCurrent(key);
    if (column === "findings") this.#showFindings(key, true);
    else if (isField(column)) this.#fields.openCell(key, column);
    else return false;
    return true;
  }

  #showFindings(key, focus) {
    this.#actions.go(key, { ms: false, typing: false });
    this.#actions.window?.show("findings", { focus });
  }

  // --- pointer ----------------------------------------------------------------------------------------------------

  #isField(target) {
    return target.closest(".typing, .choose, input") !== null;
  }

  #at(target) {
    const cell = target.closest?.(".body .cell");
    if (!cell) return null;
    const element = cell.closest(".row");
    const row = [...this.#rows.all()].find((one) => one.element === element);
    return row ? { row, column: cell.dataset.column } : null;
  }

  /** A press that chooses captions marks no text, and one beside what is typed into does not take the keyboard from it. */
  #mouseDown(event) {
    const { target, shiftKey } = event;
    if (this.#isField(target) ? target.closest(".typing") && target.localName !== "textarea" : shiftKey) event.preventDefault();
  }

  #click(event) {
    const at = this.#isField(event.target) ? null : this.#at(event.target);
    if (event.detail > 1) return this.#doubleClick(event, at);
    if (!at) return undefined;
    const { key } = at.row;
    this.#clicked = { key, column: at.column };
    const was = this.#model.current;
    this.#fields.shut();
    if (event.target.closest(".found")) return this.#showFindings(key, event.detail === 0);
    if (event.shiftKey || event.ctrlKey || event.metaKey) {
      this.#model.select([key], { mode: event.shiftKey ? "range" : "toggle" });
      return this.#model.setCurrent(key);
    }
    const word = event.target.closest(".word");
    if (word) return this.#goToWord(key, Number(word.dataset.word));
    this.#actions.go(key, { typing: false });
    // A finger that looks for a caption must not bring up a keyboard.
    if (isField(at.column) && (event.pointerType !== "touch" || was === key)) this.#fields.openCell(key, at.column);
    return undefined;
  }

  /**
   * Type in the text that was clicked first: that click may scroll the list, and the second meets another word, another
   * row or none. Browsers tell of a double click only where both meet the same, so it is told by the number of clicks.
   */
  #doubleClick(event, at) {
    const cue = this.#model.byKey.get(this.#clicked?.key);
    if (!cue || event.detail !== 2 || this.#clicked.column !== "text" || this.#fields.key === cue.key) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey) return;
    const word = at?.row.key === cue.key ? event.target.closest(".word") : null;
    this.#setMark(null);
    this.edit(cue.key, word ? caretAt(word, cue, event.clientX) : cue.text.length);
  }

  #goToWord(key, place) {
    const cue = this.#model.byKey.get(key);
    this.#actions.go(key, { ms: cue.words[place]?.[1] ?? cue.start, typing: false });
    this.#setMark({ key, place });
  }

  // --- keyboard ---------------------------------------------------------------------------------------------------

  #focused() {
    const { activeElement } = this.#grid.getRootNode();
    if (!activeElement?.classList?.contains("cell") || !this.#grid.contains(activeElement)) return null;
    return this.#at(activeElement);
  }

  #onFocus() {
    const focused = this.#focused();
    if (!focused) return;
    this.#column = focused.column;
    this.#rows.later();
  }

  #key(event) {
    const focused = this.#focused();
    if (focused) this.#keyboard.press(event, focused.row, focused.column);
  }

  #focusCell(row, column) {
    if (!row) return;
    const cell = row.cells[column].checkVisibility() ? row.cells[column] : row.cells.text;
    cell.focus({ preventScroll: true });
  }

  /** Go to another row: "set" chooses it alone, "range" all up to it, "keep" leaves the choice as it is. */
  #moveTo(place, mode) {
    const { key } = this.#model.cues[place];
    if (mode === "set") return this.#actions.go(key, { typing: false });
    if (mode === "range") this.#model.select([key], { mode: "range" });
    return this.#model.setCurrent(key);
  }

  /** Bring the video to the word before or after the one that is marked. */
  #stepWord({ key, cue }, by) {
    const words = wordsOf(cue.text);
    if (!words.length) return true;
    const from = this.#mark?.key === key ? this.#mark.place : by > 0 ? -1 : words.length;
    const place = Math.min(Math.max(0, from + by), words.length - 1);
    this.#goToWord(key, place);
    announce(words[place].text);
    return true;
  }
}
