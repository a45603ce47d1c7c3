import * as v from 'valibot';

const textsSchema = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string()));

/** The page's texts in the language of VS Code, by the English ones; none where it speaks English. */
export function pageTexts(json: string | null): Readonly<Record<string, string>> {
  const parsed = v.safeParse(textsSchema, json);
  return parsed.success ? parsed.output : {};
}
