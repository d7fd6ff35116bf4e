// Dialogs: the browser's own element keeps the focus inside, closes on Escape and gives the focus back.

import { h, icon } from "./dom.js";

/** Open a dialog with a heading in `root`; resolves with what `close` was given, null when it was dismissed. */
export function open(root, { title, wide = false }, content) {
  return new Promise((resolve) => {
    let answer = null;
    const close = (given = null) => {
      answer = given;
      dialog.close();
    };
    const heading = h("h2", { id: "dialog-title" }, title);
    const shut = h("button", { type: "button", class: "shut", "aria-label": "Close", onclick: () => close() }, icon("close"));
    const dialog = h("dialog", { class: wide ? "wide" : "", "aria-labelledby": heading.id }, h("header", {}, heading, shut), content(close));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    // What is pressed in a dialog is meant for it, and not for the captions behind it.
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    root.append(dialog);
    dialog.showModal();
    (dialog.querySelector("[autofocus]") ?? shut).focus();
  });
}

/** Ask for a text; resolves with it, or with null when the person has thought better of it. */
export function ask(root, { title, text = "", label, sure, needed = false }) {
  return open(root, { title }, (close) => {
    const field = h("textarea", { rows: "3", id: "dialog-note", required: needed, autofocus: true, maxlength: "2000" });
    return h("form", {
      class: "ask",
      onsubmit: (event) => {
        event.preventDefault();
        close(field.value.trim());
      },
    },
    text && h("p", {}, text),
    h("label", { for: field.id }, label), field,
    h("div", { class: "buttons" },
      h("button", { type: "button", onclick: () => close() }, "Cancel"),
      h("button", { type: "submit", class: "main" }, sure)));
  });
}
