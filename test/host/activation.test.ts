import assert from 'node:assert/strict';
import { commands, extensions } from 'vscode';

describe('the extension', () => {
  const inkling = extensions.getExtension('inkling.inkling');

  it('activates by itself, without an error', async () => {
    assert.ok(inkling, 'VS Code does not know inkling.inkling');
    await inkling.activate();
    assert.equal(inkling.isActive, true);
  });

  it('registers every command that its manifest offers', async () => {
    const { contributes } = inkling?.packageJSON as {
      contributes: { commands: readonly { command: string }[] };
    };
    const offered = contributes.commands.map(({ command }) => command);
    const registered = new Set(await commands.getCommands(true));
    assert.notEqual(offered.length, 0);
    assert.deepEqual(
      offered.filter((command) => !registered.has(command)),
      [],
    );
  });
});
