import { existsSync, readFileSync } from 'node:fs';

/**
 * Prints what another process appends to a text file, as it comes, until disposed. (Polled: file
 * watching differs between platforms, and a test report is short.)
 */
export function followFile(path: string): { dispose(): void } {
  let printed = 0;
  const print = (): void => {
    if (!existsSync(path)) return;
    const text = readFileSync(path, 'utf8');
    const end = text.lastIndexOf('\n') + 1; // whole lines only
    if (end > printed) process.stdout.write(text.slice(printed, end));
    printed = Math.max(printed, end);
  };
  const timer = setInterval(print, 200);
  return {
    dispose: () => {
      clearInterval(timer);
      print();
    },
  };
}
