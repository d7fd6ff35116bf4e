// Of thousands of rows those near what is seen: each stands where it would if all were there.

import { h } from "../dom.js";
import { Heights } from "./heights.js";

const OVERSCAN = 480; // CSS pixels drawn above and below, so that a quick scroll shows no gap
const MARGIN = 40; // what is brought into view is not at its very edge
const ROUNDS = 4; // heights are known once rows are drawn: where they then end is looked at again
const REST_MS = 150;
const GUESSED_LINE = 20;
const GUESSED_REST = 13;

/**
 * `fit(row, cue, place)` brings a row up to date; `pinned()` names the cues whose rows stay wherever one scrolls;
 * `shape(cue)` is how many lines the row of a cue has, as far as one can say before it is drawn.
 */
export class Rows {
  element = h("div", { class: "body", role: "rowgroup" });
  #space = h("div", { class: "space", role: "none" });
  #model;
  #make;
  #fit;
  #pinned;
  #shape;
  #shown = new Map(); // key -> row
  #free = [];
  #heights = new Heights([]);
  #measured = new Map(); // key -> height at this width
  #learned = new Map(); // shape -> height
  #anchor = null; // {key, y}: what is at the upper edge, and how far it is scrolled out
  #view = 0; // how high what is seen is
  #width = 0;
  #due = 0;
  #untidy = 0;

  constructor({ model, make, fit, pinned, shape }) {
    this.#model = model;
    this.#make = make;
    this.#fit = fit;
    this.#pinned = pinned;
    this.#shape = shape;
    this.element.append(this.#space);
    this.element.addEventListener("scroll", () => this.#later(), { passive: true });
    new ResizeObserver(() => this.#resized()).observe(this.element);
  }

  /** The row of a cue, null while it is not drawn. */
  of(key) {
    return this.#shown.get(key) ?? null;
  }

  /** All rows that are drawn. */
  all() {
    return this.#shown.values();
  }

  /** How many rows further a page is, from a place on. */
  page(place, by) {
    const to = this.#heights.at(this.#heights.top(place) + by * Math.max(0, this.#view - this.#heights.of(place)));
    return to === place ? place + by : to;
  }

  #later() {
    this.#due ||= requestAnimationFrame(() => {
      this.#due = 0;
      this.draw();
    });
  }

