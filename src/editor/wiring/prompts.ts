import { NearbyDeclarations } from '../nearbyDeclarations';
import { NearbyDefinitions } from '../nearbyDefinitions';
import { PromptSource } from '../promptSource';
import { SendableFiles } from '../sendableFiles';
import { ShowPrompt } from '../showPrompt';
import { ViewedDocuments } from '../viewedDocuments';
import type { Core } from './core';

export type Prompts = ReturnType<typeof makePrompts>;

/** All that makes prompts, and shows them. */
export function makePrompts({ backend, isEmbedded, settings, rates }: Core) {
  const files = new SendableFiles((folder) => settings.ignore(folder));
  const viewed = new ViewedDocuments(files);
  const definitions = new NearbyDefinitions(files, viewed);
  const source = new PromptSource(
    ...([backend, isEmbedded, settings, rates, files, viewed, definitions] as const),
    new NearbyDeclarations(),
  );
  const showPrompt = new ShowPrompt(source, files, settings, isEmbedded);
  return {
    files,
    source,
    showPrompt,
    dispose() {
      for (const each of [showPrompt, viewed, files]) each.dispose();
    },
  };
}
