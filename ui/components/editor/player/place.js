// Where a caption stands on the picture: the rules of WebVTT (https://www.w3.org/TR/webvtt1/#processing-model), pure.
// Settings are named and have the defaults of a browser's VTTCue, as in workflow/captions/cue.py.

const DEFAULTS = { vertical: "", line: null, snap_to_lines: true, line_align: "start", position: null, position_align: "auto", size: 100, align: "center" };
const BY_HAND = 0.01; // of a pixel: what rounding may take from a box without it overlapping another

/** The settings of a cue with the defaults for those it does not name. */
export function withDefaults(settings) {
  return { ...DEFAULTS, ...settings };
}

/**
 * The box in which the lines are set, as percentages of the picture: {at, size}, along the lines. `rtl` tells that the
 * text is read from right to left.
 */
export function span(settings, rtl) {
  const { align, position, position_align: anchor, size } = withDefaults(settings);
  const at = position ?? ({ start: rtl ? 100 : 0, left: 0, end: rtl ? 0 : 100, right: 100 }[align] ?? 50);
  const sides = { start: rtl ? "line-right" : "line-left", left: "line-left", end: rtl ? "line-left" : "line-right", right: "line-right" };
  const side = anchor === "auto" ? (sides[align] ?? "center") : anchor;
  const room = { "line-left": 100 - at, "line-right": at, center: 2 * Math.min(at, 100 - at) }[side];
  const length = Math.min(size, room);
  return { at: { "line-left": at, "line-right": at - length, center: at - length / 2 }[side], size: length };
}

/**
 * Where the box comes to stand across the lines. All in pixels: `box` is {x, y, width, height} with the place along the
 * lines already in it, `step` the height of its first line (the width of it in vertical text), `area` {width, height},
 * `taken` the boxes that are there. Returns the box moved.
 */
export function settle(box, settings, { step, area, taken }) {
  const all = withDefaults(settings);
  const axis = all.vertical ? "x" : "y";
  const length = all.vertical ? "width" : "height";
  const fits = (one) => one[axis] >= -BY_HAND && one[axis] + one[length] <= area[length] + BY_HAND && !taken.some((other) => overlap(one, other));
  const moved = (to) => ({ ...box, [axis]: to });
  return all.snap_to_lines ? snapped(box, all, { axis, length, step, area, fits, moved }) : free(box, all, { axis, length, area, fits, moved, taken });
}

/** By line numbers: from the wanted line one line after the other, in the one direction and then in the other. */
function snapped(box, { line, vertical }, { axis, length, step, area, fits, moved }) {
  if (!(step > 0)) return box;
  let number = Math.round(line ?? -1);
  if (vertical === "rl") number = -(number + 1);
  let from = step * number;
  if (vertical === "rl") from += step - box[length];
  let by = step;
  if (number < 0) {
    from += area[length];
    by = -step;
  }
  const most = 2 * Math.ceil(area[length] / step) + 2;
  for (const direction of [by, -by]) {
    let now = moved(from);
    for (let tries = 0; tries < most; tries += 1) {
      if (fits(now)) return now;
      if (direction < 0 ? now[axis] < 0 : now[axis] + step > area[length]) break;
      now = moved(now[axis] + direction);
    }
  }
  return moved(Math.min(Math.max(from, 0), Math.max(0, area[length] - box[length]))); // it fits nowhere, and an editor hides nothing
}

/** By a percentage: there, or as near to it as there is room. */
function free(box, { line, line_align: anchor }, { axis, length, area, fits, moved, taken }) {
  const percent = line === null || line < 0 || line > 100 ? 100 : line;
  const wanted = (percent / 100) * area[length] - { start: 0, center: box[length] / 2, end: box[length] }[anchor];
  const beside = taken.flatMap((other) => [other[axis] - box[length], other[axis] + other[length]]);
  const places = [wanted, 0, area[length] - box[length], ...beside].map(moved).filter(fits);
  const away = (one) => Math.abs(one[axis] - wanted);
  return places.sort((one, other) => away(one) - away(other))[0] ?? moved(Math.max(0, Math.min(wanted, area[length] - box[length])));
}

function overlap(one, other) {
  return one.x + BY_HAND < other.x + other.width && other.x + BY_HAND < one.x + one.width
    && one.y + BY_HAND < other.y + other.height && other.y + BY_HAND < one.y + one.height;
}

/** The largest box of the shape of `picture` in the middle of `room`, both {width, height}: {x, y, width, height}. */
export function contained(picture, room) {
  const scale = Math.min(room.width / picture.width, room.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return { x: (room.width - width) / 2, y: (room.height - height) / 2, width, height };
}
