// What all panels have in common: they show what the model says, only while they are seen, and never take the focus away.

import { h, shortClock } from "../dom.js";
import { atNextFrame } from "../frames.js";

/** `update()` is for the panels to write: it brings `element` in line with the model. */
export class Panel {
  shown = false;

  constructor({ model, player, actions, api, outbox = null }, title) {
    Object.assign(this, { model, player, actions, api, outbox });
    this.heading = h("h2", { tabindex: "-1" }, title);
    this.element = h("div", { class: "panel" }, this.heading);
  }

  show() {
    this.shown = true;
    this.update();
  }

  hide() {
    this.shown = false;
  }

  /** Where dialogs go. */
  get root() {
    return this.element.getRootNode();
  }

  /** Bring the panel up to date when the model tells one of these events. */
  watch(...events) {
    for (const event of events) this.model.addEventListener(event, () => this.later());
  }

  /** Bring it up to date once for all that happens at one time. */
  later() {
    if (this.shown) atNextFrame(this);
  }

  write() {
    if (this.shown) this.update();
  }

  /** Go to a cue, or to a moment without one. With `play` the video plays from there. */
  go(key, ms, { play = false } = {}) {
    if (this.model.byKey.has(key)) this.actions.go(key, { ms, typing: false });
    else this.player.seek(ms);
    if (play) this.player.play();
  }

  /**
   * Do something with the server's copy of the track, once it has every edit. What goes wrong is said in the status
   * line, or to `tell`. Resolves to what `act` gives, null when it failed. With `typing` false the text that is just
   * being typed is left alone: so it must be with what nobody has pressed a button for.
   */
  async withServer(act, tell = (why) => this.model.notice(why), { typing = true } = {}) {
    try {
      if (typing) this.actions.commit();
      await this.outbox?.saved();
      return await act();
    } catch (error) {
      if (!error.why) throw error;
      tell(error.why);
      return null;
    }
  }
}

/** "Caption 12", or "" when there is none (any more). */
export function nameOf(model, key) {
  const place = model.place(key);
  return place < 0 ? "" : `Caption ${place + 1}`;
}

/** The number and the time of a cue for the head of a row; the time alone where there is no cue. */
export function whereabouts(model, key, ms) {
  const name = nameOf(model, key);
  return [name && h("span", { class: "number" }, name), h("span", { class: "time" }, shortClock(model.byKey.get(key)?.start ?? ms))];
}

/**
 * Make the rows of a list those of `items`, in order, and leave alone the rows that stay. `key(item)` names an item,
 * `make(item)` makes its row, `fit(row, item)` brings one up to date.
 */
export function keepRows(list, items, { key, make, fit = () => {} }) {
  const known = rowsOf.get(list) ?? new Map();
  const rows = new Map();
  for (const item of items) {
    const name = key(item);
    const row = known.get(name) ?? make(item);
    fit(row, item);
    rows.set(name, row);
  }
  rowsOf.set(list, rows);
  const stay = new Set(rows.values());
  for (const child of [...list.children]) if (!stay.has(child)) child.remove();
  let next = list.firstElementChild;
  for (const row of rows.values()) {
    if (row === next) next = next.nextElementSibling;
    else list.insertBefore(row, next);
  }
}

const rowsOf = new WeakMap();

/**
 * Do `act`, which changes rows within `element`; when it takes away the control that has the focus, the same control of
 * the row that stands there now gets it (`data-does` tells which is the same), else `fallback`.
 */
export function keepFocus(element, fallback, act) {
  const root = element.getRootNode();
  const had = root.activeElement;
  if (!had || !element.contains(had)) return act();
  const row = had.closest("[data-row]");
  const place = row ? rowsIn(element).indexOf(row) : -1;
  act();
  if (root.activeElement === had) return undefined;
  if (had.isConnected && had.checkVisibility()) return had.focus({ preventScroll: true });
  const rows = rowsIn(element);
  const next = place < 0 ? null : rows[Math.min(place, rows.length - 1)];
  const same = next?.querySelector(`[data-does="${had.dataset.does}"]`) ?? next?.querySelector("button, input");
  return (same ?? fallback).focus();
}

function rowsIn(element) {
  return [...element.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
}
