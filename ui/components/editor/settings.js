// What a person has set for this browser: kept in its storage, the same for all tracks.

import { browserStorage } from "./mirror.js";

const NAME = "storytrack/settings";
const DEFAULTS = {
  follow: true, // the list goes along with the video
  pauseWhileTyping: true, // typing stops the video, a pause in typing lets it go on
  keys: {}, // action id -> combinations, where other than its own
  panel: "findings",
};

/** Events: "change" {name}. */
export class Settings extends EventTarget {
  #storage;
  #values;

  constructor(storage = browserStorage()) {
    super();
    this.#storage = storage;
    this.#values = { ...DEFAULTS, ...stored(storage) };
  }

  get(name) {
    return this.#values[name];
  }

  set(name, value) {
    this.#values = { ...this.#values, [name]: value };
    try {
      this.#storage?.setItem(NAME, JSON.stringify(this.#values));
    } catch {
      // It holds for this window then.
    }
    this.dispatchEvent(new CustomEvent("change", { detail: { name } }));
  }
}

function stored(storage) {
  try {
    const found = JSON.parse(storage?.getItem(NAME) ?? "{}");
    return found && typeof found === "object" ? found : {};
  } catch {
    return {};
  }
}
