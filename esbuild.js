'use strict';
// Bundles the three runtimes into dist/: extension host, worker, webview.
//   node esbuild.js [--production] [--watch]
const { rmSync } = require('node:fs');
const { build, context } = require('esbuild');
const { leanUndici } = require('./leanUndici');
const { splitIntoCommonJs } = require('./splitBundles');
const { vscodeNames } = require('./vscodeNames');

/** esbuild's options for each runtime. */
function bundles({ production }) {
  const shared = {
    bundle: true,
    outdir: 'dist',
    minify: production,
    logLevel: 'warning',
  };
  const node = {
    ...shared,
    platform: 'node',
    target: 'node22.15', // the extension host of VS Code 1.101, our oldest
    sourcemap: production ? false : 'inline',
    sourcesContent: false, // they lie beside
  };
  return {
    extension: {
      ...node,
      entryPoints: { extension: 'src/editor/activation.ts' },
      external: ['vscode'],
      plugins: [leanUndici(), vscodeNames(), splitIntoCommonJs('src/extension.ts')],
    },
    worker: {
      ...node,
      entryPoints: { worker: 'src/worker.ts' },
      format: 'cjs',
    },
    webview: {
      ...shared,
      entryPoints: { inspector: 'media/inspector.ts', inspectorStyles: 'media/inspector.css' },
      platform: 'browser',
      format: 'esm',
      splitting: true, // the charts come when they are first shown
      chunkNames: '[name]',
      target: 'chrome134', // the webview of VS Code 1.101
      sourcemap: production ? false : 'linked',
      tsconfig: 'media/tsconfig.json',
      loader: { '.svg': 'text' },
    },
  };
}

async function main() {
  const all = Object.values(bundles({ production: process.argv.includes('--production') }));
  rmSync('dist', { recursive: true, force: true });
  if (!process.argv.includes('--watch')) {
    await Promise.all(all.map((options) => build(options)));
    return;
  }
  const contexts = await Promise.all(all.map((options) => context(options)));
  await Promise.all(contexts.map((each) => each.watch()));
  console.log('Watching for changes…');
}

module.exports = { bundles };
if (require.main === module) main().catch(() => process.exit(1));
