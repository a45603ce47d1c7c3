import * as vscode from 'vscode';
import { RetryingBackend, systemRetryClock } from './completions/retryingBackend';
import { StoppingBackend } from './completions/stoppingBackend';
import { AcceptedTexts } from './editor/acceptedTexts';
import { ApiKey } from './editor/apiKey';
import { BackendSelection, type Connect } from './editor/backendSelection';
import { CompleteSelection } from './editor/completeSelection';
import { CompletionCommands } from './editor/completionCommands';
import { CompletionLenses } from './editor/completionLenses';
import { CompletionMarks } from './editor/completionMarks';
import { FailureNotice } from './editor/failureNotice';
import { ACCEPTED_COMMAND, type Accepted, GhostTextProvider } from './editor/ghostTextProvider';
import { InspectorView } from './editor/inspectorView';
import { ModelCatalogue } from './editor/modelCatalogue';
import { NearbyDefinitions } from './editor/nearbyDefinitions';
import { PromptSource } from './editor/promptSource';
import { ghostTextOptions, selectionParameters } from './editor/requestOptions';
import { PendingCompletions } from './editor/pendingCompletions';
import { currentPlace, requestPlace } from './editor/requestPlace';
import type { SelectionCompletion } from './editor/selectionCompletion';
import { SelectionQuestions } from './editor/selectionQuestions';
import { SendableFiles } from './editor/sendableFiles';
import { Settings } from './editor/settings';
import { ShowPrompt } from './editor/showPrompt';
import { StatusBar } from './editor/statusBar';
import { TypingWatch } from './editor/typingWatch';
import { ViewedDocuments } from './editor/viewedDocuments';
import { WorkspaceText } from './editor/workspaceText';
import { systemClock } from './inline/clock';
import { GhostTextPipeline } from './inline/ghostTextPipeline';
import { CompletionHistory } from './inspector/completionHistory';
import { RecordingBackend } from './inspector/recordingBackend';
import { LocalBackend } from './local/localBackend';
import { TokenRates } from './prompt/tokenRate';
import { TokenRateBackend } from './prompt/tokenRateBackend';

