import * as vscode from 'vscode';
import { AcceptedTexts } from '../acceptedTexts';
import { ACCEPTED_COMMAND, type Accepted, GhostTextProvider } from '../ghostTextProvider';
import { ghostTextOptions } from '../ghostTextOptions';
import type { GhostTextRegistration } from '../ghostTextRegistration';
import { inspectedParts } from '../inspectedParts';
import { currentPlace } from '../requestPlace';
import { TypingWatch } from '../typingWatch';
import { isSecretFile } from '../../prompt/secretFiles';
import { systemClock } from '../../inline/clock';
import { GhostTextPipeline } from '../../inline/ghostTextPipeline';
import { RecordingBackend } from '../../inspector/recordingBackend';
import type { Core } from './core';
import type { Prompts } from './prompts';

export type GhostText = ReturnType<typeof makeGhostText>;

/** All that makes ghost text. */
export function makeGhostText(core: Core, prompts: Prompts, registration: GhostTextRegistration) {
  const { backend, embedded, history, log, notice, saver, settings, status, switches } = core;
  const { source } = prompts;
  const instant = vscode.l10n.t('Instant answer');
  const pipeline = new GhostTextPipeline({
    backend: core.recorded(vscode.l10n.t('Ghost text')),
    instant: new RecordingBackend(embedded, history, instant, currentPlace, false),
    promptFor: (window, { id }, model, signal) => source.ghostTextPrompt(window, id, model, signal),
    instantPromptFor: (window, { id }) => Promise.resolve(source.verbatimPrompt(window, id)),
    clock: systemClock,
    outcomes: history,
    listener: {
      asking: ({ request, parts, ...notes }) => {
        history.describe(request, { ...notes, parts: inspectedParts(parts) });
      },
      remembered: () => {
        history.remembered();
      },
      thinking: () => {
        status.thinking();
      },
      idle: () => {
        status.idle();
      },
      failed: (error, pause) => {
        status.failed(error, pause);
        notice.tellOnce(error);
      },
      held: (pause) => {
        status.held(pause);
      },
      interrupted: (document) => void provider.askAgain(document),
      grown: (document) => void provider.grow(document),
    },
  });
  const permission = (document: vscode.TextDocument) =>
    isSecretFile(document.uri.path) ? 'never' : switches.permission(document).when;
  const options = async (document: vscode.TextDocument) => {
    const thrifty = saver.saving || permission(document) !== 'always';
    return ghostTextOptions(settings, await backend.kind(), document, thrifty);
  };
  const provider = new GhostTextProvider(pipeline, permission, options, registration, log);
  const accepted = new AcceptedTexts(history);
  const parts = vscode.Disposable.from(
    accepted,
    new TypingWatch(pipeline, (document) =>
      permission(document) === 'always' ? options(document) : undefined,
    ),
    vscode.commands.registerCommand(ACCEPTED_COMMAND, (...told: Accepted) => {
      const [completion, uri, line, character, text] = told;
      pipeline.accepted(completion, text.length);
      void vscode.commands.executeCommand('setContext', 'inkling.ghostTextAccepted', true);
      const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri);
      const position = new vscode.Position(line, character);
      if (document) accepted.follow(completion, document, position, text);
    }),
  );
  return {
    provider,
    pipeline,
    dispose() {
      parts.dispose();
    },
  };
}
