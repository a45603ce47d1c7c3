import { COMPLETION_COMMANDS } from './completionCommandNames';

/** All commands, without the `inkling.` of their names. */
export const COMMANDS = [
  ...COMPLETION_COMMANDS,
  ...(['completeSelection', 'completeSelectionWith'] as const),
  ...(['setApiKey', 'testApiKey', 'clearApiKey'] as const),
  ...(['triggerGhostText', 'triggerMultiLine', 'snooze', 'endSnooze'] as const),
  ...(['toggleLanguage', 'chooseEagerness', 'chooseModel'] as const),
  ...(['showMenu', 'showPrompt', 'showInspector', 'openInspectorInEditor'] as const),
  ...(['getStarted', 'openExample', 'useEmbeddedEngine'] as const),
  ...(['openSettings', 'showLog', 'reportProblem'] as const),
] as const;

export type Command = (typeof COMMANDS)[number];
