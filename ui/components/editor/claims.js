// Which windows live: each holds a claim on its own name, so that what a dead one left behind can be taken over once.

const DEAD_AFTER_MS = 90_000; // a browser may let a hidden window's timers run once a minute

const name = (client) => `storytrack/window/${client}`;
const held = new Map(); // names claimed by this page -> whether they are in use

/**
 * Claim a window's name until it is released or this page is gone. Resolves to false when another has it.
 * Web Locks tell for certain, but browsers give them to safe origins (https, localhost) only; elsewhere windows leave a
 * heartbeat in storage.
 */
export async function claim(client, { locks = navigator.locks, storage = null, now = Date.now } = {}) {
  if (held.has(client)) {
    if (held.get(client)) return false;
  } else if (!(locks ? await locked(client, locks) : unheard(client, storage, now))) return false;
  held.set(client, true);
  beat([client], { locks, storage, now });
  return true;
}

function locked(client, locks) {
  return new Promise((resolve) => {
    const keep = (lock) => {
      resolve(lock !== null);
      return lock && new Promise(() => {}); // held until the page is gone
    };
    locks.request(name(client), { ifAvailable: true }, keep).catch(() => resolve(false));
  });
}

function unheard(client, storage, now) {
  const last = Number(storage?.getItem(name(client)) ?? 0);
  return now() - last > DEAD_AFTER_MS;
}

/** Say that the holder of these names lives; does nothing where there are Web Locks. */
export function beat(clients, { locks = navigator.locks, storage = null, now = Date.now } = {}) {
  if (locks) return;
  for (const client of clients) {
    try {
      storage?.setItem(name(client), String(now()));
    } catch {
      // No room: another window may take over what this one sends, and the server does it once all the same.
    }
  }
}

/** Give the names up, as an editor that closes does. */
export function release(clients, { storage = null } = {}) {
  for (const client of clients) {
    held.set(client, false);
    storage?.removeItem(name(client));
  }
}
