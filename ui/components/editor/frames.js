// One drawing for all that happens between two frames.
//
// A browser lays the page out anew whenever something is measured after something was written, and one key makes many
// things change at once: the list, the picture's captions, the panels. So everybody writes first, then everybody
// measures, and then things are put where they belong; the page is laid out once, in the frame that shows the change.

const PHASES = ["write", "measure", "place"];
let waiting = new Set();

/** Draw in the next frame, once however often it is asked; a `part` has any of write(), measure() and place(). */
export function atNextFrame(part) {
  if (!waiting.size) requestAnimationFrame(drawAll);
  waiting.add(part);
}

/** Draw what waits, all of it; what asks for a drawing meanwhile gets the next one. */
function drawAll() {
  const parts = waiting;
  waiting = new Set();
  for (const phase of PHASES) for (const part of parts) attempt(part, phase);
}

/** What one part cannot do keeps no other from being drawn; the page is told of it all the same. */
function attempt(part, phase) {
  try {
    part[phase]?.();
  } catch (error) {
    reportError(error);
  }
}

/** Draw one part now: for a frame that is being made already, and for what cannot wait for one. */
export function drawNow(part) {
  waiting.delete(part);
  for (const phase of PHASES) part[phase]?.();
}
