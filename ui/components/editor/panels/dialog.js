// Dialogs: the browser's own element, so that what lies behind cannot be reached while one is open. Esc closes it, and the
// focus goes back to where it was.

import { fill, h, icon, set } from "../dom.js";

let made = 0;

/**
 * Open a dialog with a heading in `root`, the editor's shadow root or an element in it. `content(close)` gives what is
 * in it; `close(answer)` shuts it. Resolves to the answer, null when the person dismissed it. `alert` says that it warns.
 * The focus goes to the element with `autofocus`, else to the first field or button.
 */
export function open(root, { title, wide = false, alert = false }, content) {
  const id = `dialog-${(made += 1)}`;
  const before = root.getRootNode().activeElement;
  return new Promise((resolve) => {
    let answer = null;
    const close = (given = null) => {
      answer = given;
      dialog.close();
    };
    const shut = h("button", { type: "button", class: "shut", "aria-label": "Close", title: "Close (Esc)", onclick: () => close() }, icon("close"));
    const body = h("div", { class: "dialog-body", id: `${id}-body` });
    const dialog = h("dialog", {
      class: wide ? "wide" : "", role: alert ? "alertdialog" : null, "aria-labelledby": id, "aria-describedby": alert ? body.id : null,
    }, h("header", {}, h("h2", { id }, title), shut), body);
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before?.isConnected) before.focus({ preventScroll: true });
      resolve(answer);
    });
    // What is pressed in a dialog is meant for it, and not for the captions behind it.
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    fill(body, content(close));
    root.append(dialog);
    dialog.showModal();
    (body.querySelector("[autofocus]") ?? body.querySelector("input, textarea, select, button") ?? shut).focus();
  });
}

/** Whether a person wants it: `text` says what it does, `sure` is the word on its button, `danger` marks a loss. */
export async function confirm(root, { title, text = "", sure, cancel = "Cancel", danger = false, content = [] }) {
  const found = await open(root, { title, alert: true }, (close) => form(() => close(true), [
    paragraphs(text), content,
    buttons(h("button", { type: "button", autofocus: danger, onclick: () => close(false) }, cancel),
      h("button", { type: "submit", class: danger ? "main danger" : "main", autofocus: !danger }, sure)),
  ]));
  return found === true;
}

/**
 * What a person writes, null when they would rather not. `label` names the field, `text` and `content` stand above it,
 * `needed` is the sentence for who leaves it empty (true for a plain one), `line` takes one line only.
 */
export function ask(root, { title, text = "", label, sure, value = "", needed = false, line = false, longest = 2000, wide = false, content = [] }) {
  const id = `field-${(made += 1)}`;
  return open(root, { title, wide }, (close) => {
    const error = h("p", { class: "field-error", id: `${id}-error`, role: "alert" });
    const field = h(line ? "input" : "textarea", {
      id, value, maxlength: longest, rows: line ? null : 3, autofocus: true, "aria-required": needed ? "true" : null,
    });
    const done = () => {
      const written = field.value.trim();
      if (written || !needed) return close(written);
      fill(error, icon("error"), needed === true ? `${label} is needed.` : needed);
      set(field, { "aria-invalid": "true", "aria-describedby": error.id });
      return field.focus();
    };
    return form(done, [
      paragraphs(text), content, h("label", { for: id }, label), field, error,
      buttons(h("button", { type: "button", onclick: () => close() }, "Cancel"), h("button", { type: "submit", class: "main" }, sure)),
    ]);
  });
}

/** A form of a dialog: `done` is called on Enter in a line, on Ctrl+Enter in a field of several lines, and by its button. */
export function form(done, content) {
  const element = h("form", {
    class: "ask",
    novalidate: true,
    onsubmit: (event) => {
      event.preventDefault();
      done();
    },
    onkeydown: (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      done();
    },
  });
  return fill(element, content);
}

/** The row of buttons at the end of a dialog. */
export function buttons(...row) {
  return h("div", { class: "buttons" }, row);
}

function paragraphs(text) {
  return text ? text.split("\n").map((one) => h("p", {}, one)) : [];
}
