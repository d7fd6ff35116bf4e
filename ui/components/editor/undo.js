// Which edit an undo takes back, worked out as the server does: by the person's own stack in the log of edits.

/** What `undo` and `redo` would do for a person, folded from the changes of the log, oldest first. */
export function stackOf(changes, person) {
  const done = [];
  let undone = [];
  for (const change of changes) {
    if (change.by !== person) continue;
    if (change.kind === "undo") undone.push(done.pop());
    else if (change.kind === "redo") done.push(undone.pop());
    else {
      done.push(change);
      undone = [];
    }
  }
  return { undo: done.at(-1) ?? null, redo: undone.at(-1) ?? null, depth: done.length };
}

/** The change that takes one back. */
export function inverse({ before, after }) {
  return { before: after, after: before };
}
