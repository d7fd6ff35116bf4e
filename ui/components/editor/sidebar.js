// The panels beside the captions: a row of tabs and the one panel that is open; on a narrow screen a sheet.

import { h, icon, say, set } from "./dom.js";
import { atNextFrame } from "./frames.js";

const LABELS = [
  ["findings", "Findings"], ["find", "Find"], ["uncertain", "Uncertain words"], ["beside", "Beside"],
  ["history", "History"], ["story", "Story"], ["conflicts", "Conflicts"],
];

export class Sidebar {
  #model;
  #actions;
  #settings;
  #panels;
  #tabs = new Map();
  #open = null;
  #opener = null;
  #list = h("div", { class: "tabs", role: "tablist", "aria-label": "Panels" });
  #body = h("div", { class: "panel-body" });

  /** `panels` are by name; a panel has `element`, `show()` and `hide()`. */
  constructor({ model, actions, settings, panels, signal }) {
    this.#model = model;
    this.#actions = actions;
    this.#settings = settings;
    this.#panels = panels;
    const shut = h("button", { type: "button", class: "shut", "aria-label": "Close the panel", onclick: () => this.close() }, icon("close"));
    this.element = h("section", { class: "side", "aria-label": "Panels" }, this.#list, h("div", { class: "sheet" }, shut, this.#body));
    for (const [name, label] of LABELS) if (panels[name]) this.#tab(name, label);
    this.#list.addEventListener("keydown", (event) => this.#arrow(event));
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.element.classList.contains("opened")) this.close();
    });
    for (const event of ["findings", "conflicts", "change"]) model.addEventListener(event, () => atNextFrame(this), { signal });
    this.write();
    this.show(panels[settings.get("panel")] ? settings.get("panel") : "findings", { sheet: false });
  }

  #tab(name, label) {
    const number = h("span", { class: "count" });
    const tab = h("button", {
      type: "button", role: "tab", id: `tab-${name}`, "aria-selected": "false", "aria-controls": `panel-${name}`, tabindex: "-1",
      onclick: () => this.show(name, { opener: tab }),
    }, label, number);
    const { element } = this.#panels[name];
    set(element, { id: `panel-${name}`, role: "tabpanel", "aria-labelledby": tab.id, hidden: true });
    this.#list.append(tab);
    this.#body.append(element);
    this.#tabs.set(name, { tab, number });
  }

  /** Open a panel; on a narrow screen as a sheet, unless `sheet` is false. With `focus` the keyboard goes there. */
  show(name, { focus = false, sheet = true, opener = null } = {}) {
    if (!this.#panels[name]) return;
    if (this.#open !== name) {
      if (this.#open) {
        this.#panels[this.#open].hide();
        this.#panels[this.#open].element.hidden = true;
      }
      this.#open = name;
      this.#panels[name].element.hidden = false;
    }
    for (const [other, { tab }] of this.#tabs) set(tab, { "aria-selected": String(other === name), tabindex: other === name ? "0" : "-1" });
    if (sheet) {
      this.#settings.set("panel", name);
      this.#opener = opener ?? this.element.getRootNode().activeElement;
      this.element.classList.add("opened");
    }
    this.#panels[name].show();
    if (focus) this.focus();
  }

  /** Shut the sheet of a narrow screen. */
  close() {
    this.element.classList.remove("opened");
    this.#opener?.focus?.();
  }

  focus() {
    const inside = this.#panels[this.#open].element;
    (inside.querySelector("[autofocus], input, textarea, select, button, [tabindex='0'], a[href]") ?? this.#tabs.get(this.#open).tab).focus();
  }

  #arrow(event) {
    const names = [...this.#tabs.keys()].filter((name) => !this.#tabs.get(name).tab.hidden);
    const place = names.indexOf(this.#open);
    const to = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: names.length - 1 }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const name = names[(to + names.length) % names.length];
    this.show(name, { sheet: false });
    this.#settings.set("panel", name);
    this.#tabs.get(name).tab.focus();
  }

  /** Say at the tabs how much there is to see. */
  write() {
    const counts = {
      findings: this.#actions.openFindings().length,
      conflicts: this.#model.conflicts.length,
      uncertain: this.#actions.countUncertain(),
    };
    for (const [name, { tab, number }] of this.#tabs) {
      say(number, counts[name] ? ` ${counts[name]}` : "");
      if (name === "conflicts") tab.hidden = !counts.conflicts;
    }
    if (this.#open === "conflicts" && !counts.conflicts) this.show("findings", { sheet: false });
  }
}
