// Moments as they are read beside the picture and the waveform.

import { clock } from "../dom.js";

/** A moment as short as it can be said with all of it: "0:12.345", "1:02:00.000". */
export function moment(ms) {
  return clock(ms).replace(/^0:0?/, "");
}

/** A length in seconds with what a person can tell: "0.4 s", "1.855 s". */
export function seconds(ms) {
  return `${Number((Math.abs(ms) / 1000).toFixed(3))} s`;
}
