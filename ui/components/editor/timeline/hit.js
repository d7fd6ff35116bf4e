// What of the timeline lies under a pointer. Pure.

import { visible } from "./painter.js";

/** How near to an edge a pointer takes hold of it, in pixels: a finger is not as fine as a mouse. */
export const EDGE_PX = { mouse: 8, pen: 12, touch: 24 };

/**
 * {part, cue}: "ruler", "empty", or of a cue "start", "end" or "both" (its body). The current cue comes first where
 * captions meet; with a finger only its edges can be taken.
 */
export function hit({ model, view, ruler }, x, y, kind) {
  if (y < ruler) return { part: "ruler", cue: null };
  const zone = EDGE_PX[kind] ?? EDGE_PX.mouse;
  const near = [];
  const around = { left: view.ms(x - zone), right: view.ms(x + zone) };
  for (const [, cue] of visible(model, around)) near.push(cue);
  const within = near.filter((cue) => view.x(cue.start) <= x && x < view.x(cue.end));
  const inside = within.find((cue) => cue.key === model.current) ?? within.at(-1) ?? null;
  const edges = near.filter((cue) => kind !== "touch" || cue.key === model.current).flatMap((cue) => edgesOf(cue, { view, x, zone }));
  const rank = ({ cue }) => (cue.key === model.current ? 0 : cue === inside ? 1 : inside ? 3 : 2);
  const [edge] = edges.sort((one, other) => rank(one) - rank(other) || one.away - other.away);
  if (edge && rank(edge) < 3) return { part: edge.part, cue: edge.cue };
  return inside ? { part: "both", cue: inside } : { part: "empty", cue: null };
}

/** The edges of a cue that are near; a narrow cue keeps a third of itself as its body. */
function edgesOf(cue, { view, x, zone }) {
  const [start, end] = [view.x(cue.start), view.x(cue.end)];
  const inner = Math.min(zone, (end - start) / 3);
  return [["start", start - x], ["end", x - end]]
    .filter(([, outside]) => outside <= zone && -outside <= inner)
    .map(([part, outside]) => ({ part, cue, away: Math.abs(outside) }));
}
