import * as vscode from 'vscode';
import { LoggingBackend } from './completions/loggingBackend';
import { written } from './completions/phrase';
import { StoppingBackend } from './completions/stoppingBackend';
import { ApiKey } from './editor/apiKey';
import { BackendSelection, type Connect } from './editor/backendSelection';
import { BatterySaver } from './editor/batterySaver';
import type { Command } from './editor/commandNames';
import type { CompletionCommand } from './editor/completionCommandNames';
import { watchEditors } from './editor/editorContext';
import { FailureNotice } from './editor/failureNotice';
import type { Wish } from './editor/ghostTextCommands';
import { GhostTextSwitches } from './editor/ghostTextSwitches';
import { GhostTextRegistration } from './editor/ghostTextRegistration';
import { InspectorView } from './editor/inspectorView';
import { KeyInSettings } from './editor/keyInSettings';
import { localized } from './editor/localized';
import { Log } from './editor/log';
import { ModelCatalogue } from './editor/modelCatalogue';
import { ModelMemory } from './editor/modelMemory';
import { openSettings } from './editor/openSettings';
import { currentPlace } from './editor/requestPlace';
import { Settings } from './editor/settings';
import { Snooze } from './editor/snooze';
import { StatusBar } from './editor/statusBar';
import { WorkspaceText } from './editor/workspaceText';
import { CompletionHistory } from './inspector/completionHistory';
import { RecordingBackend } from './inspector/recordingBackend';
import { LocalBackend } from './local/localBackend';
import { TokenRates } from './prompt/tokenRate';
import { TokenRateBackend } from './prompt/tokenRateBackend';
import type { Core } from './editor/wiring/core';
import type { GhostText } from './editor/wiring/ghostText';
import { OnFirstUse } from './editor/wiring/onFirstUse';
import type { Prompts } from './editor/wiring/prompts';
import type { Selection } from './editor/wiring/selection';

/** All of Inkling, once it has started. */
export interface Inkling {
  /** What each command does; `given` is the first argument, from whoever runs it. */
  readonly commands: Readonly<Record<Command, (given?: unknown) => unknown>>;
  dispose(): void;
}

/**
 * The composition root: constructs, wires and registers. What is not needed to start is imported
 * where it is first used (see `editor/wiring/`), so that starting costs little.
 */
