import * as l10n from '@vscode/l10n';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { bits } from './probability';
import { Redrawing } from './redrawing';
import type { ReceivedChoice } from './receivedCompletion';

/** What is above this many bits is drawn as high as this. */
const HIGHEST = 8;

/** Surprise of each token as a bar, entropy as a line, along the text. A click goes to the token. */
@customElement('inkling-surprise-line')
export class SurpriseLine extends LitElement {
  @property({ attribute: false }) choice: ReceivedChoice | undefined;
  @property({ attribute: false }) length = 0;
  @property({ attribute: false }) selected = 0;

  constructor() {
    super();
    const draw = () => {
      this.draw();
    };
    new Redrawing(this, draw, draw);
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    return html`<canvas
      role="img"
      aria-label=${this.summary()}
      title=${l10n.t('Surprise (bars) and entropy (line) along the text')}
      @click=${this.choose}
    ></canvas>`;
  }

  protected override updated(): void {
    this.draw();
  }

  private summary(): string {
    let highest = 0;
    let at = 0;
    for (const [index, value] of (this.choice?.logProbabilities ?? []).entries()) {
      if (value === null || bits(value) <= highest) continue;
      highest = bits(value);
      at = index;
    }
    return l10n.t(
      'Surprise along the text: highest {0} bits at token {1} of {2}',
      highest.toFixed(1),
      at + 1,
      this.length,
    );
  }

  private draw(): void {
    const canvas = this.querySelector('canvas');
    const context = canvas?.getContext('2d');
    const { choice, length } = this;
    if (!canvas || !context || !choice) return;
    const ratio = window.devicePixelRatio;
    const { clientWidth: width, clientHeight: height } = this;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    context.scale(ratio, ratio);
    if (length === 0) return;
    const style = getComputedStyle(this);
    const slot = width / length;
    // One bar a pixel at most: of the tokens that share it, the most surprising shows.
    const columns = Math.min(length, Math.floor(width));
    const scaled = (value: number) => (Math.min(HIGHEST, value) / HIGHEST) * (height - 2);
    context.fillStyle = style.getPropertyValue('--surprise');
    for (let column = 0; column < columns; column++) {
      const bar = scaled(
        highestIn(column, columns, length, (index) => {
          const value = choice.logProbabilities[index] ?? null;
          return value === null ? 0 : bits(value);
        }),
      );
      const left = (column / columns) * width;
      context.fillRect(left, height - bar, Math.max(1, width / columns - (slot > 4 ? 1 : 0)), bar);
    }
    context.strokeStyle = style.getPropertyValue('--entropy');
    context.lineWidth = 1.25;
    context.beginPath();
    for (let column = 0; column < columns; column++) {
      const entropy = highestIn(column, columns, length, (index) => choice.entropies[index] ?? 0);
      context.lineTo(((column + 0.5) / columns) * width, height - scaled(entropy) - 1);
    }
    context.stroke();
    context.strokeStyle = style.getPropertyValue('--cursor');
    context.lineWidth = 1;
    const x = Math.round((this.selected + 0.5) * slot) + 0.5;
    context.strokeRect(x, 0, 0, height);
  }

  private readonly choose = (event: MouseEvent): void => {
    const token = Math.floor((event.offsetX / this.clientWidth) * this.length);
    this.dispatchEvent(new CustomEvent('token-select', { detail: token }));
  };
}

function highestIn(
  column: number,
  columns: number,
  length: number,
  valueOf: (index: number) => number,
): number {
  const end = Math.max(column + 1, Math.floor(((column + 1) * length) / columns));
  let highest = 0;
  for (
    let index = Math.floor((column * length) / columns);
    index < end && index < length;
    index++
  ) {
    highest = Math.max(highest, valueOf(index));
  }
  return highest;
}
