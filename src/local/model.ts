import { UNIT_MARKS } from './indentationUnit';
import { DOCUMENTS_TRUST, WORKSPACE_TRUST } from './contextTrust';
import type { DocumentsSegment } from './documentsSegment';
import type { Segment } from './segment';
import type { SegmentSource } from './segmentPredictor';
import type { Unigrams } from './unigrams';
import type { Vocabulary } from './vocabulary';

/** All that is learned, as it stands at one moment; a request keeps the one that it began with. */
export class Model {
  constructor(
    readonly vocabulary: Vocabulary,
    /** The vocabulary as far as this model goes. */
    readonly vocabularySize: number,
    readonly unigrams: Unigrams,
    private readonly workspace: Segment,
    private readonly documents: DocumentsSegment,
  ) {}

  /** Changes when the model does. */
  get fingerprint(): string {
    const { workspace, documents } = this;
    return `inkling-1-${workspace.fingerprint}-${documents.segment.fingerprint}`;
  }

  /** The unit of indentation of most files and documents; '' if none shows it. */
  get usualUnit(): string {
    const { units } = this.documents;
    let usual = '';
    let most = 0;
    for (const [mark, unit] of UNIT_MARKS) {
      const files = this.unigrams.count(this.vocabulary.find(mark) ?? -1);
      const count = files + units.filter((each) => each === unit).length;
      if (count > most) [usual, most] = [unit, count];
    }
    return usual;
  }

  /**
   * The segments that predict what comes between `prompt` and `suffix`. What an open document has at
   * that place does not count: it is what is being edited.
   */
  segmentsFor(prompt: string, suffix: string): SegmentSource[] {
    const { workspace, documents } = this;
    const edited = documents.locate(prompt, suffix);
    const sources = [
      { segment: workspace, trust: WORKSPACE_TRUST },
      { segment: documents.segment, trust: DOCUMENTS_TRUST, left: edited },
    ];
    return sources.filter(({ segment }) => !segment.isEmpty);
  }
}
