// What Streamlit mounts. It calls this function again and again, with the same parent or another, and its clean-up even
// while the editor is still on the page: an editor is therefore kept, and taken up again if it is asked for soon.

const PARKED_MS = 10_000;
const editors = new Map(); // "base/track" -> {editor, timer}

/** `data` is JSON in bytes: {track, base, files}. Returns the clean-up. */
export default function mount({ data, parentElement }) {
  const asked = JSON.parse(typeof data === "string" ? data : new TextDecoder().decode(data));
  const name = JSON.stringify([asked.base ?? "", asked.track]);
  let kept = editors.get(name);
  if (!kept) {
    kept = { editor: null, parent: null, timer: 0 };
    editors.set(name, kept);
    open(name, kept, asked);
  }
  clearTimeout(kept.timer);
  for (const [other, one] of editors) {
    if (other === name || one.parent !== parentElement) continue;
    one.parent = null; // it showed another track before
    one.editor?.element.remove();
    park(other);
  }
  kept.parent = parentElement;
  kept.editor?.attach(parentElement);
  return () => park(name);
}

/** The editor's files are at `files`, where the browser keeps them, and the captions are asked for while they come. */
async function open(name, kept, { track, base, files }) {
  const first = import(`${files}/api.js`).then(({ Api }) => new Api(track, base).document());
  first.catch(() => {}); // the editor says so
  try {
    const { Editor } = await import(`${files}/editor.js`);
    if (editors.get(name) !== kept) return; // nobody waits for it any more
    kept.editor = new Editor({ track, base, first });
    if (kept.parent) kept.editor.attach(kept.parent);
  } catch (error) {
    editors.delete(name);
    const said = document.createElement("p");
    said.role = "alert";
    said.textContent = "The editor cannot be loaded: the server cannot be reached. Load the page again.";
    kept.parent?.replaceChildren(said);
    throw error;
  }
}

function park(name) {
  const kept = editors.get(name);
  if (!kept) return;
  clearTimeout(kept.timer);
  kept.timer = setTimeout(() => {
    if (kept.editor?.element.isConnected) return;
    editors.delete(name);
    kept.editor?.destroy();
  }, PARKED_MS);
}
