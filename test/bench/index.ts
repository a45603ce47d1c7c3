interface Benchmark {
  run(args: readonly string[]): Promise<void>;
}

/** Runs the benchmarks, or the one that is named: `npm run bench [-- NAME [ARGUMENTS]]`. */
const benchmarks: Readonly<Record<string, () => Promise<Benchmark>>> = {
  engine: () => import('./engine'),
  index: () => import('./workspace'),
  serve: () => import('./serve'),
  typing: () => import('./typing'),
  workbench: () => import('./workbench'),
  extent: () => import('./extent'),
  context: () => import('./context'),
  selection: () => import('./selection'),
  latency: () => import('./latency'),
  throughput: () => import('./throughput'),
  faults: () => import('./faults'),
  inspector: () => import('./inspector'),
  activation: () => import('./activation'),
};

async function main(name: string | undefined, args: readonly string[]): Promise<void> {
  const names = name === undefined ? Object.keys(benchmarks) : [name];
  for (const each of names) {
    const load = benchmarks[each];
    if (!load) {
      throw new Error(
        `There is no benchmark ${each}. There is: ${Object.keys(benchmarks).join()}.`,
      );
    }
    console.log(`# ${each}\n`);
    await (await load()).run(args);
  }
}

main(process.argv[2], process.argv.slice(3)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
