// Which numbers of a caption are over the newsroom's limits, as the document's rules have them. Pure.

import { count } from "../dom.js";

const CHECKS = { duration: ["too-short", "too-long"], cps: ["reads-too-fast"], cpl: ["line-too-long", "too-many-lines"] };

/**
 * What is wrong with a cue's duration, its characters per second and per line: {duration, cps, cpl}, each
 * {tone: "error" or "warning", why} or null. `findings` are those of the cue: what was waived is not wrong any more.
 */
export function flawsOf(cue, rules, findings = []) {
  if (!rules) return { duration: null, cps: null, cpl: null };
  const waived = (name) => findings.some((one) => one.waived && CHECKS[name].includes(one.check));
  const unless = (name, flaw) => (flaw && !waived(name) ? flaw : null);
  return {
    duration: unless("duration", ofDuration(cue, rules)),
    cps: unless("cps", ofSpeed(cue, rules)),
    cpl: unless("cpl", ofLines(cue, rules)),
  };
}

function ofDuration(cue, { min_ms, max_ms }) {
  const ms = cue.end - cue.start;
  if (min_ms !== null && ms < min_ms) return error(`Shorter than ${seconds(min_ms)} seconds`);
  if (max_ms !== null && ms > max_ms) return error(`Longer than ${seconds(max_ms)} seconds`);
  return null;
}

function ofSpeed({ cps: speed }, { cps, warn_cps }) {
  if (speed === null) return null;
  if (cps !== null && speed > cps) return error(`More than ${cps} characters a second`);
  if (warn_cps !== null && speed > warn_cps) return { tone: "warning", why: `More than ${warn_cps} characters a second` };
  return null;
}

function ofLines({ cpl: lines }, { cpl, lines: most }) {
  const long = lines.some((one) => isLong(one, { cpl }));
  const many = most !== null && lines.length > most;
  if (!long && !many) return null;
  return error([long && `More than ${cpl} characters in a line`, many && `More than ${count(most, "line")}`].filter(Boolean).join(". "));
}

/** Whether a line of so many characters is too long. */
export function isLong(characters, rules) {
  return Boolean(rules) && rules.cpl !== null && characters > rules.cpl;
}

const error = (why) => ({ tone: "error", why });

/** Milliseconds as seconds, as exactly as a person needs them: "0.83", "7". */
export function seconds(ms) {
  return String(Math.round(ms / 10) / 100);
}
