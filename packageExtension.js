'use strict';
// Packages the extension (`npm run package`): inkling.vsix, of what is needed to run it and no more.
const { cp, mkdtemp, readdir, readFile, rm, writeFile } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { createVSIX } = require('@vscode/vsce');

/** What .vscodeignore picks from. */
const COPIED = ['.vscodeignore', 'CHANGELOG.md', 'LICENSE', 'dist', 'l10n', 'media'];

/**
 * The README without what is for the repository alone: there, an installed extension has no pictures to
 * show, no command to run and no file to link to; nor do its tables have to be read as text.
 */
function packagedReadme(text) {
  const parts = /<!-- repository\b[^]*?<!-- \/repository -->\n+/g;
  return text
    .replace(parts, '')
    .replace(/^ *!\[[^\]]*\]\((?!https:)[^)]*\)\n+/gm, '')
    .replace(/^\|.*$/gm, (row) => row.replace(/ {2,}/g, ' ').replace(/-{4,}/g, '---'));
}

/** package.json without what is for those who change the extension. */
function packagedManifest(text) {
  const manifest = JSON.parse(text);
  delete manifest.scripts;
  delete manifest.devDependencies;
  return JSON.stringify(manifest);
}

/** Translations without the line ends and indentation that are for those who translate. */
function packagedTexts(text) {
  return JSON.stringify(JSON.parse(text));
}

async function main() {
  const folder = await mkdtemp(join(tmpdir(), 'inkling-package-'));
  try {
    const write = async (name, change) => {
      await writeFile(join(folder, name), change(await readFile(join(__dirname, name), 'utf8')));
    };
    await write('README.md', packagedReadme);
    await write('package.json', packagedManifest);
    const texts = ['', '.de', '.es', '.fr', '.ja', '.zh-cn'].map(
      (each) => `package.nls${each}.json`,
    );
    for (const name of COPIED) {
      await cp(join(__dirname, name), join(folder, name), { recursive: true });
    }
    for (const name of await readdir(join(folder, 'l10n'))) texts.push(join('l10n', name));
    for (const name of texts) await write(name, packagedTexts);
    await createVSIX({
      ...{ cwd: folder, packagePath: join(__dirname, 'inkling.vsix'), dependencies: false },
      ...{ allowMissingRepository: true, rewriteRelativeLinks: false },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

module.exports = { packagedManifest, packagedReadme, packagedTexts };
if (require.main === module) {
  main().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}
