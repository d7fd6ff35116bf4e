// The buttons for what is done most; each is an action of the registry, so that it does what its key does. Play is with
// the video (player/controls.js).

import { h, icon, set } from "./dom.js";
import { forAria } from "./keys.js";

// [id of the action, drawing, word beside it or "" where the drawing is known everywhere]
const GROUPS = [
  ["Playing", [["replay", "replay", "Replay"], ["loop", "loop", ""]]],
  ["Captions", [["split", "split", "Split"], ["merge", "merge", "Merge"], ["insert-after", "add", "Add"], ["delete", "remove", ""]]],
  ["Times", [["set-start", "start", "Start here"], ["set-end", "end", "End here"], ["retime", "times", ""]]],
  ["Edits", [["undo", "undo", ""], ["redo", "redo", ""]]],
  ["Checking", [["previous-problem", "previous", ""], ["next-problem", "problem", "Next problem"]]],
  ["Window", [["follow", "follow", ""], ["find", "find", ""], ["settings", "settings", ""], ["help", "help", ""]]],
];

export class Toolbar {
  #actions;
  #keys;
  #settings;
  #buttons = new Map();
  #due = 0;

  constructor({ model, actions, keys, settings, signal }) {
    Object.assign(this, { element: h("div", { class: "toolbar", role: "toolbar", "aria-label": "Caption editor" }) });
    this.#actions = actions;
    this.#keys = keys;
    this.#settings = settings;
    for (const [name, buttons] of GROUPS) {
      this.element.append(h("div", { class: "group", role: "group", "aria-label": name }, buttons.map((one) => this.#button(...one))));
    }
    this.#rove();
    for (const event of ["change", "current", "findings", "status"]) model.addEventListener(event, () => this.#later(), { signal });
    settings.addEventListener("change", () => this.#showAll(), { signal });
    this.#showAll();
  }

  #button(id, drawing, word) {
    const action = this.#actions.byId(id);
    const button = h("button", { type: "button", "aria-label": action.label, tabindex: "-1", dataset: { action: id } }, icon(drawing), word && h("span", {}, word));
    button.addEventListener("click", () => this.#actions.run(id));
    // A press must not take the caret out of the text it is meant for.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    this.#buttons.set(id, button);
    return button;
  }

  /** One stop for Tab; arrows go from button to button. */
  #rove() {
    const all = [...this.#buttons.values()];
    const go = (to) => {
      for (const button of all) button.tabIndex = button === to ? 0 : -1;
      to.focus();
    };
    all[0].tabIndex = 0;
    this.element.addEventListener("keydown", (event) => {
      const place = all.indexOf(event.composedPath()[0].closest("button"));
      const to = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: all.length - 1 }[event.key];
      if (place < 0 || to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      go(all[(to + all.length) % all.length]);
    });
  }

  #showAll() {
    for (const [id, button] of this.#buttons) {
      const action = this.#actions.byId(id);
      const combos = this.#keys.of(action);
      const hint = this.#keys.hint(id);
      set(button, { "aria-keyshortcuts": combos.map(forAria).join(" ") || null, title: hint ? `${action.label} (${hint})` : action.label });
    }
    set(this.#buttons.get("follow"), { "aria-pressed": this.#settings.get("follow") });
    this.#showEnabled();
  }

  /** Once for all that happens at one time. */
  #later() {
    this.#due ||= requestAnimationFrame(() => {
      this.#due = 0;
      this.#showEnabled();
    });
  }

  #showEnabled() {
    for (const [id, button] of this.#buttons) {
      const off = !this.#actions.byId(id).enabled();
      // It stays where Tab finds it, and says why when it is pressed.
      set(button, { "aria-disabled": off ? "true" : null });
    }
    set(this.#buttons.get("loop"), { "aria-pressed": Boolean(this.#actions.looping) });
  }
}
