'use strict';
// Bundles for Node that are loaded in parts.
const { basename, join } = require('node:path');
const { build } = require('esbuild');

/**
 * An esbuild plugin for CommonJS that is loaded in parts. What the source imports with
 * `await import(...)` becomes a bundle of its own, loaded when it is first used. What such bundles
 * share with the entry point stays in the entry point's bundle, so that starting means reading one
 * file; what only they share becomes one more. For builds with one entry point.
 *
 * esbuild itself splits ECMAScript modules alone, so it is used twice: to split, then to convert.
 */
function splitIntoCommonJs() {
  return {
    name: 'split-into-commonjs',
    setup({ initialOptions, onEnd }) {
      Object.assign(initialOptions, {
        ...{ format: 'esm', splitting: true, chunkNames: '[name]-[hash]' },
        ...{ write: false, metafile: true },
      });
      onEnd(async ({ outputFiles, metafile, errors }) => {
        if (errors.length === 0) await convert(outputFiles, metafile, initialOptions);
      });
    },
  };
}

/** Writes what esbuild has split as CommonJS. */
async function convert(outputFiles, { outputs }, options) {
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const entry = `${Object.keys(options.entryPoints)[0]}.js`;
  const start = neededToStart(entry, outputs);
  const isOfStart = (name) => start.includes(name);

  // The entry point's bundle offers what it has taken in, by the name of the file it was.
  const offers = start.map((name) => `export * as "${name}" from "./${name}";`);
  const whole = [`export * from "./${entry}";`, ...offers].join('\n');
  const isTakenIn = (name) => name === entry || isOfStart(name);
  const toTheOffer = (name) => `module.exports = require("./${entry}")["${name}"];`;
  const others = [...texts].filter(([name]) => !isTakenIn(name));
  await Promise.all([
    writeBundle(
      entry,
      whole,
      takeIn(isTakenIn, (name) => texts.get(name)),
      options,
    ),
    ...others.map(([name, text]) =>
      writeBundle(name, text, takeIn(isOfStart, toTheOffer), options),
    ),
  ]);
}

/** The files that `entry` imports without `await`, and so on. */
function neededToStart(entry, outputs) {
  const imports = new Map(
    Object.entries(outputs).map(([path, output]) => [
      basename(path),
      output.imports
        .filter(({ kind, external }) => kind === 'import-statement' && !external)
        .map((imported) => basename(imported.path)),
    ]),
  );
  const needed = new Set([entry]);
  for (const name of needed) for (const imported of imports.get(name)) needed.add(imported);
  needed.delete(entry);
  return [...needed];
}

/** A plugin that takes some of the other bundles in, as `textOf` has them, and leaves the others out. */
function takeIn(isTakenIn, textOf) {
  return {
    name: 'take-in',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/[^/]+\.js$/ }, ({ path }) =>
        isTakenIn(basename(path))
          ? { path: basename(path), namespace: 'split' }
          : { path, external: true },
      );
      onLoad({ filter: /.*/, namespace: 'split' }, ({ path }) => ({ contents: textOf(path) }));
    },
  };
}

async function writeBundle(name, text, plugin, options) {
  const { platform, target, minify, external, outdir, logLevel } = options;
  const { sourcemap, sourcesContent } = options;
  await build({
    ...{ platform, target, minify, external, logLevel, plugins: [plugin] },
    ...{ sourcemap, sourcesContent },
    stdin: { contents: text, sourcefile: name },
    outfile: join(outdir, name),
    bundle: true,
    format: 'cjs',
    supported: { 'dynamic-import': false }, // require() instead, which knows `vscode`
  });
}

module.exports = { splitIntoCommonJs };
