import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import picomatch from 'picomatch';
import { pathWithin } from './pathWithin';
import { isSourceFile, isSourceFolder } from './sourceNames';

/** A folder of the workspace and what in it is not to be learned, besides what its files say. */
export interface SourceFolder {
  /** An absolute path. */
  readonly path: string;
  /** Globs of paths from the folder, as in `files.exclude`: of files, or of folders with all in them. */
  readonly exclude: readonly string[];
}

/** Each overrides those before it. */
const IGNORE_FILES = ['.gitignore', '.inklingignore'];

const caseMatters = process.platform !== 'win32' && process.platform !== 'darwin';

/** Whether a file of this name says what is ignored, so that all has to be looked through again. */
export function isIgnoreFile(name: string): boolean {
  return IGNORE_FILES.includes(name);
}

/** Rules that hold for what is in `folder`. */
interface Rules {
  readonly folder: string;
  readonly rules: Ignore;
}

/**
 * Which files of a folder are source text to learn from, by their names: not those that git ignores
 * (`.gitignore` in any folder up to the repository's, and its `info/exclude`), that `.inklingignore`
 * names, in the same syntax, that the editor's globs exclude, that hold secrets, or that no person
 * writes. The ignore files are read once.
 */
export class IgnoreRules {
  private readonly outer: readonly Rules[];
  private readonly rulesOfFolder = new Map<string, Rules | undefined>();
  private readonly isExcluded: (path: string) => boolean;
  private readonly sourceFolders = new Map<string, boolean>();

  /** @param isSecret whether the file at a path, from the folder, is known to hold secrets */
  constructor(
    private readonly folder: SourceFolder,
    private readonly isSecret: (path: string) => boolean,
  ) {
    this.outer = rulesFor(folder.path);
    this.isExcluded =
      folder.exclude.length > 0
        ? picomatch([...folder.exclude], { dot: true, nocase: !caseMatters })
        : () => false;
  }

  /**
   * @param path of a folder, from the workspace folder, with slashes, whose parent passes
   */
  hasSources(path: string): boolean {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return isSourceFolder(name) && !this.isExcluded(path) && !this.isIgnored(path, true);
  }

  /** @param path of a file, from the workspace folder, with slashes, whose folder passes */
  isSource(path: string): boolean {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return (
      isSourceFile(name) &&
      !this.isSecret(path) &&
      !this.isExcluded(path) &&
      !this.isIgnored(path, false)
    );
  }

  /** Whether a file anywhere in the folder is to be learned; its folders are looked at too. */
  isSourcePath(absolute: string): boolean {
    const path = pathWithin(this.folder.path, absolute);
    return path !== '' && this.isInSources(path) && this.isSource(path);
  }

  private isInSources(path: string): boolean {
    const slash = path.lastIndexOf('/');
    if (slash < 0) return true;
    const folder = path.slice(0, slash);
    let found = this.sourceFolders.get(folder);
    if (found === undefined) {
      found = this.isInSources(folder) && this.hasSources(folder);
      this.sourceFolders.set(folder, found);
    }
    return found;
  }

  /** By the innermost rule that says anything of it, as git does. */
  private isIgnored(path: string, isFolder: boolean): boolean {
    for (let slash = path.lastIndexOf('/'); ; slash = path.lastIndexOf('/', slash - 1)) {
      const rules = this.rulesOf(slash < 0 ? '' : path.slice(0, slash));
      const verdict = rules && judge(rules.rules, path.slice(slash + 1), isFolder);
      if (verdict !== undefined) return verdict;
      if (slash <= 0) break;
    }
    const absolute = join(this.folder.path, path);
    for (const { folder, rules } of this.outer) {
      const verdict = judge(rules, pathWithin(folder, absolute), isFolder);
      if (verdict !== undefined) return verdict;
    }
    return false;
  }

  private rulesOf(folder: string): Rules | undefined {
    if (!this.rulesOfFolder.has(folder)) {
      this.rulesOfFolder.set(folder, readRules(join(this.folder.path, folder)));
    }
    return this.rulesOfFolder.get(folder);
  }
}

/** Whether rules ignore a path; undefined if they say nothing of it. */
function judge(rules: Ignore, path: string, isFolder: boolean): boolean | undefined {
  const { ignored, unignored } = rules.test(isFolder ? `${path}/` : path);
  return ignored || unignored ? ignored : undefined;
}

function readRules(folder: string, names = IGNORE_FILES): Rules | undefined {
  const texts = names.map((name) => readText(join(folder, name)));
  if (texts.every((text) => text === '')) return undefined;
  return { folder, rules: newRules(texts) };
}

function newRules(texts: readonly string[]): Ignore {
  const rules = ignore({ ignorecase: !caseMatters });
  for (const text of texts) rules.add(text);
  return rules;
}

/**
 * The rules from above that hold in `folder`. None do where they would ignore it all: who opens such
 * a folder, as one of installed packages, wants to work in it.
 */
function rulesFor(folder: string): Rules[] {
  const above = rulesAbove(folder);
  for (const { folder: ruled, rules } of above) {
    const path = pathWithin(ruled, folder);
    const verdict = path === '' ? undefined : judge(rules, path, true);
    if (verdict !== undefined) return verdict ? [] : above;
  }
  return above;
}

/** The rules of the folders above `folder` in its repository, the innermost first, and of git. */
function rulesAbove(folder: string): Rules[] {
  const above: Rules[] = [];
  for (let current = folder; ; current = dirname(current)) {
    const rules = current === folder ? undefined : readRules(current);
    if (rules) above.push(rules);
    const git = join(current, '.git');
    const exclude = existsSync(git) ? readText(join(gitFolder(git), 'info', 'exclude')) : undefined;
    if (exclude !== undefined) return [...above, { folder: current, rules: newRules([exclude]) }];
    // Outside of a repository, the folders above have no say.
    if (dirname(current) === current) return [];
  }
}

/** Where a repository keeps its data: `.git` of a work tree is a file that says where. */
function gitFolder(git: string): string {
  const pointer = /^gitdir: (.+)$/m.exec(readText(git))?.[1];
  if (pointer === undefined) return git;
  const own = resolve(dirname(git), pointer.trim());
  const common = readText(join(own, 'commondir')).trim();
  return common === '' ? own : resolve(own, common);
}

/** The text of a file, '' if there is none or it cannot be read. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
