// Which edit an undo takes back, worked out as the server does: by the person's own stack in the log of edits.

/** Of an edit before the log that is known here: the server alone knows what it did. */
const UNKNOWN = { before: [], after: [] };

/**
 * The changes that a person's next undo and redo are about, folded from those of the log, oldest first; null when there
 * is none. `whole` says whether the log reaches back to the first edit.
 */
export function stackOf(changes, person, { whole = true } = {}) {
  const below = whole ? null : UNKNOWN;
  const done = [];
  let undone = [];
  for (const change of changes) {
    if (change.by !== person) continue;
    if (change.kind === "undo") undone.push(done.pop() ?? UNKNOWN);
    else if (change.kind === "redo") done.push(undone.pop() ?? UNKNOWN);
    else {
      done.push(change);
      undone = [];
    }
  }
  return { undo: done.at(-1) ?? below, redo: undone.at(-1) ?? null };
}

/** The change that takes one back. */
export function inverse({ before, after }) {
  return { before: after, after: before };
}
