import * as vscode from 'vscode';

/** Lets the person choose one of `items`; `current` has the focus, so that Enter changes nothing. */
export function pickFrom<Item extends vscode.QuickPickItem>(
  title: string,
  items: readonly Item[],
  current: Item | undefined,
): Promise<Item | undefined> {
  const picker = vscode.window.createQuickPick<Item>();
  picker.title = title;
  picker.items = items;
  picker.activeItems = current ? [current] : [];
  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      resolve(picker.activeItems[0]);
      picker.hide();
    });
    picker.onDidHide(() => {
      picker.dispose();
      resolve(undefined);
    });
    picker.show();
  });
}
