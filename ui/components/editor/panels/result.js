// What was just done in a panel, with its undo for as long as it is the last edit.

import { fill, h, icon } from "../dom.js";

export class Result {
  #panel;
  element = h("p", { class: "result", role: "status" });

  constructor(panel) {
    this.#panel = panel;
    panel.model.addEventListener("edit", () => this.clear());
  }

  clear() {
    if (this.element.firstChild) fill(this.element);
  }

  tell(text) {
    const { actions, heading } = this.#panel;
    const undo = () => {
      actions.undo();
      heading.focus();
    };
    fill(this.element, icon("done"), h("span", {}, text), h("button", { type: "button", onclick: undo }, "Undo"));
  }
}
