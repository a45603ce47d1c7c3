'use strict';
// Bundles the three runtimes into dist/: extension host, worker, webview.
//   node esbuild.js [--production] [--watch]
const { rmSync } = require('node:fs');
const { build, context } = require('esbuild');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/**
 * The modules that the composition root loads on first use (`await import(...)`) become bundles of
 * their own, so that activation does not pay for them.
 */
const lazyModules = {
  './remote/remoteBackend': 'remote',
  './editor/inspectorConnections': 'inspectorConnections',
};

const loadOnFirstUse = {
  name: 'load-on-first-use',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\// }, ({ path, kind }) =>
      kind === 'dynamic-import' && path in lazyModules
        ? { path: `./${lazyModules[path]}.js`, external: true }
        : undefined,
    );
  },
};

const shared = {
  bundle: true,
  outdir: 'dist',
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
};

const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node22.15', // the extension host of VS Code 1.101, our oldest
};

const bundles = [
  {
    ...node,
    entryPoints: { extension: 'src/extension.ts' },
    external: ['vscode'],
    plugins: [loadOnFirstUse],
  },
  { ...node, entryPoints: { remote: 'src/remote/remoteBackend.ts' } },
  { ...node, entryPoints: { worker: 'src/worker.ts' } },
  {
    ...node,
    entryPoints: { inspectorConnections: 'src/editor/inspectorConnections.ts' },
    external: ['vscode'],
  },
  {
    ...shared,
    entryPoints: { inspector: 'media/inspector.ts', inspectorStyles: 'media/inspector.css' },
    platform: 'browser',
    format: 'esm',
    splitting: true, // the charts come when they are first shown
    chunkNames: '[name]',
    target: 'chrome134', // the webview of VS Code 1.101
    tsconfig: 'media/tsconfig.json',
    loader: { '.svg': 'text' },
  },
];

async function main() {
  rmSync('dist', { recursive: true, force: true });
  if (!watch) {
    await Promise.all(bundles.map((options) => build(options)));
    return;
  }
  const contexts = await Promise.all(bundles.map((options) => context(options)));
  await Promise.all(contexts.map((each) => each.watch()));
  console.log('Watching for changes…');
}

main().catch(() => process.exit(1));
