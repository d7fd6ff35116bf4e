// The panels by the names of their tabs.

import { BesidePanel } from "./panels/beside.js";
import { ConflictsPanel } from "./panels/conflicts.js";
import { FindPanel } from "./panels/find.js";
import { FindingsPanel } from "./panels/findings.js";
import { HistoryPanel } from "./panels/history.js";
import { StoryPanel } from "./panels/story.js";
import { UncertainPanel } from "./panels/uncertain.js";

const PANELS = {
  findings: FindingsPanel, find: FindPanel, uncertain: UncertainPanel, beside: BesidePanel,
  history: HistoryPanel, story: StoryPanel, conflicts: ConflictsPanel,
};

/** A new panel of each kind. `context` is {model, player, actions, api, outbox}. */
export function panelsFor(context) {
  return Object.fromEntries(Object.entries(PANELS).map(([name, Panel]) => [name, new Panel(context)]));
}
