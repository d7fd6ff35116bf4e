// Everything a person can do, as a table: keys, buttons, the help and the settings are made from it.

const PLAY = "Playing";
const MOVE = "Moving about";
const TEXT = "Text";
const TIME = "Times";
const CHECK = "Checking";
const WINDOW = "Window";

/** The groups in the order in which the help shows them. */
export const GROUPS = [PLAY, MOVE, TEXT, TIME, CHECK, WINDOW];

/**
 * [id, label, group, keys, where, run, why]: `where` is "any", "text" (in the text of a caption) or "out" (not while
 * typing); `run` and `why` take the `Actions`; `why` gives the sentence why it cannot be done now, "" when it can.
 * Keys are those of Subtitle Edit, Amara, BBC and Opencast where browsers leave them free. Left alone are F5 to F7, F10
 * to F12, Alt with an arrow left or right, with a digit or with the letters that open a browser's menus, Ctrl+3, Ctrl+4,
 * Ctrl+H, Ctrl+Shift+M, and Alt+Backspace, which deletes a word on a Mac.
 */
const TABLE = [
  ["play", "Play or pause", PLAY, ["Space"], "out", (a) => a.playPause()],
  ["play-typing", "Play or pause while typing", PLAY, ["Alt+KeyK", "Ctrl+Space"], "any", (a) => a.playPause()],
  ["back", "Back 1 second", PLAY, ["Alt+KeyJ"], "any", (a) => a.skip(-1000)],
  ["forward", "Forward 1 second", PLAY, ["Alt+KeyL"], "any", (a) => a.skip(1000)],
  ["frame-back", "One frame back", PLAY, ["Comma"], "out", (a) => a.frame(-1)],
  ["frame-forward", "One frame forward", PLAY, ["Period"], "out", (a) => a.frame(1)],
  ["replay", "Play this caption again", PLAY, ["Alt+KeyR"], "any", (a) => a.replay(), needsCue],
  ["loop", "Repeat this caption", PLAY, ["Alt+KeyO"], "any", (a) => a.loop(), needsCue],
  ["slower", "Slower", PLAY, ["Alt+Minus"], "any", (a) => a.speed(-1)],
  ["faster", "Faster", PLAY, ["Alt+Equal"], "any", (a) => a.speed(1)],
  ["normal-speed", "Normal speed", PLAY, ["Alt+Shift+Minus"], "any", (a) => a.speed(0)],

  ["next-typing", "Finish this caption and go to the next", MOVE, ["Enter"], "text", (a) => a.nextCue()],
  ["next", "Next caption", MOVE, ["Alt+ArrowDown"], "any", (a) => a.nextCue(), needsCues],
  ["previous", "Previous caption", MOVE, ["Alt+ArrowUp"], "any", (a) => a.prevCue(), needsCues],
  ["at-playhead", "Go to the caption being spoken", MOVE, ["Alt+KeyG"], "any", (a) => a.toPlayhead(), needsCues],
  ["follow", "Follow the video in the list", MOVE, ["Alt+KeyZ"], "any", (a) => a.toggleFollow()],
  ["find", "Find and replace", MOVE, ["Mod+KeyF"], "any", (a) => a.find()],
  ["to-list", "Go to the list of captions", MOVE, ["Alt+KeyC"], "any", (a) => a.focusOn("list")],
  ["to-timeline", "Go to the timeline", MOVE, ["Alt+KeyW"], "any", (a) => a.focusOn("timeline")],
  ["to-panel", "Go to the panel", MOVE, ["Alt+KeyP"], "any", (a) => a.focusOn("panel")],

  ["edit", "Edit the text", TEXT, ["Enter", "F2"], "out", (a) => a.editText(), needsCue],
  ["split", "Split at the caret, or at the word being spoken", TEXT, ["Ctrl+Enter", "Mod+Enter"], "any", (a) => a.splitAtCaret(), needsCue],
  ["merge", "Merge with the next, or merge the chosen", TEXT, ["Alt+KeyM"], "any", (a) => a.mergeNext(), needsCue],
  ["words-to-next", "Move the words after the caret to the next caption", TEXT, ["Alt+Shift+ArrowDown"], "any", (a) => a.wordsToNext(), needsCue],
  ["words-to-previous", "Move the words before the caret to the previous caption", TEXT, ["Alt+Shift+ArrowUp"], "any", (a) => a.wordsToPrevious(), needsCue],
  ["insert-before", "Insert a caption before", TEXT, ["Alt+KeyI"], "any", (a) => a.insertBefore()],
  ["insert-after", "Insert a caption after", TEXT, ["Alt+Shift+KeyI"], "any", (a) => a.insertAfter()],
  ["delete", "Delete the chosen captions", TEXT, ["Delete"], "out", (a) => a.remove(), needsCue],
  ["voice", "Who speaks", TEXT, ["Alt+KeyN"], "any", (a) => a.voice(), needsCue],
  ["select-all", "Choose all captions", TEXT, ["Mod+KeyA"], "out", (a) => a.selectAll(), needsCues],
  ["undo", "Undo", TEXT, ["Mod+KeyZ"], "any", (a) => a.undo(), (a) => (a.model.canUndo ? "" : "There is nothing to undo.")],
  ["redo", "Redo", TEXT, ["Mod+KeyY", "Mod+Shift+KeyZ"], "any", (a) => a.redo(), (a) => (a.model.canRedo ? "" : "There is nothing to do again.")],

  ["set-start", "Start at the playhead", TIME, ["Alt+BracketLeft"], "any", (a) => a.setStart(), needsCue],
  ["set-end", "End at the playhead", TIME, ["Alt+BracketRight"], "any", (a) => a.setEnd(), needsCue],
  ["move-here", "Move the caption to the playhead", TIME, ["Alt+Shift+BracketLeft"], "any", (a) => a.moveHere(), needsCue],
  ["end-and-next", "End here, and start the next here", TIME, ["Alt+Shift+BracketRight"], "any", (a) => a.endAndNext(), needsCue],
  ["start-earlier", "Start 0.1 s earlier", TIME, ["Alt+Comma"], "any", (a) => a.nudge("start", -100), needsCue],
  ["start-later", "Start 0.1 s later", TIME, ["Alt+Period"], "any", (a) => a.nudge("start", 100), needsCue],
  ["start-earlier-more", "Start 0.5 s earlier", TIME, ["Alt+Shift+Comma"], "any", (a) => a.nudge("start", -500), needsCue],
  ["start-later-more", "Start 0.5 s later", TIME, ["Alt+Shift+Period"], "any", (a) => a.nudge("start", 500), needsCue],
  ["end-earlier", "End 0.1 s earlier", TIME, ["Alt+Semicolon"], "any", (a) => a.nudge("end", -100), needsCue],
  ["end-later", "End 0.1 s later", TIME, ["Alt+Quote"], "any", (a) => a.nudge("end", 100), needsCue],
  ["end-earlier-more", "End 0.5 s earlier", TIME, ["Alt+Shift+Semicolon"], "any", (a) => a.nudge("end", -500), needsCue],
  ["end-later-more", "End 0.5 s later", TIME, ["Alt+Shift+Quote"], "any", (a) => a.nudge("end", 500), needsCue],
  ["retime", "Shift or stretch the times of many", TIME, ["Alt+Shift+KeyS"], "any", (a) => a.retime(), needsCue],

  ["next-problem", "Next problem", CHECK, ["F8"], "any", (a) => a.nextProblem(), needsProblem],
  ["previous-problem", "Previous problem", CHECK, ["Shift+F8"], "any", (a) => a.prevProblem(), needsProblem],
  ["fix", "Fix what can be fixed in this caption", CHECK, ["Alt+KeyX"], "any", (a) => a.fixProblems(), needsCue],
  ["next-uncertain", "Next uncertain word", CHECK, ["Alt+KeyU"], "any", (a) => a.nextUncertain(), needsUncertain],
  ["previous-uncertain", "Previous uncertain word", CHECK, ["Alt+Shift+KeyU"], "any", (a) => a.prevUncertain(), needsUncertain],
  ["confirm", "The words of this caption are right", CHECK, ["Alt+KeyY"], "any", (a) => a.confirmWords(), needsCue],

  ["save", "Save now", WINDOW, ["Mod+KeyS"], "any", (a) => a.save()],
  ["pause-while-typing", "Pause the video while typing", WINDOW, [], "any", (a) => a.togglePauseWhileTyping()],
  ["help", "All keys", WINDOW, ["Question"], "out", (a) => a.help()],
  ["settings", "Settings", WINDOW, [], "any", (a) => a.openSettings()],
];

function needsCue(actions) {
  return actions.model.current === null ? "Choose a caption first." : "";
}

function needsCues(actions) {
  return actions.model.cues.length ? "" : "There are no captions yet.";
}

function needsProblem(actions) {
  return actions.openFindings().length ? "" : "The checks have found no problem.";
}

function needsUncertain(actions) {
  return actions.hasUncertain() ? "" : "No word is uncertain.";
}

/** Actions that a held key must not repeat. */
const ONCE = new Set(["split", "merge", "insert-before", "insert-after", "words-to-next", "words-to-previous", "fix", "play", "play-typing"]);

/** Keys that a field has a use for of its own: undoing what was typed in it. */
const NATIVE = { undo: (a) => (field) => a.typedIn(field), redo: (a) => (field) => a.typedIn(field) };

/** The table for these actions: [{id, label, group, keys, where, once, native, run, why, enabled}]. */
export function registryOf(actions) {
  return TABLE.map(([id, label, group, keys, where, run, why]) => ({
    id, label, group, keys, where,
    once: ONCE.has(id),
    native: NATIVE[id]?.(actions),
    run: () => run(actions),
    why: () => why?.(actions) ?? "",
    enabled: () => !why?.(actions),
  }));
}
