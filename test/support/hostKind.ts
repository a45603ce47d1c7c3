export type HostKind = 'desktop' | 'server';

/**
 * Which VS Code runs the host and workbench suites: the desktop's where there is a display, its
 * server, seen through a headless browser, elsewhere. `INKLING_TEST_HOST` decides by hand.
 *
 * @throws Error when that variable has another value than `desktop` or `server`.
 */
export function chooseHostKind(environment = process.env, platform = process.platform): HostKind {
  const chosen = environment['INKLING_TEST_HOST'];
  if (chosen === 'desktop' || chosen === 'server') return chosen;
  if (chosen) throw new Error(`INKLING_TEST_HOST is "${chosen}", not desktop or server.`);
  return hasDisplay(environment, platform) ? 'desktop' : 'server';
}

/** Whether a window can be opened on this machine. */
export function hasDisplay(environment = process.env, platform = process.platform): boolean {
  if (platform !== 'linux') return true;
  return Boolean(environment['DISPLAY'] ?? environment['WAYLAND_DISPLAY']);
}
