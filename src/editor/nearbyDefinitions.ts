import * as vscode from 'vscode';
import { phrase, written } from '../completions/phrase';
import type { Section } from '../prompt/promptSubject';
import type { SendableFiles } from './sendableFiles';
import { shownPath, type ViewedDocuments } from './viewedDocuments';

/** Names near the cursor that are looked up, lines in which they are looked for. */
const MOST_NAMES = 4;
const LINES_BEFORE = 3;
/** Lines of a definition that are shown, and definitions nearer than this are in the prompt already. */
const LINES = 12;
const NEAR = 60;
const MOST_KNOWN = 200;
/** Larger files are not read for a definition, in bytes. */
const LARGEST = 1_000_000;

/** The version of a document of which nothing has been looked up. */
const NEVER = -1;

interface Known {
  /** Of the document in which the name stands. */
  version: number;
  sections: readonly Section[];
  lookup: Promise<void> | undefined;
}

/** Where the names near the cursor are defined, as the editor's language support knows it. */
export class NearbyDefinitions {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly files: SendableFiles,
    private readonly viewed: ViewedDocuments,
  ) {}

  /**
   * What is known by now of the names near `position`, and a promise of what is being looked up:
   * whoever cannot wait finds it the next time.
   */
  near(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): { sections: () => Section[]; pending: Promise<unknown> | undefined } {
    const names = namesBefore(document, position);
    const lookups = names.map(({ name, at }) => this.lookUp(document, name, at));
    // Only a first answer is worth waiting for: while a person types, every answer is a little old.
    const pending = lookups.flatMap(({ lookup, version }) =>
      lookup && version === NEVER ? [lookup] : [],
    );
    return {
      sections: () => unique(lookups.flatMap(({ sections }) => sections)),
      pending: pending.length > 0 ? Promise.all(pending) : undefined,
    };
  }

  /** What was known before stays until the new answer has come. */
  private lookUp(document: vscode.TextDocument, name: string, at: vscode.Position): Known {
    const key = `${document.uri.toString()}#${name}`;
    const known = this.known.get(key) ?? { version: NEVER, sections: [], lookup: undefined };
    if (known.version !== document.version && !known.lookup) {
      const { version } = document;
      known.lookup = this.definitions(document, name, at).then((sections) => {
        known.sections = sections;
        known.version = version;
        known.lookup = undefined;
      });
    }
    this.known.delete(key);
    this.known.set(key, known);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MOST_KNOWN) break;
      this.known.delete(oldest);
    }
    return known;
  }

  /** Never rejects: other extensions answer here, and their failures are not ours. */
  private async definitions(
    document: vscode.TextDocument,
    name: string,
    at: vscode.Position,
  ): Promise<Section[]> {
    try {
      const found = await vscode.commands.executeCommand<
        (vscode.Location | vscode.LocationLink)[] | undefined
      >('vscode.executeDefinitionProvider', document.uri, at);
      const [first] = found ?? [];
      if (!first) return [];
      const { uri, range } = placeOf(first);
      const same = uri.toString() === document.uri.toString();
      if (same && Math.abs(range.start.line - at.line) < NEAR) return [];
      if (!(await this.mayShow(uri))) return [];
      const lines = await linesOf(uri, range);
      if (lines.every((line) => line.trim() === '')) return [];
      return [
        {
          kind: 'definition',
          label: shownPath(uri),
          text: lines.join('\n'),
          reason: phrase`Where ${name} is defined: it stands just before the cursor.`,
        },
      ];
    } catch {
      return [];
    }
  }

  /** Outside of the workspace only what the person has opened. */
  private async mayShow(uri: vscode.Uri): Promise<boolean> {
    const inside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
    if (!inside && !this.viewed.wasViewed(uri)) return false;
    return (await this.files.whyNot(uri)) === undefined;
  }
}

/** The names on the cursor's line and those above it, the nearest first, each once. */
function namesBefore(
  document: vscode.TextDocument,
  position: vscode.Position,
): { name: string; at: vscode.Position }[] {
  const found = new Map<string, vscode.Position>();
  for (let line = position.line; line >= Math.max(0, position.line - LINES_BEFORE); line--) {
    const whole = document.lineAt(line).text.slice(0, 500);
    const text = line === position.line ? whole.slice(0, position.character) : whole;
    const names = [...text.matchAll(/[\p{L}_$][\p{L}\p{N}_$]{2,}/gu)].reverse();
    for (const { 0: name, index } of names) {
      // The name at the cursor may be only half typed.
      if (line === position.line && index + name.length === position.character) continue;
      if (found.size < MOST_NAMES && !found.has(name)) {
        found.set(name, new vscode.Position(line, index));
      }
    }
  }
  return [...found].map(([name, at]) => ({ name, at }));
}

function placeOf(found: vscode.Location | vscode.LocationLink): vscode.Location {
  return 'targetUri' in found ? new vscode.Location(found.targetUri, found.targetRange) : found;
}

/** The lines of a definition: of an open document, or read from the file without opening it. */
async function linesOf(uri: vscode.Uri, { start, end }: vscode.Range): Promise<string[]> {
  const id = uri.toString();
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === id);
  const last = Math.min(start.line + LINES, Math.max(end.line + 1, start.line + LINES / 2));
  if (open) {
    const lines = Math.min(last, open.lineCount) - start.line;
    return Array.from({ length: lines }, (_, index) => open.lineAt(start.line + index).text);
  }
  if ((await vscode.workspace.fs.stat(uri)).size > LARGEST) return [];
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  return text.split(/\r\n|\r|\n/).slice(start.line, last);
}

function unique(sections: readonly Section[]): Section[] {
  return [
    ...new Map(
      sections.map((section) => [written(section.label) + section.text, section]),
    ).values(),
  ];
}
