import assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import { pathWithin } from '../../../../src/local/workspace/pathWithin';

describe('The path within a folder', () => {
  it('has slashes', () => {
    assert.equal(pathWithin('/home/ink', '/home/ink/src/a.ts', posix), 'src/a.ts');
    assert.equal(pathWithin('c:\\ink', 'C:\\Ink\\src\\a.ts', win32), 'src/a.ts');
    assert.equal(pathWithin('c:\\', 'c:\\src\\a.ts', win32), 'src/a.ts');
    assert.equal(pathWithin('\\\\host\\share\\ink', '\\\\host\\share\\ink\\a.ts', win32), 'a.ts');
  });

  it('may begin with dots', () => {
    assert.equal(pathWithin('/ink', '/ink/..a/b.ts', posix), '..a/b.ts');
  });

  it('is none out of it, nor on another drive or machine', () => {
    assert.equal(pathWithin('/home/ink', '/home', posix), '');
    assert.equal(pathWithin('/home/ink', '/home/inkling/a.ts', posix), '');
    assert.equal(pathWithin('c:\\ink', 'd:\\ink\\a.ts', win32), '');
    assert.equal(pathWithin('c:\\ink', '\\\\host\\share\\a.ts', win32), '');
  });
});
