'use strict';
// What of undici goes into the bundle: its HTTP/1.1 alone.
const { mkdirSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

/** The parser of HTTP, in a file of its own: as text in the bundle it took a third more. */
const PARSER = 'llhttp.wasm';
const READ_PARSER = `module.exports = require('node:fs').readFileSync(require('node:path').join(__dirname, '${PARSER}'));`;

/** Nobody in the process is to hear of our requests: the key is in their headers. */
const SILENT = `const none = { hasSubscribers: false };
module.exports = { channels: new Proxy({}, { get: () => none }) };`;

const LEFT_OUT = `module.exports = () => { throw new Error('This is left out of undici.'); };`;

/**
 * An esbuild plugin that leaves out of undici what we never run. It carries its parser of HTTP twice,
 * for machines with and without SIMD: every processor that VS Code runs on has it. HTTP/2 is off
 * (`allowH2`), and only a body that is a form needs the code of `fetch`.
 */
function leanUndici() {
  return {
    name: 'lean-undici',
    setup({ onLoad, onEnd, initialOptions }) {
      onLoad({ filter: /undici[\\/]lib[\\/]llhttp[\\/]llhttp(?:_simd)?-wasm\.js$/ }, () => ({
        contents: READ_PARSER,
      }));
      onLoad({ filter: /undici[\\/]lib[\\/]llhttp[\\/]constants\.js$/ }, ({ path }) => {
        // Its tables of methods, statuses and characters are for those who build the parser.
        const { ERROR, TYPE } = require(path);
        return { contents: `module.exports = ${JSON.stringify({ ERROR, TYPE })};` };
      });
      onLoad({ filter: /undici[\\/]lib[\\/]core[\\/]diagnostics\.js$/ }, () => ({
        contents: SILENT,
      }));
      const unused = /undici[\\/]lib[\\/](?:dispatcher[\\/]client-h2|web[\\/]fetch[\\/]body)\.js$/;
      onLoad({ filter: unused }, () => ({ contents: LEFT_OUT }));
      onEnd(() => {
        const { absWorkingDir = process.cwd(), outdir } = initialOptions;
        const folder = resolve(absWorkingDir, outdir);
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, PARSER), require('undici/lib/llhttp/llhttp_simd-wasm.js'));
      });
    },
  };
}

module.exports = { leanUndici };
