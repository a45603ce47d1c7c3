import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { project } from '../../support/project';

interface PackageExtension {
  packagedReadme(text: string): string;
  packagedManifest(text: string): string;
  packagedTexts(text: string): string;
}

describe('The packaged extension', () => {
  let made: PackageExtension;
  const read = (name: string) => readFileSync(join(project.root, name), 'utf8');

  before(async () => {
    const file = pathToFileURL(join(project.root, 'packageExtension.js')).href;
    made = (await import(file)) as PackageExtension;
  });

  it('has a README of which everything can be shown where it is installed', () => {
    const text = made.packagedReadme(read('README.md'));
    const targets = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
    assert.deepEqual(
      targets.filter((target) => !/^(?:https:|#)/.test(target)),
      [],
    );
    assert.doesNotMatch(text, /npm (?:start|test)|CONTRIBUTING|<!-- \/?repository/);
    assert.match(text, /^# Inkling\n[^]*^## What you get$[^]*^## Settings$/m);
    assert.match(text, /^\| setting \| values \| default \| what it does \|\n(?:\| --- ){4}\|\n/m);
  });

  it('has a manifest with all that VS Code asks for, and no development', () => {
    const whole = JSON.parse(read('package.json')) as Record<string, unknown>;
    const packaged = JSON.parse(made.packagedManifest(read('package.json'))) as typeof whole;
    const { scripts, devDependencies, ...rest } = whole;
    assert.ok(scripts && devDependencies);
    assert.deepEqual(packaged, rest);
  });

  it('has all translations, in as few bytes as they take', () => {
    const text = read('l10n/bundle.l10n.fr.json');
    const packaged = made.packagedTexts(text);
    assert.deepEqual(JSON.parse(packaged), JSON.parse(text));
    assert.ok(packaged.length < text.length && !packaged.includes('\n'));
  });
});
