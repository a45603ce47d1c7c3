import { chooseHostKind, type HostKind } from '../hostKind';
import { testDesktop } from './desktopHost';

/**
 * The host that the suites will run in: what `chooseHostKind` says, but the server where the
 * desktop's VS Code cannot be had and nobody insists on it.
 */
export async function availableHost(environment = process.env): Promise<HostKind> {
  const kind = chooseHostKind(environment);
  if (kind === 'server' || environment['INKLING_TEST_HOST'] === kind) return kind;
  try {
    await testDesktop();
    return 'desktop';
  } catch {
    console.log('VS Code for the desktop cannot be downloaded; its server runs the tests instead.');
    return 'server';
  }
}