export function start(context: vscode.ExtensionContext): Inkling {
  const { extension, extensionUri, globalState, globalStorageUri, secrets } = context;
  const { version } = extension.packageJSON as { version: string };
  const now = () => performance.now();
  const connect: Connect = async ({ endpoint, dialect, headers, network }, key) => {
    const { RemoteBackend } = await import('./remote/remoteBackend');
    for (const value of Object.values(headers)) log.hide(value);
    return new RemoteBackend({
      endpoint,
      dialect,
      headers,
      network: { ...network, environment: process.env },
      apiKey: async () => {
        const secret = await key();
        if (secret !== undefined) log.hide(secret);
        return secret;
      },
      userAgent: `inkling/${version}`,
      modelStorage: modelMemory.of(endpoint),
    });
  };

  const modelMemory = new ModelMemory(globalState);
  const log = new Log(vscode.window.createOutputChannel('Inkling', { log: true }));
  const notice = new FailureNotice();
  const settings = new Settings((message) => {
    log.warn(written(message));
    void notice.tellInvalidSetting(localized(message));
  });
  const apiKey = new ApiKey(secrets, process.env);
  const snooze = new Snooze();
  const switches = new GhostTextSwitches(settings, snooze);
  const isLocal =
    vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  const saver = new BatterySaver(settings, isLocal);
  const status = new StatusBar('inkling.showMenu', () => {
    const document = vscode.window.activeTextEditor?.document;
    const language = document?.languageId ?? '';
    const silence = document && switches.permission(document).why;
    return { silence, language, snooze: snooze.left, saving: saver.saving };
  });
  const embedded = new LocalBackend(
    vscode.Uri.joinPath(extensionUri, 'dist', 'worker.js').fsPath,
    vscode.Uri.joinPath(globalStorageUri, 'indexes').fsPath,
  );
  const backend = new BackendSelection(settings, apiKey, embedded, connect);
  const rates = new TokenRates({
    load: () => globalState.get('charactersPerToken'),
    save: (learned) => void globalState.update('charactersPerToken', learned),
  });
  const stopping = new StoppingBackend(backend);
  const counted = new TokenRateBackend(stopping, rates);
  const history = new CompletionHistory({ now, time: Date.now }, vscode.l10n.t);
  const storage = context.storageUri ?? globalStorageUri;
  const historyFile = vscode.Uri.joinPath(storage, 'completions.jsonl').fsPath;
  const workspaceText = new WorkspaceText(embedded, status, saver, log);
  const models = new ModelCatalogue(backend);
  const inspector = new InspectorView(extensionUri, history, async () => {
    const { InspectorConnections } = await import('./editor/inspectorConnections');
    // A branch has its own place: that of the completion it goes on from.
    const origin = vscode.l10n.t('Inspector');
    const logged = new LoggingBackend(stopping, log, origin, now);
    return new InspectorConnections({
      ...{ extension, history, historyFile, models, settings, log },
      backend: new RecordingBackend(logged, history, origin),
      written: (request) => backend.written(request),
    });
  });

  const core: Core = {
    ...{
      log,
      memory: globalState,
      settings,
      status,
      switches,
      saver,
      notice,
      embedded,
      backend,
      rates,
      history,
    },
    isEmbedded: async () => (await backend.kind()) === 'embedded',
    recorded: (origin) => {
      const logged = new LoggingBackend(counted, log, origin, now);
      return new RecordingBackend(logged, history, origin, currentPlace);
    },
  };
  const prompts = new OnFirstUse<Prompts>(async () =>
    (await import('./editor/wiring/prompts')).makePrompts(core),
  );
  const ghostText = new OnFirstUse<GhostText>(async () => {
    const { makeGhostText } = await import('./editor/wiring/ghostText');
    return makeGhostText(core, await prompts.get(), registration);
  });
  const registration: GhostTextRegistration = new GhostTextRegistration(
    extension.id,
    async () => (await ghostText.get()).provider,
  );
  const selection = new OnFirstUse<Selection>(async () => {
    const { makeSelection } = await import('./editor/wiring/selection');
    return makeSelection(core, await prompts.get(), (completion) => inspector.show(completion));
  });
  // The editor asks for ghost text 50 ms after a key: until then, it is loaded.
  const firstEdit = vscode.workspace.onDidChangeTextDocument(({ document }) => {
    if (document !== vscode.window.activeTextEditor?.document) return;
    firstEdit.dispose();
    void ghostText.get();
  });

  let logged = '';
  const showBackend = async () => {
    history.recording = settings.keepsHistory;
    models.reset();
    inspector.settingsChanged();
    ghostText.ifMade?.pipeline.reset();
    notice.reset();
    const kind = await backend.kind();
    const { origin } = new URL(settings.endpoint);
    const who = kind === 'embedded' ? 'The embedded engine answers.' : `${origin} answers.`;
    if (who !== logged) log.info(who);
    logged = who;
    const source = (await apiKey.source(settings.endpoint)) ?? false;
    void vscode.commands.executeCommand('setContext', 'inkling.hasApiKey', source);
    status.setBackend(kind, new URL(settings.endpoint).host);
    if (kind === 'embedded' || settings.instantAnswer) workspaceText.begin();
    if (kind !== 'remote') return;
    // What is looked at before the first key is context for it.
    (await prompts.get()).source.begin();
    await backend.warmUp();
  };

  const testKey = async () => {
    const { KeyTest } = await import('./editor/keyTest');
    await new KeyTest(settings, apiKey, connect, (error) => notice.tell(error)).run();
  };
  const keyInSettings = new KeyInSettings(settings, apiKey, log);

  const ghostTextCommands = async () => {
    const { GhostTextCommands } = await import('./editor/ghostTextCommands');
    const ask = async (wish: Wish) => (await ghostText.get()).provider.ask(wish);
    return new GhostTextCommands(settings, switches, snooze, ask);
  };
  const snoozeChanged = async () => {
    status.update();
    if (snooze.left === 0) return;
    ghostText.ifMade?.pipeline.reset();
    await vscode.commands.executeCommand('editor.action.inlineSuggest.hide');
  };

  const ofCompletion = (command: CompletionCommand) => async (given?: unknown) =>
    (await selection.get()).commands.run(command, given);
  const commands: Inkling['commands'] = {
    completeSelection: async () => (await selection.get()).complete(),
    completeSelectionWith: async () => (await selection.get()).completeWith(),
    stopCompletion: ofCompletion('stopCompletion'),
    acceptCompletion: ofCompletion('acceptCompletion'),
    discardCompletion: ofCompletion('discardCompletion'),
    retryCompletion: ofCompletion('retryCompletion'),
    nextCompletion: ofCompletion('nextCompletion'),
    previousCompletion: ofCompletion('previousCompletion'),
    inspectCompletion: ofCompletion('inspectCompletion'),
    setApiKey: async () => {
      if (await apiKey.ask(settings.endpoint)) await testKey();
    },
    testApiKey: testKey,
    clearApiKey: () => apiKey.clear(settings.endpoint),
    triggerGhostText: async () => (await ghostTextCommands()).trigger('explicit'),
    triggerMultiLine: async () => (await ghostTextCommands()).trigger('block'),
    snooze: async (minutes) => (await ghostTextCommands()).beginSnooze(minutes),
    endSnooze: async () => {
      (await ghostTextCommands()).endSnooze();
    },
    toggleLanguage: async () => (await ghostTextCommands()).toggleLanguage(),
    chooseEagerness: async () => (await ghostTextCommands()).chooseEagerness(),
    chooseModel: async () => {
      const { ModelPicker } = await import('./editor/modelPicker');
      await new ModelPicker(settings, (signal) => backend.serverModels(signal)).run();
    },
    showMenu: async () => {
      const { StatusMenu } = await import('./editor/statusMenu');
      const menu = new StatusMenu(settings, switches, snooze, () => status.text);
      await menu.show(await backend.kind());
    },
    getStarted: async () => (await import('./editor/gettingStarted')).openWalkthrough(extension),
    openExample: async (of) =>
      (await import('./editor/gettingStarted')).openExample(of, async (parameters) =>
        (await selection.get()).complete(parameters),
      ),
    useEmbeddedEngine: async () => (await import('./editor/gettingStarted')).useEmbeddedEngine(),
    reportProblem: async () => {
      const { reportProblem } = await import('./editor/reportProblem');
      const kind = () => backend.kind();
      await reportProblem({ extension, settings, apiKey, kind, history, log });
    },
    showLog: () => {
      log.show();
    },
    openSettings: (name) => openSettings(extension, name),
    showPrompt: async () => (await prompts.get()).showPrompt.run(),
    showInspector: () => inspector.show(),
    openInspectorInEditor: () => {
      inspector.openInEditor();
    },
  };

  const parts = vscode.Disposable.from(
    ...[log, settings, apiKey, status, embedded, backend, workspaceText, firstEdit, keyInSettings],
    ...[prompts, ghostText, registration, selection, snooze, saver, inspector, watchEditors()],
    snooze.onDidChange(snoozeChanged),
    saver.onDidChange(() => {
      status.update();
    }),
    settings.onDidChange(showBackend),
    apiKey.onDidChange(showBackend),
    vscode.window.registerWebviewViewProvider(InspectorView.id, inspector),
    vscode.window.registerWebviewPanelSerializer(InspectorView.editorId, inspector),
  );
  void showBackend();
  return {
    commands,
    dispose() {
      parts.dispose();
    },
  };
}
