// Every key at a glance, made from the table of actions.

import { open } from "./panels/dialog.js";
import { GROUPS } from "./bindings.js";
import { h } from "./dom.js";
import { shown } from "./keys.js";

const WHERE = { text: "while typing", out: "not while typing" };

/** What the text of a caption does by itself. */
const IN_TEXT = [["New line", "Shift+Enter"], ["Leave the text as it was", "Escape"]];

export function showHelp(root, { actions, keys, openSettings }) {
  return open(root, { title: "Keys", wide: true }, (close) => h("div", { class: "help" },
    h("p", {}, "Keys go by their place on the keyboard, whatever alphabet you type in. ",
      h("button", { type: "button", class: "link", onclick: () => { close(); openSettings(); } }, "Change keys")),
    h("div", { class: "columns" }, GROUPS.map((group) => section(group, actions, keys)))));
}

function section(group, actions, keys) {
  const rows = actions.registry.filter((action) => action.group === group && keys.of(action).length).map((action) => {
    const where = WHERE[action.where];
    return row(action.label + (where ? `, ${where}` : ""), keys.of(action));
  });
  const own = group === "Text" ? IN_TEXT.map(([label, combo]) => row(`${label}, while typing`, [combo])) : [];
  return h("section", {}, h("h3", {}, group), h("dl", {}, rows, own));
}

function row(label, combos) {
  const unique = [...new Set(combos.map(shown))];
  return h("div", {}, h("dt", {}, label), h("dd", {}, unique.map((combo, place) => [place ? " or " : "", h("kbd", {}, combo)])));
}
