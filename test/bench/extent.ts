import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as typescript from 'typescript';
import { extentAt } from '../../src/inline/extentAt';
import { seededRandom } from '../../src/local/random';

/** Sources that npm packages of this project ship. */
const SOURCES = [
  { package: 'rxjs', folder: 'src', ending: '.ts', languageId: 'typescript' },
  { package: 'eslint', folder: 'lib', ending: '.js', languageId: 'javascript' },
] as const;
/** Blocks of each that are cut out. */
const BLOCKS = 1_000;
/** Blocks with more characters than a completion has are not completed at once. */
const LONGEST_BLOCK = 600;

/** Whether a block that is written again, with what follows it, is ended where it ended. */
export async function run(): Promise<void> {
  for (const source of SOURCES) {
    const root = join(dirname(require.resolve(`${source.package}/package.json`)), source.folder);
    const names = (await readdir(root, { recursive: true })).sort();
    const places: Place[] = [];
    for (const name of names.filter((each) => each.endsWith(source.ending))) {
      places.push(...blocksOf(await readFile(join(root, name), 'utf8')));
    }
    const random = seededRandom(3, 0);
    const chosen = Array.from(
      { length: BLOCKS },
      () => places[Math.floor(random() * places.length)],
    );
    console.log(`${source.package}/${source.folder}: ${places.length} blocks`);
    console.table({
      'after the opening': share(chosen, 'opening', source.languageId),
      'at its first empty line': share(chosen, 'inside', source.languageId),
    });
  }
}

/** A block, as the parser of TypeScript finds it. */
interface Place {
  readonly text: string;
  /** After its opening bracket. */
  readonly start: number;
  /** Before its closing bracket. */
  readonly inner: number;
  /** After the end of the line that closes it, `)` and `;` included. */
  readonly end: number;
}

function* blocksOf(text: string): Generator<Place> {
  const file = typescript.createSourceFile('a.ts', text, typescript.ScriptTarget.Latest, true);
  const nodes: typescript.Node[] = [file];
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    node.forEachChild((child) => void nodes.push(child));
    const isBlock = typescript.isBlock(node) || typescript.isObjectLiteralExpression(node);
    if (!isBlock) continue;
    const start = node.getStart() + 1;
    const newline = text.indexOf('\n', node.end);
    const end = newline === -1 ? text.length : newline;
    const lineStart = text.lastIndexOf('\n', start) + 1;
    const opensLine = text[start] === '\n' && text[lineStart] !== undefined;
    // Where the closing line goes on with code, such as an else, what is wanted is a matter of taste.
    if (
      !opensLine ||
      end - start > LONGEST_BLOCK ||
      !/^[)\]};,]*$/.test(text.slice(node.end, end))
    ) {
      continue;
    }
    yield { text, start, inner: node.end - 1, end };
  }
}

function share(
  places: readonly (Place | undefined)[],
  cursor: 'opening' | 'inside',
  languageId: string,
) {
  let exact = 0;
  let short = 0;
  let long = 0;
  for (const place of places) {
    if (!place) continue;
    const { text, start, inner, end } = place;
    const indent = /^\n([ \t]*)/.exec(text.slice(start))?.[0] ?? '';
    const from = cursor === 'opening' ? start : start + indent.length;
    const wanted = cursor === 'opening' ? text.slice(from, end) : text.slice(from, inner).trimEnd();
    const extent = extentAt(
      { prefix: text.slice(0, from), suffix: text.slice(end) },
      { languageId, multiLine: true },
    );
    const reply = text.slice(from, end + 400);
    const kept = reply.slice(
      0,
      firstEnd(reply, (piece) => extent.end(piece)),
    );
    if (kept.trimEnd() === wanted) exact++;
    else if (kept.length < wanted.length) short++;
    else long++;
  }
  const percent = (part: number) => Math.round((1_000 * part) / places.length) / 10;
  return {
    'exact, %': percent(exact),
    'too short, %': percent(short),
    'too long, %': percent(long),
  };
}

/** As a stream would: letter by letter. */
function firstEnd(text: string, end: (piece: string) => number | undefined): number | undefined {
  for (let length = 1; length <= text.length; length++) {
    const found = end(text.slice(0, length));
    if (found !== undefined) return found;
  }
  return undefined;
}
