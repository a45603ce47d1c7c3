import * as vscode from 'vscode';

/**
 * The provider of ghost text as the editor knows it, and the way to make the editor ask it again.
 *
 * The editor does not ask again where it has asked already. Hiding what is shown makes it ask, but
 * shows an empty frame or more, in which Tab would indent rather than accept. What it does not take
 * for asked already (VS Code 1.139) is a provider that it has not seen before; and what that one
 * says takes the place of what is shown, with no empty frame. So the provider is registered anew.
 */
export class GhostTextRegistration implements vscode.Disposable {
  private current: vscode.Disposable;
  /** How the editor asked first since it knows the provider; undefined while it has not. */
  private askedAs: vscode.InlineCompletionTriggerKind | undefined;
  private hasToHide = false;

  /**
   * @param extension The extension's identifier.
   * @param provider Made when the editor first asks it.
   */
  constructor(
    private readonly extension: string,
    private readonly provider: () => Promise<vscode.InlineCompletionItemProvider>,
  ) {
    this.current = this.register();
  }

  /** Makes the editor ask the provider once more where the cursor is. */
  async askAgain(): Promise<void> {
    if (!this.hasToHide) await this.askAnew();
    if (!this.hasToHide) return;
    await vscode.commands.executeCommand('runCommands', {
      commands: ['editor.action.inlineSuggest.hide', 'editor.action.inlineSuggest.trigger'],
    });
  }

  dispose(): void {
    this.current.dispose();
  }

  private async askAnew(): Promise<void> {
    const before = this.current;
    this.current = this.register();
    try {
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger', {
        explicit: false,
        providerId: `${this.extension}:*`,
      });
      // An editor that does not know these arguments (VS Code 1.103) takes it for the person's own
      // wish, and keeps what is shown.
      this.hasToHide = this.askedAs === vscode.InlineCompletionTriggerKind.Invoke;
    } finally {
      before.dispose();
    }
  }

  private register(): vscode.Disposable {
    this.askedAs = undefined;
    const registration = vscode.languages.registerInlineCompletionItemProvider(
      { pattern: '**' },
      {
        provideInlineCompletionItems: async (document, position, context, token) => {
          // Two are registered for a moment: the newer one answers.
          if (registration !== this.current) return undefined;
          this.askedAs ??= context.triggerKind;
          const provider = await this.provider();
          return provider.provideInlineCompletionItems(document, position, context, token);
        },
      },
    );
    return registration;
  }
}
