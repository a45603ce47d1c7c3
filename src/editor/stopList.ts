/** Stop sequences as a person writes them in one line: separated by spaces, with `\n`, `\t`, `\s`. */
export function readStops(line: string): string[] {
  return line
    .split(' ')
    .filter((stop) => stop !== '')
    .map((stop) => stop.replace(/\\([nrts\\])/g, (_, letter: string) => CHARACTERS[letter] ?? ''));
}

/** What `readStops` reads as `stops`. */
export function showStops(stops: readonly string[]): string {
  return stops
    .map((stop) => stop.replace(/[\n\r\t \\]/g, (character) => `\\${letterOf(character)}`))
    .join(' ');
}

const CHARACTERS: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  s: ' ',
  '\\': '\\',
};

function letterOf(character: string): string {
  return Object.keys(CHARACTERS).find((letter) => CHARACTERS[letter] === character) ?? character;
}
