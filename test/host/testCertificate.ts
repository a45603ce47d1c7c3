import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extensions } from 'vscode';

/** Of the tests' own server, read from the project: these tests run from a bundle elsewhere. */
export async function testCertificate(): Promise<{ cert: string; key: string }> {
  const { extensionPath = '' } = extensions.getExtension('inkling.inkling') ?? {};
  const read = (name: string) =>
    readFile(join(extensionPath, 'test', 'support', 'certificate', name), 'utf8');
  return { cert: await read('certificate.pem'), key: await read('key.pem') };
}
