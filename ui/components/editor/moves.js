// Asking for a review, returning and approving: buttons that say why they are off, as the server has said.

import { count, h, set } from "./dom.js";
import { ask } from "./panels/dialog.js";

const MOVES = {
  request: { label: "Request review", title: "Ask for a review of these captions", sure: "Request review" },
  return: { label: "Return", title: "Return these captions to their author", sure: "Return", wants: "What is to be changed?" },
  approve: { label: "Approve", title: "Approve these captions", sure: "Approve", main: true },
};

/** What an edit does to captions of this status: the small word above that changes is easily missed. */
const AGAIN = {
  approved: "After this edit the captions are a draft again: approve them when they are done.",
  published: "After this edit the captions are a draft again. Readers keep what was published until the next time.",
};

/** The buttons for the track's next status. `context` is {model, api, outbox, actions, root}. */
export class Moves {
  #context;
  #buttons = new Map();
  #status = "";

  constructor(context, signal) {
    this.#context = context;
    this.element = h("div", { class: "moves", role: "group", "aria-label": "Review" });
    for (const [move, { label, main }] of Object.entries(MOVES)) {
      const why = h("span", { class: "why", id: `why-${move}`, role: "tooltip" });
      const button = h("button", { type: "button", class: main ? "main" : "", "aria-describedby": why.id, onclick: () => this.#press(move) }, label);
      this.element.append(h("span", { class: "move" }, button, why));
      this.#buttons.set(move, { button, why });
    }
    context.model.addEventListener("track", () => this.#show(), { signal });
    this.#show();
  }

  #show() {
    const { moves, track } = this.#context.model;
    const again = AGAIN[this.#status];
    if (again && track.status === "draft") this.#context.model.notice(again);
    this.#status = track.status;
    for (const [move, { button, why }] of this.#buttons) {
      const told = moves[move];
      button.parentElement.hidden = !told;
      if (!told) continue;
      set(button, { "aria-disabled": told.may ? null : "true" });
      why.textContent = told.may ? "" : told.why;
      why.hidden = told.may;
    }
  }

  async #press(move) {
    const { model, api, outbox, actions, root } = this.#context;
    const told = model.moves[move];
    if (!told.may) return model.notice(told.why);
    actions.commit();
    const { title, sure, wants } = MOVES[move];
    const note = await ask(root, { title, sure, text: this.#summary(), label: wants ?? "A note, if you like", needed: Boolean(wants) });
    if (note === null) return null;
    try {
      await outbox.saved();
      model.adopt(await api.move(move, { note, edit: model.edit }));
      outbox.refresh();
      return model.notice(`Done: the captions are ${model.track.status}.`);
    } catch (error) {
      return model.notice(error.why ?? error.message);
    }
  }

  #summary() {
    const open = this.#context.actions.openFindings();
    const errors = open.filter((finding) => finding.severity === "error").length;
    const warnings = open.length - errors;
    const captions = count(this.#context.model.cues.length, "caption");
    if (!open.length) return `${captions}; the checks find no problem.`;
    const said = [errors && count(errors, "error"), warnings && count(warnings, "warning")].filter(Boolean).join(" and ");
    return `${captions}; still open: ${said}.`;
  }
}