  #resized() {
    const { clientHeight, clientWidth } = this.element;
    if (!clientWidth || !clientHeight) return;
    this.#view = clientHeight;
    if (clientWidth !== this.#width) {
      this.#width = clientWidth;
      this.#measured.clear();
      this.#learned.clear();
      for (const row of this.all()) row.stale = true; // so that those that are shown are measured anew, too
      this.reset();
    } else this.draw();
  }

  /** Cues came, went or moved, and these are others: work out anew where each stands; what is looked at stays there. */
  reset(changed = []) {
    for (const key of changed) {
      this.#measured.delete(key);
      const row = this.of(key);
      if (row) row.stale = true;
    }
    this.#rebuild();
    this.draw();
  }

  #rebuild() {
    const { cues } = this.#model;
    this.#heights = new Heights(cues.map((cue) => this.#measured.get(cue.key) ?? this.#guess(cue)));
    this.#stretch();
    const anchor = this.#standing();
    if (anchor) this.element.scrollTop = this.#heights.top(this.#model.place(anchor.key)) + anchor.y;
  }

  /** What was at the upper edge, or the next row that is still there. */
  #standing() {
    if (!this.#anchor || this.#model.byKey.has(this.#anchor.key)) return this.#anchor;
    const below = [...this.#shown.values()].filter((row) => row.place > this.#anchor.place && this.#model.byKey.has(row.key));
    below.sort((one, other) => one.place - other.place);
    return below.length ? { key: below[0].key, y: 0 } : null;
  }

  #guess(cue) {
    const shape = this.#shape(cue);
    return this.#learned.get(shape) ?? shape * GUESSED_LINE + GUESSED_REST;
  }

  #stretch() {
    this.#space.style.blockSize = `${this.#heights.total}px`;
  }

  /** These cues are others than they were: their rows are drawn anew. */
  refit(keys) {
    for (const key of keys) {
      const row = this.of(key);
      if (row) row.stale = true;
      else this.#forget(key);
    }
    this.draw();
  }

  /** A row that is not drawn may have another height by now. */
  #forget(key) {
    this.#measured.delete(key);
    const cue = this.#model.byKey.get(key);
    if (cue) this.#heights.set(this.#model.place(key), this.#guess(cue));
  }

  /** All rows are other than they were, though where they stand is not. */
  refitAll() {
    for (const row of this.all()) row.stale = true;
    this.draw();
  }

  /** Draw the rows that are near what is seen now. */
  draw() {
    if (!this.#view) return;
    if (this.#heights.length !== this.#model.cues.length) this.#rebuild();
    for (let round = 0; round < ROUNDS; round += 1) if (!this.#drawOnce()) break;
    this.#stretch();
    for (const row of this.#shown.values()) row.stand(this.#heights.top(row.place));
  }

  /** Whether a height is other than was thought, so that it is to be looked at again. */
  #drawOnce() {
    const { cues } = this.#model;
    const top = this.element.scrollTop;
    const first = this.#heights.at(top);
    this.#anchor = cues.length ? { key: cues[first].key, y: top - this.#heights.top(first), place: first } : null;
    const atEnd = top > 0 && top + this.#view > this.#heights.total - 1;
    const wanted = this.#wanted(this.#heights.at(top - OVERSCAN), this.#heights.at(top + this.#view + OVERSCAN));
    const drawn = this.#put(wanted);
    let changed = false;
    for (const row of drawn) changed = this.#measure(row) || changed;
    if (!changed) return false;
    this.#stretch();
    const now = atEnd ? this.#heights.total - this.#view : this.#heights.top(first) + this.#anchor.y;
    if (Math.abs(now - top) >= 1) this.element.scrollTop = now;
    return true;
  }

  /** The places to draw, in order. */
  #wanted(from, to) {
    const places = new Set();
    for (let place = from; place <= to && place < this.#model.cues.length; place += 1) places.add(place);
    for (const key of this.#pinned()) {
      const place = key === null ? -1 : this.#model.place(key);
      if (place >= 0) places.add(place);
    }
    return [...places].sort((one, other) => one - other);
  }

  /** Give each place its row; the rows whose height has to be looked at. */
  #put(places) {
    const { cues } = this.#model;
    const wanted = new Set(places.map((place) => cues[place].key));
    for (const [key, row] of this.#shown) {
      if (wanted.has(key)) continue;
      this.#shown.delete(key);
      this.#free.push(row);
    }
    const rows = [];
    const drawn = [];
    for (const place of places) {
      const cue = cues[place];
      const row = this.#shown.get(cue.key) ?? this.#free.pop() ?? this.#make();
      this.#shown.set(cue.key, row);
      rows.push(row);
      if (row.cue === cue && row.place === place && !row.stale) continue;
      if (row.cue !== cue || row.stale) drawn.push(row);
      row.stale = false;
      this.#fit(row, cue, place);
    }
    for (const row of this.#free) row.element.remove();
    for (const { element } of rows) if (!element.isConnected) this.#space.append(element);
    clearTimeout(this.#untidy);
    this.#untidy = setTimeout(() => this.#order(), REST_MS);
    return drawn;
  }

  /**
   * The rows in the order in which a screen reader goes through them, once the list rests: a browser lays out anew what
   * is moved within the page. What has the focus is not moved: it would lose it.
   */
  #order() {
    const rows = [...this.#shown.values()].sort((one, other) => one.place - other.place);
    const { activeElement } = this.element.getRootNode();
    const fixed = rows.findIndex((row) => row.element.contains(activeElement));
    const lay = (some, first) => {
      let next = first;
      for (const { element } of some) {
        if (element === next) next = next.nextElementSibling;
        else this.#space.insertBefore(element, next);
      }
    };
    lay(fixed < 0 ? rows : rows.slice(0, fixed), this.#space.firstElementChild);
    if (fixed >= 0) lay(rows.slice(fixed + 1), rows[fixed].element.nextElementSibling);
  }

  #measure(row) {
    const height = row.element.offsetHeight;
    this.#measured.set(row.key, height);
    if (!row.field) this.#learned.set(this.#shape(row.cue), height);
    if (height === this.#heights.of(row.place)) return false;
    this.#heights.set(row.place, height);
    return true;
  }

  /** The row of a cue has grown or shrunk. */
  resized(key) {
    const row = this.of(key);
    if (row && this.#measure(row)) this.draw();
  }

  /** Bring the row of a cue into view: "nearest" as little as is needed, "center" to the middle. */
  reveal(key, how = "nearest", { smooth = false } = {}) {
    const place = this.#model.place(key);
    if (place < 0 || !this.#view) return;
    for (let round = 0; round < ROUNDS; round += 1) {
      const { scrollTop } = this.element;
      const to = this.#target(place, how, scrollTop);
      if (Math.abs(to - scrollTop) < 1) return;
      if (smooth && Math.abs(to - scrollTop) < this.#view) {
        this.element.scrollTo({ top: to, behavior: "smooth" });
        return;
      }
      this.element.scrollTop = to;
      this.draw();
    }
  }

  #target(place, how, scrollTop) {
    const top = this.#heights.top(place);
    const height = this.#heights.of(place);
    const most = Math.max(0, this.#heights.total - this.#view);
    const margin = Math.min(MARGIN, Math.max(0, (this.#view - height) / 2));
    const within = (to) => Math.round(Math.min(Math.max(0, to), most));
    if (how === "center") return within(top - (this.#view - height) / 2);
    if (top - margin < scrollTop) return within(top - margin);
    if (top + height + margin > scrollTop + this.#view) return within(top + height + margin - this.#view);
    return scrollTop;
  }

  /** Whether all of a cue's row is seen. */
  isSeen(key) {
    const place = this.#model.place(key);
    const top = this.#heights.top(place) - this.element.scrollTop;
    return place >= 0 && top >= 0 && top + this.#heights.of(place) <= this.#view;
  }
}
