/**
 * Settings that keep VS Code to itself: no telemetry, no look-ups in a marketplace, no welcome
 * page, no second assistant whose suggestions would mix with Inkling's.
 */
export const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'typescript.disableAutomaticTypeAcquisition': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
} as const satisfies Record<string, unknown>;

/**
 * For tests of ghost text that no entry in the list of suggestions begins with: the editor shows no
 * other while the list is open, and on a busy machine the list opens late.
 */
export const noSuggestions = {
  'editor.quickSuggestions': false,
  'editor.suggestOnTriggerCharacters': false,
} as const satisfies Record<string, unknown>;
