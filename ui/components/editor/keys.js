// Keys by where they are on the keyboard, so that they work in every alphabet.

import { isText } from "./dom.js";

export const MAC = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

const MODIFIERS = ["ControlLeft", "ControlRight", "AltLeft", "AltRight", "ShiftLeft", "ShiftRight", "MetaLeft", "MetaRight", "CapsLock"];

/**
 * The combination that an event is of: "Ctrl+Alt+Shift+Meta+KeyJ"; "" for a modifier alone.
 * A Latin letter counts as itself wherever the layout has it (Ctrl+Z on a French keyboard); every other key, and a
 * letter of another alphabet or one that macOS makes with Option, counts by its place on the keyboard.
 */
export function comboOf(event) {
  if (MODIFIERS.includes(event.code) || !event.code) return "";
  const letter = /^[a-z]$/i.test(event.key) ? `Key${event.key.toUpperCase()}` : event.code;
  const code = { NumpadEnter: "Enter", NumpadSubtract: "Minus", NumpadAdd: "Equal" }[letter] ?? letter;
  return [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift", event.metaKey && "Meta", code]
    .filter(Boolean).join("+");
}

/** A combination as this machine has it: "Mod" is Command on a Mac and Ctrl elsewhere. */
export function onThisMachine(combo) {
  const parts = combo.split("+");
  const code = parts.pop();
  const has = new Set(parts.map((part) => (part === "Mod" ? (MAC ? "Meta" : "Ctrl") : part)));
  return [...["Ctrl", "Alt", "Shift", "Meta"].filter((part) => has.has(part)), code].join("+");
}

const NAMES = {
  BracketLeft: "[", BracketRight: "]", Minus: "-", Equal: "=", Comma: ",", Period: ".", Semicolon: ";", Quote: "'",
  Slash: "/", Backslash: "\\", Backquote: "`", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→",
  Escape: "Esc", Delete: "Del", Question: "?",
};
const ON_MAC = { Ctrl: "⌃", Alt: "⌥", Shift: "⇧", Meta: "⌘" };

/** A combination as a person reads it: "Alt+J", on a Mac "⌥J". */
export function shown(combo) {
  const parts = onThisMachine(combo).split("+");
  const code = parts.pop();
  const key = NAMES[code] ?? code.replace(/^(Key|Digit)/, "");
  return MAC ? parts.map((part) => ON_MAC[part]).join("") + key : [...parts, key].join("+");
}

/** A combination as `aria-keyshortcuts` wants it. */
export function forAria(combo) {
  const parts = onThisMachine(combo).split("+");
  const code = parts.pop();
  const key = { ...NAMES, ArrowUp: "ArrowUp", ArrowDown: "ArrowDown", ArrowLeft: "ArrowLeft", ArrowRight: "ArrowRight", Escape: "Escape", Delete: "Delete" }[code];
  return [...parts.map((part) => (part === "Ctrl" ? "Control" : part)), key ?? code.replace(/^(Key|Digit)/, "")].join("+");
}

const BROWSERS = new Set([
  "F5", "F6", "F7", "F10", "F11", "F12", "Tab", "Shift+Tab", "Escape", "Alt+ArrowLeft", "Alt+ArrowRight", "Alt+Home", "Alt+F4",
  "Ctrl+Digit3", "Ctrl+Digit4", "Ctrl+KeyH", "Ctrl+Shift+KeyM", "Ctrl+KeyC", "Ctrl+KeyV", "Ctrl+KeyX", "Alt+Backspace",
  ...["KeyL", "KeyN", "KeyT", "KeyW", "KeyR", "KeyP", "KeyD", "KeyJ", "KeyU", "KeyO", "KeyQ", "KeyK", "Tab", "F4", "F5"].map((key) => `Ctrl+${key}`),
  ...["KeyN", "KeyT", "KeyW", "KeyI", "KeyJ", "KeyC", "KeyR", "KeyB", "KeyP", "KeyO", "KeyA", "KeyQ", "Tab", "Delete"].map((key) => `Ctrl+Shift+${key}`),
  ...["KeyD", "KeyE", "KeyF", "KeyV", "KeyS", "KeyB", "KeyT", "KeyH"].map((key) => `Alt+${key}`),
  ...Array.from({ length: 10 }, (_, digit) => `Ctrl+Digit${digit}`),
  ...Array.from({ length: 10 }, (_, digit) => `Alt+Digit${digit}`),
]);

/** Why a combination cannot be given to an action, "" when it can: browsers own some, and typing needs the rest. */
export function whyNot(combo, where) {
  const here = onThisMachine(combo);
  const plain = MAC ? here.replace("Meta+", "Ctrl+") : here;
  if (BROWSERS.has(plain)) return `The browser keeps ${shown(here)} for itself: press another.`;
  const bare = !/Ctrl|Alt|Meta/.test(here);
  if (bare && where !== "out" && !/^(Shift\+)?F\d+$/.test(here) && !/Enter$/.test(here)) {
    return `${shown(here)} is needed for typing: hold Ctrl or Alt with it.`;
  }
  return "";
}

/** Whether two actions can be meant by the same key: one works in the text of a caption, the other only outside. */
const overlap = (one, other) => one === "any" || other === "any" || one === other;

/**
 * Which action a key is for. `actions.registry` has the actions: `keys` are their own combinations; `where` is "any",
 * "text" (in the text of a caption) or "out" (not while typing).
 */
export class Keys {
  #actions;
  #settings;

  constructor(actions, settings) {
    this.#actions = actions;
    this.#settings = settings;
  }

  /** The combinations of an action, as the person has set them. */
  of(action) {
    return this.#settings.get("keys")[action.id] ?? action.keys;
  }

  /** The first combination of an action as a person reads it; "" without one. */
  hint(id) {
    const action = this.#actions.byId(id);
    const [first] = action ? this.of(action) : [];
    return first ? shown(first) : "";
  }

  /** The other action that has this combination, null when it is free. */
  takenBy(combo, action) {
    const here = onThisMachine(combo);
    return this.#actions.registry.find((other) => other.id !== action.id && overlap(action.where, other.where)
      && this.of(other).some((one) => onThisMachine(one) === here)) ?? null;
  }

  /** Give an action other combinations; null for its own. */
  set(action, combos) {
    const keys = { ...this.#settings.get("keys"), [action.id]: combos };
    if (combos === null) delete keys[action.id];
    this.#settings.set("keys", keys);
  }

  reset() {
    this.#settings.set("keys", {});
  }

  /** Listen within an element, and on the page while nothing else on it is in use. */
  listen(element, { signal, isCaption }) {
    element.addEventListener("keydown", (event) => this.#press(event, isCaption), { signal });
    window.addEventListener("keydown", (event) => {
      const idle = event.target === document.body || event.target === document.documentElement;
      if (idle && element.isConnected) this.#press(event, isCaption);
    }, { signal, capture: true });
  }

  #press(event, isCaption) {
    if (event.defaultPrevented) return;
    const [target] = event.composedPath();
    const text = isText(target);
    // Streamlit runs the page again on R and clears its memory on C.
    if ((/^[a-z]$/i.test(event.key) || /^Key/.test(event.code)) && !event.ctrlKey && !event.metaKey) event.stopPropagation();
    if (event.isComposing || event.getModifierState?.("AltGraph")) return;
    const caption = text && isCaption(target);
    const action = this.#find(event, text ? (caption ? "text" : "field") : "out", target);
    if (!action) return;
    event.preventDefault(); // and with it the character that macOS would type
    event.stopPropagation();
    this.#actions.run(action.id, { event });
  }

  #find(event, place, target) {
    const combo = event.key === "?" && place === "out" ? "Question" : comboOf(event);
    if (!combo) return null;
    if (place === "out" && /^(Enter|Space)$/.test(combo) && isControl(target)) return null;
    return this.#actions.registry.find((action) => works(action, place) && !(event.repeat && action.once)
      && this.of(action).some((one) => onThisMachine(one) === combo)
      && (place === "out" || !action.native?.(target))) ?? null;
  }
}

function works({ where }, place) {
  return where === "any" || where === place;
}

/** What Enter and Space press by themselves. */
function isControl(target) {
  return target instanceof Element && target.closest("button, a[href], summary, select, input, [role=button], [role=tab], [role=slider], [role=checkbox]") !== null;
}
