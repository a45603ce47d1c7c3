'use strict';
// What runs beside Inkling in a test: a Vim, all typing going through it, and a slow assistant.
const { setTimeout } = require('node:timers/promises');
const { commands, languages, window, InlineCompletionItem, Range } = require('vscode');

/** How long the assistant thinks, in milliseconds: longer than Inkling on any machine. */
const SLOW = 4_000;

module.exports.activate = ({ subscriptions }) => {
  const item = window.createStatusBarItem();
  let mode = 'insert';
  const enter = (next) => {
    mode = next;
    item.text = `-- ${mode.toUpperCase()} --`;
    item.show();
    return commands.executeCommand('setContext', 'neighbour.mode', mode);
  };
  subscriptions.push(
    item,
    commands.registerCommand('type', (typed) => {
      if (mode === 'insert') return commands.executeCommand('default:type', typed);
      return typed.text === 'i' ? enter('insert') : undefined;
    }),
    commands.registerCommand('neighbour.normalMode', async () => {
      await commands.executeCommand('editor.action.inlineSuggest.hide');
      await enter('normal');
    }),
    languages.registerInlineCompletionItemProvider(
      { pattern: '**' },
      {
        async provideInlineCompletionItems(document, position) {
          await setTimeout(SLOW);
          const before = document.lineAt(position).text.slice(0, position.character);
          if (!before.endsWith('= ')) return [];
          return [new InlineCompletionItem('neighbour();', new Range(position, position))];
        },
      },
    ),
  );
  return enter('insert');
};
