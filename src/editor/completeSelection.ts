import { randomInt } from 'node:crypto';
import * as vscode from 'vscode';
import type { CompletionBackend } from '../completions/completionBackend';
import { CompletionError } from '../completions/completionError';
import type { CompletionRequest } from '../completions/completionRequest';
import { phrase } from '../completions/phrase';
import { stopSequences } from '../completions/requestForms';
import { isSecretFile } from '../prompt/secretFiles';
import { currentEditor } from './editorContext';
import type { FailureNotice } from './failureNotice';
import { GeneratedStep } from './generatedStep';
import type { PendingCompletions } from './pendingCompletions';
import type { Prompt } from '../prompt/prompt';
import type { PromptSource } from './promptSource';
import { type Ask, SelectionCompletion, type SelectionDecision } from './selectionCompletion';
import { SelectionReply } from './selectionReply';
import { textWindow } from './textWindow';

/** The parameters of a request, without what is to be completed. */
export type SelectionParameters = Omit<CompletionRequest, 'prompt' | 'suffix'>;

/** Hears what is asked for, and what the person thinks of it. */
export interface SelectionListener {
  /**
   * `request` is about to be made of `parts` for a completion that goes to `position`; it took
   * `preparation` milliseconds to make.
   */
  asking(
    request: CompletionRequest,
    made: { readonly parts: Prompt['parts']; readonly preparation: number },
    document: vscode.TextDocument,
    position: vscode.Position,
  ): void;
  decided(request: CompletionRequest, decision: SelectionDecision): void;
}

/** Another sample of a model that always takes the likeliest token would be the same text again. */
const RETRY_TEMPERATURE = 0.8;
const LARGEST_SEED = 2 ** 31;

/** The command that streams the completion of the selected text into the document, right after it. */
export class CompleteSelection {
  constructor(
    private readonly backend: CompletionBackend,
    private readonly prompts: PromptSource,
    private readonly whyNotSent: (document: vscode.TextDocument) => Promise<string | undefined>,
    private readonly pending: PendingCompletions,
    private readonly notice: FailureNotice,
    private readonly listener: SelectionListener,
  ) {}

