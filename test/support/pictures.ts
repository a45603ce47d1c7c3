import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { project } from './project';

/** What the workbench suite calls the pictures of the README, and what they are called there. */
const PICTURES = {
  'ghost-text-animation': 'ghostTextAnimation',
  'ghost-text': 'ghostText',
  inspector: 'inspector',
};

/** Takes the pictures of the README from the last run of the workbench suite. */
async function takePictures(): Promise<void> {
  for (const [taken, shown] of Object.entries(PICTURES)) {
    const target = join(project.root, 'media', `${shown}.png`);
    await copyFile(join(project.artefacts, `${taken}.png`), target);
  }
}

takePictures().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
