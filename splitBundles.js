'use strict';
// Bundles for Node that are loaded in parts.
const { basename, join } = require('node:path');
const { build } = require('esbuild');

/**
 * An esbuild plugin for CommonJS that is loaded in parts. What the source imports with
 * `await import(...)` becomes a bundle of its own, loaded when it is first used. What such bundles
 * share with the entry point, or with `next`, stays in the bundle of that one, so that starting means
 * reading one file, and then one more; what only they share becomes one more, and those that are small
 * share one. For builds with one entry point.
 *
 * esbuild itself splits ECMAScript modules alone, so it is used twice: to split, then to convert.
 *
 * @param next the source file that is loaded right after the entry point
 */
function splitIntoCommonJs(next) {
  return {
    name: 'split-into-commonjs',
    setup({ initialOptions, onEnd }) {
      Object.assign(initialOptions, {
        ...{ format: 'esm', splitting: true, chunkNames: '[name]-[hash]' },
        ...{ write: false, metafile: true },
      });
      onEnd(async ({ outputFiles, metafile, errors }) => {
        if (errors.length === 0) await convert(outputFiles, metafile, next, initialOptions);
      });
    },
  };
}

/** Parts of at most so many characters share a file: each costs a package a kilobyte more. */
const SMALL = 8_000;
const SMALL_PARTS = 'parts.js';

/** Writes what esbuild has split as CommonJS. */
async function convert(outputFiles, { outputs }, next, options) {
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const imports = staticImports(outputs);
  const entry = `${Object.keys(options.entryPoints)[0]}.js`;
  const second = basename(Object.keys(outputs).find((path) => outputs[path].entryPoint === next));
  const first = [entry, ...neededBy(entry, imports)];
  const then = [second, ...neededBy(second, imports)].filter((name) => !first.includes(name));
  const small = smallParts([...first, ...then], texts, imports);

  // A bundle offers what it has taken in, by the name of the file it was.
  const homes = new Map([
    ...first.slice(1).map((name) => [name, entry]),
    ...then.slice(1).map((name) => [name, second]),
    ...small.map((name) => [name, SMALL_PARTS]),
  ]);
  const offers = (names) => names.map((name) => `export * as "${name}" from "./${name}";`);
  const toTheOffer = (name) => `module.exports = require("./${homes.get(name)}")["${name}"];`;
  const write = (name, text, own) => {
    const textOf = (path) => (own.includes(path) ? texts.get(path) : toTheOffer(path));
    const isTakenIn = (path) => own.includes(path) || homes.has(path);
    return writeBundle(name, text, takeIn(isTakenIn, textOf), options);
  };
  const stage = (name, own) =>
    write(name, [`export * from "./${name}";`, ...offers(own.slice(1))].join('\n'), own);
  const others = [...texts.keys()].filter(
    (name) => ![entry, second].includes(name) && !homes.has(name),
  );
  await Promise.all([
    stage(entry, first),
    stage(second, then),
    write(SMALL_PARTS, offers(small).join('\n'), small),
    ...others.map((name) => write(name, texts.get(name), [])),
  ]);
}

/** By the name of each file, those that it imports without `await`. */
function staticImports(outputs) {
  return new Map(
    Object.entries(outputs).map(([path, output]) => [
      basename(path),
      output.imports
        .filter(({ kind, external }) => kind === 'import-statement' && !external)
        .map((imported) => basename(imported.path)),
    ]),
  );
}

/** The files that `entry` imports without `await`, and so on. */
function neededBy(entry, imports) {
  const needed = new Set([entry]);
  for (const name of needed) for (const imported of imports.get(name)) needed.add(imported);
  needed.delete(entry);
  return [...needed];
}

/** The small files that need, to be loaded, none but each other and those of the start. */
function smallParts(start, texts, imports) {
  const isSmall = (name) => !start.includes(name) && texts.get(name).length <= SMALL;
  let small = [...texts.keys()].filter(isSmall);
  for (;;) {
    const closed = small.filter((name) =>
      imports.get(name).every((each) => start.includes(each) || small.includes(each)),
    );
    if (closed.length === small.length) return small;
    small = closed;
  }
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
