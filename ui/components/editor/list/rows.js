// Of thousands of rows those near what is seen: each stands where it would if all were there.

import { h } from "../dom.js";
import { atNextFrame, drawNow } from "../frames.js";
import { Heights } from "./heights.js";

const OVERSCAN = 480; // CSS pixels drawn above and below, so that a quick scroll shows no gap
const MARGIN = 40; // what is brought into view is not at its very edge
const ROUNDS = 4; // heights are known once rows are drawn: where they then end is looked at again
const REST_MS = 150;
const GUESSED_LINE = 20;
const GUESSED_REST = 13;

/**
 * `fit(row, cue, place)` brings a row up to date, `state(row)` shows how it stands to what one does; `pinned()` names the
 * cues whose rows stay wherever one scrolls; `shape(cue)` is how many lines the row of a cue has, as far as one can say
 * before it is drawn.
 */
export class Rows {
  element = h("div", { class: "body", role: "rowgroup" });
  #space = h("div", { class: "space", role: "none" });
  #model;
  #make;
  #fit;
  #pinned;
  #shape;
  #state;
  #shown = new Map(); // key -> row
  #free = [];
  #keys = []; // of the cues, in the order that the heights have
  #heights = new Heights([]);
  #outdated = false; // the heights are of other cues
  #measured = new Map(); // key -> height at this width
  #learned = new Map(); // shape -> height
  #anchor = null; // {key, place, y}: what is at the upper edge, and how far it is scrolled out
  #atEnd = false; // what is at the lower edge is the last row
  #view = 0; // how high what is seen is
  #width = 0;
  #top = 0; // how far it is scrolled: the browser would lay out the page to say so
  #moved = false; // it is to be scrolled there
  #glide = null; // where it is to be scrolled to smoothly
  #wish = null; // {key, how, smooth}: what is to be brought into view
  #grown = new Set(); // rows whose height has to be looked at
  #uneven = false; // a height was other than was thought
  #total = -1;
  #untidy = 0;

