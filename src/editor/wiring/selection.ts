import * as vscode from 'vscode';
import { RetryingBackend, systemRetryClock } from '../../completions/retryingBackend';
import { CompleteSelection, type SelectionParameters } from '../completeSelection';
import { CompletionCommands } from '../completionCommands';
import { CompletionLenses } from '../completionLenses';
import { CompletionMarks } from '../completionMarks';
import { inspectedParts } from '../inspectedParts';
import { PendingCompletions } from '../pendingCompletions';
import { selectionParameters } from '../selectionParameters';
import { requestPlace } from '../requestPlace';
import { SelectionQuestions } from '../selectionQuestions';
import type { Core } from './core';
import type { Prompts } from './prompts';

export type Selection = ReturnType<typeof makeSelection>;

/**
 * All of Complete Selection.
 *
 * @param inspect shows the completion of this number in the inspector
 */
export function makeSelection(
  core: Core,
  { source, files }: Prompts,
  inspect: (completion: number | undefined) => Promise<void>,
) {
  const { backend, history, log, memory, notice, settings } = core;
  const patient = new RetryingBackend(
    core.recorded(vscode.l10n.t('Complete Selection')),
    systemRetryClock,
    ({ message }, wait) => {
      log.info(`${message} Trying again in ${Math.round(wait)} ms.`);
    },
  );
  const pending = new PendingCompletions();
  const completeSelection = new CompleteSelection(
    patient,
    source,
    async ({ uri }) => ((await core.isEmbedded()) ? undefined : files.whyNot(uri)),
    pending,
    notice,
    {
      asking: (request, { parts, ...notes }, document, position) => {
        const place = requestPlace(document, position);
        history.describe(request, { place, ...notes, parts: inspectedParts(parts) });
      },
      decided: (request, decision) => {
        history.decide(request, decision);
      },
    },
  );
  const questions = new SelectionQuestions(backend, memory);
  const commands = new CompletionCommands(
    pending,
    (completion) => completeSelection.retry(completion),
    ({ request }) => inspect(request && history.of(request)?.id),
  );
  const lenses = new CompletionLenses(pending);
  const parts = vscode.Disposable.from(
    ...[lenses, pending, new CompletionMarks(pending), commands],
    vscode.languages.registerCodeLensProvider({ pattern: '**' }, lenses),
  );
  return {
    commands,
    /** With the settings' parameters, but for `others`. */
    complete: (others: Partial<SelectionParameters> = {}) =>
      completeSelection.run((document) =>
        Promise.resolve({ ...selectionParameters(settings, document), ...others }),
      ),
    /** With parameters that the person is asked for. */
    completeWith: () =>
      completeSelection.run((document) => questions.ask(selectionParameters(settings, document))),
    dispose() {
      parts.dispose();
    },
  };
}
