// The settings of this browser: how the video behaves, and which key does what.

import { open } from "./panels/dialog.js";
import { GROUPS } from "./bindings.js";
import { fill, h } from "./dom.js";
import { comboOf, shown, whyNot } from "./keys.js";

const SWITCHES = [
  ["follow", "The list follows the video"],
  ["pauseWhileTyping", "Typing pauses the video; 2 seconds after the last key it goes on"],
];

export function showSettings(root, { actions, keys, settings }) {
  return open(root, { title: "Settings", wide: true }, () => {
    const said = h("p", { class: "said", role: "status" });
    const body = h("div", { class: "columns" });
    const show = () => fill(body, GROUPS.map((group) => section(group, { actions, keys, said, show })));
    show();
    const reset = h("button", { type: "button", onclick: () => {
      keys.reset();
      show();
      fill(said, "All keys are as they came.");
    } }, "Reset all keys");
    return h("div", { class: "settings" },
      SWITCHES.map(([name, label]) => h("label", { class: "switch" },
        h("input", { type: "checkbox", checked: settings.get(name), onchange: (event) => settings.set(name, event.target.checked) }), label)),
      h("h3", {}, "Keys"), h("p", {}, "Press a key's button, then the new combination. Escape leaves it as it was."), said, body,
      h("div", { class: "buttons" }, reset));
  });
}

function section(group, context) {
  const rows = context.actions.registry.filter((action) => action.group === group).map((action) => row(action, context));
  return h("section", {}, h("h4", {}, group), h("dl", {}, rows));
}

function row(action, { actions, keys, said, show }) {
  const combos = keys.of(action);
  const changed = combos !== action.keys;
  const label = h("dt", {}, action.label);
  const button = h("button", { type: "button", dataset: { key: action.id }, "aria-label": `${action.label}: ${combos.map(shown).join(" or ") || "no key"}. Change` },
    combos.length ? shown(combos[0]) : "none");
  const again = (text) => {
    show();
    fill(said, text);
    button.getRootNode().querySelector(`[data-key="${action.id}"]`)?.focus();
  };
  button.addEventListener("click", () => {
    fill(button, "Press keys…");
    button.classList.add("waiting");
    button.addEventListener("keydown", (event) => press(event), { capture: true });
    button.addEventListener("blur", () => show(), { once: true });
  }, { once: true });

  function press(event) {
    event.preventDefault();
    event.stopPropagation();
    const combo = event.key === "?" ? "Question" : comboOf(event);
    if (!combo) return;
    if (combo === "Escape") return again("Nothing is changed.");
    const other = keys.takenBy(combo, action);
    const why = whyNot(combo, action.where)
      || (other && `${shown(combo)} is the key for “${other.label}”: change that one first, or press another.`);
    if (why) return void fill(said, why); // the button still waits
    keys.set(action, [combo]);
    return again(`${action.label}: ${shown(combo)}.`);
  }
  return h("div", {}, label, h("dd", {}, button, changed && h("button", { type: "button", class: "link", onclick: () => {
    const own = action.keys.map((one) => keys.takenBy(one, action)).find(Boolean);
    if (own) return again(`Its own key now does “${own.label}”: change that one first.`);
    keys.set(action, null);
    return again(`${action.label} has its own key again.`);
  } }, "Reset")));
}
