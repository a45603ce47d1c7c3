import * as vscode from 'vscode';
import type { Declaration } from '../prompt/promptSubject';

/** Documents whose declarations are remembered, and how many of one are looked at. */
const MOST_DOCUMENTS = 20;
const MOST_DECLARATIONS = 5_000;

interface Known {
  /** Of the document when it was asked about last. */
  version: number;
  declarations: readonly Declaration[];
  lookup: Promise<void> | undefined;
}

/** What the editor's language support knows of where the declarations of a document are. */
export class NearbyDeclarations {
  private readonly known = new Map<string, Known>();

  /**
   * The declarations as far as they are known by now, perhaps of an earlier version, and a promise of
   * a first answer: whoever cannot wait finds it the next time.
   */
  in(document: vscode.TextDocument): {
    declarations: readonly Declaration[];
    pending: Promise<unknown> | undefined;
  } {
    const id = document.uri.toString();
    const before = this.known.get(id);
    const known = before ?? { version: document.version, declarations: [], lookup: undefined };
    if (!before || (known.version !== document.version && !known.lookup)) {
      known.version = document.version;
      known.lookup = declarationsOf(document.uri).then((declarations) => {
        known.declarations = declarations;
        known.lookup = undefined;
      });
    }
    this.known.delete(id);
    this.known.set(id, known);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MOST_DOCUMENTS) break;
      this.known.delete(oldest);
    }
    const { declarations, lookup } = known;
    return { declarations, pending: before ? undefined : lookup };
  }
}

/** Never rejects: other extensions answer here, and their failures are not ours. */
async function declarationsOf(uri: vscode.Uri): Promise<Declaration[]> {
  try {
    const found = await vscode.commands.executeCommand<
      (vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined
    >('vscode.executeDocumentSymbolProvider', uri);
    const declarations: Declaration[] = [];
    collect(found ?? [], declarations);
    return declarations;
  } catch {
    return [];
  }
}

function collect(
  symbols: readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[],
  into: Declaration[],
): void {
  for (const symbol of symbols) {
    if (into.length >= MOST_DECLARATIONS) return;
    const nested = 'selectionRange' in symbol;
    const { start, end } = nested ? symbol.range : symbol.location.range;
    const line = nested ? symbol.selectionRange.start.line : start.line;
    if (end.line > start.line) into.push({ name: symbol.name, line, end: end.line });
    if (nested) collect(symbol.children, into);
  }
}
