// What Streamlit mounts. It calls this function again and again, with the same parent or another, and its clean-up even
// while the editor is still on the page: an editor is therefore kept, and taken up again if it is asked for soon.

import { Editor } from "./editor.js";

const PARKED_MS = 10_000;
const editors = new Map(); // "base/track" -> {editor, timer}

/** `data` is JSON in bytes: {track, base}. Returns the clean-up. */
export default function mount({ data, parentElement }) {
  const asked = JSON.parse(typeof data === "string" ? data : new TextDecoder().decode(data));
  const name = JSON.stringify([asked.base ?? "", asked.track]);
  let kept = editors.get(name);
  if (!kept) {
    kept = { editor: new Editor(asked), timer: 0 };
    editors.set(name, kept);
  }
  clearTimeout(kept.timer);
  for (const [other, { editor }] of editors) {
    if (other === name || editor.element.parentNode !== parentElement) continue;
    editor.element.remove(); // the parent showed another track before
    park(other);
  }
  kept.editor.attach(parentElement);
  return () => park(name);
}

function park(name) {
  const kept = editors.get(name);
  if (!kept) return;
  clearTimeout(kept.timer);
  kept.timer = setTimeout(() => {
    if (kept.editor.element.isConnected) return;
    editors.delete(name);
    kept.editor.destroy();
  }, PARKED_MS);
}
