// Which windows live: each holds a claim on its own name, so that what a dead one left behind can be taken over once.

const DEAD_AFTER_MS = 90_000; // a browser may let a hidden window's timers run once a minute

const name = (client) => `storytrack/window/${client}`;

/**
 * Claim a window's name until this page is gone. Resolves to false when another window has it.
 * Web Locks tell for certain, but browsers give them to safe origins (https, localhost) only; elsewhere windows leave a
 * heartbeat in storage.
 */
export function claim(client, { locks = navigator.locks, storage = null, now = Date.now } = {}) {
  if (locks) {
    return new Promise((resolve) => {
      locks.request(name(client), { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock && new Promise(() => {});
      }).catch(() => resolve(false));
    });
  }
  const last = Number(storage?.getItem(name(client)) ?? 0);
  if (now() - last < DEAD_AFTER_MS) return Promise.resolve(false);
  beat([client], { storage, now });
  return Promise.resolve(true);
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

/** Give the names up, as a window that closes does. */
export function release(clients, { storage = null } = {}) {
  for (const client of clients) storage?.removeItem(name(client));
}
