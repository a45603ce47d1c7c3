import * as vscode from 'vscode';
import { AcceptedTexts } from './editor/acceptedTexts';
import { ApiKey } from './editor/apiKey';
import { BackendSelection, type Connect } from './editor/backendSelection';
import { CompleteSelection } from './editor/completeSelection';
import { FailureNotice } from './editor/failureNotice';
import { ACCEPTED_COMMAND, type Accepted, GhostTextProvider } from './editor/ghostTextProvider';
import { InspectorView } from './editor/inspectorView';
import { ghostTextOptions, selectionParameters } from './editor/requestOptions';
import { Settings } from './editor/settings';
import { StatusBar } from './editor/statusBar';
import { TypingWatch } from './editor/typingWatch';
import { WorkspaceText } from './editor/workspaceText';
import { systemClock } from './inline/clock';
import { GhostTextPipeline } from './inline/ghostTextPipeline';
import { CompletionHistory } from './inspector/completionHistory';
import { OutcomeHistory } from './inspector/outcomeHistory';
import { RecordingBackend } from './inspector/recordingBackend';
import { LocalBackend } from './local/localBackend';
import { plainPrompt } from './prompt/plainPrompt';
import { wholeReply } from './prompt/wholeReply';

/** The composition root: constructs, wires and registers; the editor disposes. */
export function activate(context: vscode.ExtensionContext): void {
  const { extension, extensionUri, secrets, subscriptions } = context;
  const { version } = extension.packageJSON as { version: string };
  const now = () => performance.now();
  const connect: Connect = async (endpoint, key) => {
    const { RemoteBackend } = await import('./remote/remoteBackend');
    const userAgent = `inkling/${version}`;
    return new RemoteBackend({ endpoint, dialect: 'automatic', apiKey: key, userAgent });
  };

  const log = vscode.window.createOutputChannel('Inkling', { log: true });
  const notice = new FailureNotice();
  const settings = new Settings((message) => {
    log.warn(message);
    void notice.tellInvalidSetting(message);
  });
  const apiKey = new ApiKey(secrets);
  const status = new StatusBar('inkling.showInspector');
  const embedded = new LocalBackend(vscode.Uri.joinPath(extensionUri, 'dist', 'worker.js').fsPath);
  const backend = new BackendSelection(settings, apiKey, embedded, connect);
  const history = new CompletionHistory(now);
  const recorded = (origin: string) => new RecordingBackend(backend, history, origin);
  const workspaceText = new WorkspaceText(embedded, status, log);

  const outcomes = new OutcomeHistory();
  const accepted = new AcceptedTexts(outcomes);
  const pipeline = new GhostTextPipeline({
    backend: recorded(vscode.l10n.t('Ghost text')),
    instant: embedded,
    promptFor: (window) => Promise.resolve(wholeReply(plainPrompt(window))),
    clock: systemClock,
    outcomes,
    listener: {
      thinking: () => {
        status.thinking();
      },
      idle: () => {
        status.idle();
      },
      failed: (error) => {
        log.warn(error.message, error.remedy);
        status.failed(error);
        notice.tellOnce(error);
      },
      grown: (document) => void ghostText.grow(document),
    },
  });
  const ghostText: GhostTextProvider = new GhostTextProvider(
    pipeline,
    async (document) => ghostTextOptions(settings, await backend.kind(), document),
    log,
  );
  const completeSelection = new CompleteSelection(
    recorded(vscode.l10n.t('Complete Selection')),
    (document) => selectionParameters(settings, document),
    notice,
  );
  const showBackend = async () => {
    pipeline.reset();
    notice.reset();
    const kind = await backend.kind();
    status.setBackend(kind, new URL(settings.endpoint).host);
    if (kind === 'embedded' || settings.instantAnswer) workspaceText.begin();
  };

  const { registerCommand } = vscode.commands;
  subscriptions.push(
    ...[log, settings, apiKey, status, embedded, backend, workspaceText, accepted],
    new TypingWatch(pipeline),
    settings.onDidChange(showBackend),
    apiKey.onDidChange(showBackend),
    vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, ghostText),
    vscode.window.registerWebviewViewProvider(
      InspectorView.id,
      new InspectorView(extensionUri, history),
    ),
    registerCommand(ACCEPTED_COMMAND, (...[completion, uri, line, character, text]: Accepted) => {
      pipeline.accepted(completion, text.length);
      const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri);
      const position = new vscode.Position(line, character);
      if (document) accepted.follow(completion, document, position, text);
    }),
    registerCommand('inkling.completeSelection', () => completeSelection.run()),
    registerCommand('inkling.setApiKey', () => apiKey.ask(settings.endpoint)),
    registerCommand('inkling.clearApiKey', () => apiKey.clear(settings.endpoint)),
    registerCommand('inkling.showInspector', () =>
      vscode.commands.executeCommand(`${InspectorView.id}.focus`),
    ),
  );
  void showBackend();
}