/** The composition root: constructs, wires and registers; the editor disposes. */
export function activate(context: vscode.ExtensionContext): void {
  const { extension, extensionUri, globalState, globalStorageUri, secrets, subscriptions } =
    context;
  const { version } = extension.packageJSON as { version: string };
  const now = () => performance.now();
  const connect: Connect = async ({ endpoint, dialect, headers, network }, key) => {
    const { RemoteBackend } = await import('./remote/remoteBackend');
    return new RemoteBackend({
      endpoint,
      dialect,
      headers,
      network: { ...network, environment: process.env },
      apiKey: key,
      userAgent: `inkling/${version}`,
    });
  };

  const log = vscode.window.createOutputChannel('Inkling', { log: true });
  const notice = new FailureNotice();
  const settings = new Settings((message) => {
    log.warn(message);
    void notice.tellInvalidSetting(message);
  });
  const apiKey = new ApiKey(secrets);
  const status = new StatusBar('inkling.showInspector');
  const embedded = new LocalBackend(
    vscode.Uri.joinPath(extensionUri, 'dist', 'worker.js').fsPath,
    vscode.Uri.joinPath(globalStorageUri, 'indexes').fsPath,
  );
  const backend = new BackendSelection(settings, apiKey, embedded, connect);
  const isEmbedded = async () => (await backend.kind()) === 'embedded';
  const rates = new TokenRates({
    load: () => globalState.get('charactersPerToken'),
    save: (learned) => void globalState.update('charactersPerToken', learned),
  });
  const files = new SendableFiles((folder) => settings.ignore(folder));
  const viewed = new ViewedDocuments(files);
  const definitions = new NearbyDefinitions(files, viewed);
  const prompts = new PromptSource(
    ...([backend, isEmbedded, settings, rates, files, viewed, definitions] as const),
  );
  const showPrompt = new ShowPrompt(prompts, files, settings, isEmbedded);
  const stopping = new StoppingBackend(backend);
  const counted = new TokenRateBackend(stopping, rates);
  const history = new CompletionHistory({ now, time: Date.now });
  const storage = context.storageUri ?? globalStorageUri;
  const historyFile = vscode.Uri.joinPath(storage, 'completions.jsonl').fsPath;
  const recorded = (origin: string) => new RecordingBackend(counted, history, origin, currentPlace);
  const workspaceText = new WorkspaceText(embedded, status, log);

  const accepted = new AcceptedTexts(history);
  const pipeline = new GhostTextPipeline({
    backend: recorded(vscode.l10n.t('Ghost text')),
    instant: embedded,
    promptFor: (window, { id }, model, signal) =>
      prompts.ghostTextPrompt(window, id, model, signal),
    instantPromptFor: (window, { id }) => Promise.resolve(prompts.verbatimPrompt(window, id)),
    clock: systemClock,
    outcomes: history,
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
  const patient = new RetryingBackend(
    recorded(vscode.l10n.t('Complete Selection')),
    systemRetryClock,
    ({ message }, wait) => {
      log.info(`${message} Trying again in ${Math.round(wait)} ms.`);
    },
  );
  const pending = new PendingCompletions();
  const completeSelection = new CompleteSelection(
    patient,
    prompts,
    async ({ uri }) => ((await isEmbedded()) ? undefined : files.whyNot(uri)),
    pending,
    notice,
    {
      asking: (request, { parts }, document, position) => {
        history.describe(request, { place: requestPlace(document, position), parts });
      },
      decided: (request, decision) => {
        history.decide(request, decision);
      },
    },
  );
  const questions = new SelectionQuestions(backend, context.globalState);
  const models = new ModelCatalogue(backend);
  const inspector = new InspectorView(extensionUri, history, async () => {
    const { InspectorConnections } = await import('./editor/inspectorConnections');
    // A branch has its own place: that of the completion it goes on from.
    const branches = new RecordingBackend(stopping, history, vscode.l10n.t('Inspector'));
    const parts = { extension, history, historyFile, models, settings, backend: branches, log };
    return new InspectorConnections(parts);
  });
  const inspect = (completion: SelectionCompletion) => {
    const { request } = completion;
    return inspector.show(request && history.of(request)?.id);
  };
  const showBackend = async () => {
    history.recording = settings.keepsHistory;
    models.reset();
    inspector.settingsChanged();
    pipeline.reset();
    notice.reset();
    const kind = await backend.kind();
    status.setBackend(kind, new URL(settings.endpoint).host);
    if (kind === 'embedded' || settings.instantAnswer) workspaceText.begin();
    if (kind === 'remote') {
      prompts.begin();
      await backend.warmUp();
    }
  };

  const { registerCommand } = vscode.commands;
  subscriptions.push(
    ...[log, settings, apiKey, status, embedded, backend, workspaceText, accepted],
    ...[files, viewed, showPrompt, new TypingWatch(pipeline)],
    settings.onDidChange(showBackend),
    apiKey.onDidChange(showBackend),
    vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, ghostText),
    inspector,
    vscode.window.registerWebviewViewProvider(InspectorView.id, inspector),
    vscode.window.registerWebviewPanelSerializer(InspectorView.editorId, inspector),
    registerCommand(ACCEPTED_COMMAND, (...[completion, uri, line, character, text]: Accepted) => {
      pipeline.accepted(completion, text.length);
      const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri);
      const position = new vscode.Position(line, character);
      if (document) accepted.follow(completion, document, position, text);
    }),
    registerCommand('inkling.completeSelection', () =>
      completeSelection.run((document) => Promise.resolve(selectionParameters(settings, document))),
    ),
    registerCommand('inkling.completeSelectionWith', () =>
      completeSelection.run((document) => questions.ask(selectionParameters(settings, document))),
    ),
    pending,
    new CompletionMarks(pending),
    new CompletionCommands(pending, (each) => completeSelection.retry(each), inspect),
    vscode.languages.registerCodeLensProvider({ pattern: '**' }, new CompletionLenses(pending)),
    registerCommand('inkling.setApiKey', () => apiKey.ask(settings.endpoint)),
    registerCommand('inkling.clearApiKey', () => apiKey.clear(settings.endpoint)),
    registerCommand('inkling.showPrompt', () => showPrompt.run()),
    registerCommand('inkling.showInspector', () => inspector.show()),
    registerCommand('inkling.openInspectorInEditor', () => {
      inspector.openInEditor();
    }),
  );
  void showBackend();
}
