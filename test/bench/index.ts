/** Runs the benchmarks, or the one that is named: `npm run bench [-- NAME]`. */
const benchmarks: Readonly<
  Record<string, () => Promise<{ run(argument?: string): Promise<void> }>>
> = {
  engine: () => import('./engine'),
  typing: () => import('./typing'),
  extent: () => import('./extent'),
};

async function main(name?: string, argument?: string): Promise<void> {
  const names = name === undefined ? Object.keys(benchmarks) : [name];
  for (const each of names) {
    const load = benchmarks[each];
    if (!load) {
      throw new Error(
        `There is no benchmark ${each}. There is: ${Object.keys(benchmarks).join()}.`,
      );
    }
    console.log(`# ${each}\n`);
    await (await load()).run(argument);
  }
}

main(process.argv[2], process.argv[3]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
