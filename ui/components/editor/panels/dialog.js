// Dialogs: the browser's own <dialog>, so that what lies behind cannot be reached while one is open. Esc closes it, and
// the focus goes back to where it was.

import { fill, h, icon, set } from "../dom.js";

let made = 0;

/**
 * Show a dialog in `root`, an element of the editor, until a button is pressed. Resolves to the button's value, or to
 * null when the dialog was closed in another way.
 *
 * `content` are nodes or strings. `buttons` are [{value, label, main, danger}]; the main one is pressed by Enter in a
 * line of text and by Ctrl+Enter in a field of several. `check(value)` may keep the dialog open by giving false. `focus`
 * is the element to begin at, else the first field, else the main button. `alert` says that it warns of something.
 */
export function openDialog(root, { title, content = [], buttons, check = () => true, focus = null, alert = false, wide = false }) {
  const id = `dialog-${(made += 1)}`;
  const before = root.getRootNode().activeElement;
  const row = buttons.map(({ value, label, main, danger }) => h("button", {
    type: main ? "submit" : "button", class: [main && "main", danger && "danger"].filter(Boolean).join(" "),
    onclick: main ? null : () => finish(value),
  }, label));
  const close = h("button", { type: "button", class: "plain close", "aria-label": "Close", title: "Close (Esc)", onclick: () => finish(null) }, icon("close"));
  const body = fill(h("div", { class: "dialog-body", id: `${id}-body` }), content);
  const main = buttons.find((button) => button.main);
  const form = h("form", { novalidate: true }, h("header", {}, h("h2", { id }, title), close), body, h("footer", {}, row));
  const dialog = h("dialog", {
    class: wide ? "dialog wide" : "dialog", role: alert ? "alertdialog" : null, "aria-labelledby": id,
    "aria-describedby": alert ? `${id}-body` : null,
  }, form);

  let settle;
  const result = new Promise((resolve) => (settle = resolve));
  const end = (value) => {
    dialog.remove();
    if (before?.isConnected) before.focus({ preventScroll: true });
    settle(value);
  };
  const finish = (value) => {
    if (value !== null && !check(value)) return;
    dialog.close();
    end(value);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (main) finish(main.value);
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    end((dialog.close(), null));
  });
  // The editor's keys are for what lies behind.
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && main) {
      event.preventDefault();
      finish(main.value);
    }
  });

  root.append(dialog);
  dialog.showModal();
  (focus ?? body.querySelector("input, textarea, select") ?? row[buttons.indexOf(main)] ?? close).focus();
  return result;
}

/** Whether a person wants it: `text` is what it does, `sure` the word on its button, `danger` for what cannot be undone. */
export async function confirm(root, { title, text, sure, cancel = "Cancel", danger = false, content = [] }) {
  const buttons = [{ value: false, label: cancel }, { value: true, label: sure, main: true, danger }];
  return (await openDialog(root, { title, content: [...paragraphs(text), content], buttons, alert: true })) === true;
}

/**
 * What a person writes; null when they would rather not. `label` names the field, `text` stands above it, `needed` is
 * the sentence that asks for it when it is empty (true for a plain one). `line` takes one line only.
 */
export async function ask(root, { title, text = "", label, sure, value = "", needed = false, line = false, longest = 2000, content = [] }) {
  const id = `field-${(made += 1)}`;
  const field = h(line ? "input" : "textarea", { id, value, maxlength: longest, rows: line ? null : 4, "aria-required": needed ? "true" : null });
  const error = h("p", { class: "field-error", id: `${id}-error`, role: "alert" });
  const written = () => field.value.trim();
  const check = (pressed) => {
    if (pressed !== true || !needed || written()) return true;
    fill(error, icon("error"), needed === true ? `${label} is needed.` : needed);
    set(field, { "aria-invalid": "true", "aria-describedby": error.id });
    field.focus();
    return false;
  };
  const buttons = [{ value: false, label: "Cancel" }, { value: true, label: sure, main: true }];
  const asked = [paragraphs(text), content, h("label", { for: id }, label), field, error];
  return (await openDialog(root, { title, content: asked, buttons, check, focus: field })) === true ? written() : null;
}

function paragraphs(text) {
  return text ? text.split("\n").map((one) => h("p", {}, one)) : [];
}
