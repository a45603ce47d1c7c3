import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { project } from '../support/project';

/** In bytes. */
const LARGEST = 400 * 1024;

describe('The package', () => {
  it('has at most 400 KB', async () => {
    const { size } = await stat(project.package);
    assert.ok(size <= LARGEST, `inkling.vsix has ${size} bytes`);
  });
});