  /**
   * Completes each selection of the active editor, or the line up to the cursor where nothing is
   * selected. Resolves when all completions have ended.
   *
   * @param parametersFor asked for the parameters; undefined when the person wants no completion
   */
  async run(
    parametersFor: (document: vscode.TextDocument) => Promise<SelectionParameters | undefined>,
  ): Promise<void> {
    const editor = currentEditor();
    if (!editor) {
      tell(vscode.l10n.t('open a document and select the text to complete.'));
      return;
    }
    const { document } = editor;
    const ranges = promptRanges(editor);
    const problem = await this.problem(document, ranges);
    if (problem !== undefined) {
      tell(problem);
      return;
    }
    const parameters = await parametersFor(document);
    if (!parameters) return;
    // A new completion means that the one before is as the person wants it.
    for (const earlier of this.pending.of(document)) earlier.accept();
    // Left selected, everything would be replaced by the next key that the person types.
    editor.selections = ranges.map(({ end }) => new vscode.Selection(end, end));
    const step = new GeneratedStep(document);
    const completions = ranges.map(
      (range) => new SelectionCompletion(step, range.end, this.asking(document, range, parameters)),
    );
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Window,
        title: vscode.l10n.t('Inkling: completing the selection, Esc to stop'),
      },
      () => Promise.all(completions.map((completion) => this.complete(completion))),
    );
  }

  private async problem(
    document: vscode.TextDocument,
    ranges: readonly vscode.Range[],
  ): Promise<string | undefined> {
    if (isSecretFile(document.uri.path)) {
      return vscode.l10n.t('this file holds secrets, so nothing of it is sent.');
    }
    const why = await this.whyNotSent(document);
    if (why !== undefined) return vscode.l10n.t('nothing is sent here: {0}.', why);
    if (ranges.length === 0) {
      return vscode.l10n.t('there is nothing to complete here. Select some text first.');
    }
    if (await isReadOnly(document)) {
      return vscode.l10n.t('this document is read-only, so nothing can be written into it.');
    }
    return undefined;
  }

  /** Another sample in the place of `completion`, or the rest of one that broke off. */
  async retry(completion: SelectionCompletion): Promise<void> {
    await completion.retry();
    this.report(completion);
  }

  private async complete(completion: SelectionCompletion): Promise<void> {
    this.pending.add(completion);
    completion.onDidChange(() => {
      const { request, decision } = completion;
      if (request && decision) this.listener.decided(request, decision);
    });
    await completion.stream();
    this.report(completion);
  }

  private report(completion: SelectionCompletion): void {
    const { failure, state, position, range, rawTokens } = completion;
    if (failure) {
      void this.notice.tell(failure, async () => {
        // Asked again elsewhere, or decided about in the meantime, it is not this failure any more.
        if (completion.failure === failure && completion.state === 'failed') {
          await this.retry(completion);
        }
      });
    } else if (completion.isRefused) tell(vscode.l10n.t('the document takes no more text.'));
    else if (state === 'complete' && range.isEmpty && position.count === 1) {
      tell(
        rawTokens > 0
          ? vscode.l10n.t('the model answered in raw tokens. They are in the inspector.')
          : vscode.l10n.t('the model had nothing to add to the selection.'),
      );
      completion.accept();
    }
  }

  /** How the completion of `range` is asked for, each time anew. */
  private asking(
    document: vscode.TextDocument,
    range: vscode.Range,
    parameters: SelectionParameters,
  ): Ask {
    const selected = document.getText(range).replaceAll('\r\n', '\n');
    const { suffix } = textWindow(document, range.end);
    const firstSeed = parameters.seed ?? randomInt(LARGEST_SEED);
    return async ({ number, continued }, signal) => {
      const began = performance.now();
      const varied = number === 0 ? parameters : variation(parameters, firstSeed + number);
      const prompt = await this.prompts.selectionPrompt(
        document,
        range.end,
        { prefix: selected + continued, suffix },
        varied,
      );
      // What may be sent was asked before; it may have changed since.
      if (!prompt) throw nothingSent();
      // The person's own first: where a server takes only some, those are its.
      const stop = [...stopSequences(varied), ...stopSequences(prompt.request)];
      const request = { ...varied, ...prompt.request, ...(stop.length > 0 && { stop }) };
      const reply = new SelectionReply(prompt, varied);
      const { parts } = prompt;
      const preparation = performance.now() - began;
      this.listener.asking(request, { parts, preparation }, document, range.end);
      return { request, reply, chunks: this.backend.complete(request, signal) };
    };
  }
}

function nothingSent(): CompletionError {
  return new CompletionError({
    kind: 'permission',
    message: phrase`Nothing of this file is sent any more.`,
    remedy: phrase`Look at its ignore rules and at inkling.ignore.`,
  });
}

/** What is asked to have another sample. */
function variation(parameters: SelectionParameters, seed: number): SelectionParameters {
  const temperature = parameters.temperature === 0 ? RETRY_TEMPERATURE : parameters.temperature;
  return { ...parameters, temperature, seed };
}

/** What is to be completed, in the order of the text: selections, or else the cursors' lines. */
function promptRanges({ document, selections }: vscode.TextEditor): vscode.Range[] {
  const selected = selections.filter((selection) => !selection.isEmpty);
  const ranges =
    selected.length > 0
      ? selected
      : selections.map(({ active }) => new vscode.Range(active.with({ character: 0 }), active));
  return ranges
    .filter((range) => document.getText(range).trim() !== '')
    .sort((a, b) => a.start.compareTo(b.start));
}

async function isReadOnly({ uri, isUntitled }: vscode.TextDocument): Promise<boolean> {
  if (isUntitled) return false;
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) return true;
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
    return (permissions & vscode.FilePermission.Readonly) !== 0;
  } catch {
    // No file: a notebook's cell, or deleted in the meantime. An edit will tell.
    return false;
  }
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(`Inkling: ${message}`);
}