  constructor({ model, make, fit, state, pinned, shape }) {
    this.#model = model;
    this.#make = make;
    this.#fit = fit;
    this.#state = state;
    this.#pinned = pinned;
    this.#shape = shape;
    this.element.append(this.#space);
    this.element.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#resized()).observe(this.element);
  }

  /** The row of a cue, null while it is not drawn. */
  of(key) {
    return this.#shown.get(key) ?? null;
  }

  /** The row of a cue that is pinned or to be revealed, drawn now where it is not yet: the keyboard goes there. */
  need(key) {
    if (!this.#shown.has(key)) this.draw();
    return this.of(key);
  }

  /** Draw now: something else is to be put where a row is. */
  draw() {
    if (!this.#moved) this.#top = this.element.scrollTop; // what was scrolled just now is told of in the next frame
    drawNow(this);
  }

  /** All rows that are drawn. */
  all() {
    return this.#shown.values();
  }

  /** How many rows further a page is, from a place on. */
  page(place, by) {
    this.#refresh();
    const to = this.#heights.at(this.#heights.top(place) + by * Math.max(0, this.#view - this.#heights.of(place)));
    return to === place ? place + by : to;
  }

  // --- what is to be drawn ----------------------------------------------------------------------------------------

  /** Draw in the next frame whatever is other than it was. */
  later() {
    atNextFrame(this);
  }

  /** Cues came, went or moved, and these are others: work out anew where each stands; what is looked at stays there. */
  reset(changed = []) {
    this.#outdated ||= !this.#isInOrder();
    this.refit(changed);
  }

  /** Whether every cue still has the place that it has here: most edits of a time leave it so. */
  #isInOrder() {
    const { cues } = this.#model;
    return cues.length === this.#keys.length && cues.every(({ key }, place) => key === this.#keys[place]);
  }

  /** These cues are others than they were: their rows are drawn anew. */
  refit(keys) {
    for (const key of keys) {
      const row = this.of(key);
      if (row) row.stale = true;
      else this.#forget(key);
    }
    this.later();
  }

  /** A row that is not drawn may have another height by now. */
  #forget(key) {
    this.#measured.delete(key);
    const cue = this.#model.byKey.get(key);
    if (cue && !this.#outdated) this.#heights.set(this.#model.place(key), this.#guess(cue));
  }

  /** All rows are other than they were, though where they stand is not. */
  refitAll() {
    for (const row of this.all()) row.stale = true;
    this.later();
  }

  /** The row of a cue has grown or shrunk. */
  resized(key) {
    const row = this.of(key);
    if (!row) return;
    this.#grown.add(row);
    this.later();
  }

  /** Bring the row of a cue into view: "nearest" as little as is needed, "center" to the middle. */
  reveal(key, how = "nearest", { smooth = false } = {}) {
    if (!this.#model.byKey.has(key) || !this.#view) return;
    this.#wish = { key, how, smooth };
    this.later();
  }

  #scrolled() {
    this.later();
    if (this.#moved) return;
    this.#top = this.element.scrollTop;
    this.#holdOn();
  }

  #resized() {
    const { clientHeight, clientWidth, scrollTop } = this.element;
    if (!clientWidth || !clientHeight) return;
    this.#view = clientHeight;
    this.#top = scrollTop;
    if (clientWidth !== this.#width) {
      this.#width = clientWidth;
      this.#measured.clear();
      this.#learned.clear();
      this.#outdated = true;
      for (const row of this.all()) this.#grown.add(row);
    }
    drawNow(this); // the frame that has the new size is being made
  }

  // --- where everything stands ------------------------------------------------------------------------------------

  /** Bring the places in line with the cues. */
  #refresh() {
    const { cues } = this.#model;
    if (!this.#outdated && this.#heights.length === cues.length) return;
    this.#outdated = false;
    this.#keys = cues.map((cue) => cue.key);
    this.#heights = new Heights(cues.map((cue) => this.#measured.get(cue.key) ?? this.#guess(cue)));
    const anchor = this.#standing();
    if (anchor) this.#scrollTo(this.#heights.top(this.#model.place(anchor.key)) + anchor.y);
  }

  /** Remember what is at the edges. */
  #holdOn() {
    const first = this.#heights.at(this.#top);
    this.#anchor = this.#keys.length ? { key: this.#keys[first], place: first, y: this.#top - this.#heights.top(first) } : null;
    this.#atEnd = this.#top > 0 && this.#top + this.#view > this.#heights.total - 1;
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

  #scrollTo(top) {
    const within = Math.min(Math.max(0, top), this.#most);
    if (Math.abs(within - this.#top) < 1) return;
    this.#top = within;
    this.#moved = true;
  }

  get #most() {
    return Math.max(0, this.#heights.total - this.#view);
  }

  /** Go to what is to be seen, as far as that is known. */
  #aim() {
    const { key, how, smooth } = this.#wish ?? {};
    const place = this.#wish ? this.#model.place(key) : -1;
    if (place < 0) return;
    const to = this.#target(place, how);
    this.#glide = smooth && Math.abs(to - this.#top) < this.#view ? to : null;
    if (this.#glide === null) this.#scrollTo(to);
  }

  #target(place, how) {
    const top = this.#heights.top(place);
    const height = this.#heights.of(place);
    const margin = Math.min(MARGIN, Math.max(0, (this.#view - height) / 2));
    const within = (to) => Math.round(Math.min(Math.max(0, to), this.#most));
    if (how === "center") return within(top - (this.#view - height) / 2);
    if (top - margin < this.#top) return within(top - margin);
    if (top + height + margin > this.#top + this.#view) return within(top + height + margin - this.#view);
    return this.#top;
  }

  /** Whether all of a cue's row is seen. */
  isSeen(key) {
    this.#refresh();
    const place = this.#model.place(key);
    const top = this.#heights.top(place) - this.#top;
    return place >= 0 && top >= 0 && top + this.#heights.of(place) <= this.#view;
  }

  // --- a drawing --------------------------------------------------------------------------------------------------

  /** Give the places near what is seen their rows, as far as one knows where that is. */
  write() {
    if (!this.#view) return;
    this.#refresh();
    this.#aim();
    this.#holdOn();
    this.#put(this.#wanted(this.#heights.at(this.#top - OVERSCAN), this.#heights.at(this.#top + this.#view + OVERSCAN)));
    for (const row of this.#shown.values()) this.#state(row);
  }

  /** See how high they have come to be. */
  measure() {
    this.#uneven = false;
    for (const row of this.#grown) if (this.#shown.get(row.key) === row) this.#uneven = this.#measure(row) || this.#uneven;
    this.#grown.clear();
  }

  /** Heights may be other than was thought, so that other rows are near: look again, then put all where they stand. */
  place() {
    if (!this.#view) return;
    for (let round = 1; this.#uneven && round < ROUNDS; round += 1) {
      this.#scrollTo(this.#atEnd ? this.#most : this.#heights.top(this.#anchor.place) + this.#anchor.y);
      this.write();
      this.measure();
    }
    this.#stretch();
    if (this.#moved) this.element.scrollTop = this.#top; // before rows are moved: it is not laid out for that
    for (const row of this.#shown.values()) row.stand(this.#heights.top(row.place));
    if (this.#glide !== null) this.element.scrollTo({ top: this.#glide, behavior: "smooth" });
    this.#moved = false;
    this.#wish = this.#glide = null;
  }

  #stretch() {
    const { total } = this.#heights;
    if (total === this.#total) return;
    this.#total = total;
    this.#space.style.blockSize = `${total}px`;
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

  /** Give each place its row. */
  #put(places) {
    const { cues } = this.#model;
    const wanted = new Set(places.map((place) => cues[place].key));
    for (const [key, row] of this.#shown) {
      if (wanted.has(key)) continue;
      this.#shown.delete(key);
      this.#free.push(row);
    }
    const rows = [];
    for (const place of places) {
      const cue = cues[place];
      const row = this.#shown.get(cue.key) ?? this.#free.pop() ?? this.#make();
      this.#shown.set(cue.key, row);
      rows.push(row);
      if (row.cue === cue && row.place === place && !row.stale) continue;
      if (row.cue !== cue || row.stale) this.#grown.add(row);
      row.stale = false;
      this.#fit(row, cue, place);
    }
    for (const row of this.#free) row.element.remove();
    for (const { element } of rows) if (!element.isConnected) this.#space.append(element);
    clearTimeout(this.#untidy);
    this.#untidy = setTimeout(() => this.#order(), REST_MS);
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
}
