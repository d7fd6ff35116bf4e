// The keys of the grid, those of the ARIA authoring practices; what the registry of actions has is left to it.

import { MAC } from "../keys.js";

const STEPS = { ArrowUp: -1, ArrowDown: 1 };
const SIDES = { ArrowLeft: -1, ArrowRight: 1 };

export class Keyboard {
  #model;
  #rows;
  #list;

  /** `list` does what is asked: moveTo(place, mode), column(name), open(key, column), word(key, by). */
  constructor({ model, rows, list }) {
    this.#model = model;
    this.#rows = rows;
    this.#list = list;
  }

  /** A key that was pressed on the cell of a row. */
  press(event, row, column) {
    if (event.defaultPrevented || event.isComposing) return;
    const byWord = MAC ? event.altKey && !event.ctrlKey : event.ctrlKey && !event.altKey;
    const done = column === "text" && byWord && event.key in SIDES
      ? this.#list.word(row, SIDES[event.key])
      : !event.altKey && (this.#move(event, row) || this.#side(event, row, column) || this.#act(event, row, column));
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #move(event, { place }) {
    const ctrl = event.ctrlKey || event.metaKey;
    const last = this.#model.cues.length - 1;
    let to = null;
    if (event.key in STEPS) to = place + STEPS[event.key];
    else if (event.key === "PageDown" || event.key === "PageUp") to = this.#rows.page(place, event.key === "PageDown" ? 1 : -1);
    else if (ctrl && event.key === "Home") to = 0;
    else if (ctrl && event.key === "End") to = last;
    if (to === null) return false;
    const mode = event.shiftKey ? "range" : ctrl && event.key in STEPS ? "keep" : "set";
    this.#list.moveTo(Math.min(Math.max(0, to), last), mode);
    return true;
  }

  #side(event, row, column) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return false;
    const names = Object.keys(row.cells).filter((name) => row.cells[name].checkVisibility());
    const place = names.indexOf(column);
    const to = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: names.length - 1 }[event.key];
    if (to === undefined) return false;
    this.#list.column(row, names[Math.min(Math.max(0, to), names.length - 1)]);
    return true;
  }

  #act(event, row, column) {
    if (event.ctrlKey || event.metaKey) return false;
    if (event.key === " " && event.shiftKey) this.#model.select([row.key], { mode: "toggle" });
    else if (event.key === "Escape" && this.#model.selection.size > 1) this.#model.select([row.key]);
    else if ((event.key === "Enter" || event.key === "F2") && !event.shiftKey) return this.#list.open(row.key, column);
    else return false;
    return true;
  }
}
