import * as l10n from '@vscode/l10n';
import { html, svg, type TemplateResult } from 'lit';
import { bits, percent, spoken, visible } from './probability';
import type { Alternative, ReceivedChoice } from './receivedCompletion';

/** The steps of a scale of bars may not be thinner than this, in per cent. */
const THINNEST = 0.5;

/** One token: how likely it was, and what else might have stood there. */
export function tokenPanel(
  choice: ReceivedChoice,
  index: number,
  branch: ((alternative: string) => void) | undefined,
): TemplateResult {
  const text = choice.text(index);
  const logProbability = choice.logProbabilities[index] ?? null;
  const alternatives = choice.alternatives[index];
  return html`<section class="token-panel" aria-label=${l10n.t('Selected token')}>
    <div class="token-facts">
      <h3
        ><code>${visible(text)}</code>
        <span class="hint">${l10n.t('{0} of {1}', index + 1, choice.length)}</span></h3
      >
      ${facts(choice, index, alternatives)}
    </div>
    ${
      logProbability === null
        ? html`<p class="hint">${l10n.t('The server gave no log probability for it.')}</p>`
        : alternativesList(text, logProbability, alternatives ?? [], branch)
    }
  </section>`;
}

function facts(
  choice: ReceivedChoice,
  index: number,
  alternatives: readonly Alternative[] | undefined,
): TemplateResult {
  const logProbability = choice.logProbabilities[index] ?? null;
  const rank = choice.ranks[index] ?? null;
  const entropy = choice.entropies[index] ?? null;
  const id = choice.ids[index];
  const rows: [string, string][] = [];
  if (logProbability !== null) {
    rows.push([l10n.t('Probability'), percent(logProbability)]);
    rows.push([l10n.t('Log p'), logProbability.toFixed(3).replace('-', '−')]);
    rows.push([l10n.t('Surprise'), l10n.t('{0} bits', bits(logProbability).toFixed(2))]);
  }
  if (rank !== null) {
    const listed = alternatives?.length ?? Infinity;
    rows.push([l10n.t('Rank'), rank > listed ? l10n.t('below {0}', listed) : String(rank)]);
  }
  if (entropy !== null)
    rows.push([l10n.t('Entropy'), `≥ ${l10n.t('{0} bits', entropy.toFixed(2))}`]);
  if (id !== undefined) rows.push([l10n.t('Id'), String(id)]);
  return html`<dl
    >${rows.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl
  >`;
}

function alternativesList(
  text: string,
  logProbability: number,
  listed: readonly Alternative[],
  branch: ((alternative: string) => void) | undefined,
): TemplateResult {
  const all = listed.some((each) => each.text === text)
    ? listed
    : [...listed, { text, logProbability }].sort((a, b) => b.logProbability - a.logProbability);
  return html`<ol class="alternatives" aria-label=${l10n.t('Alternatives at this token')}>
    ${all.map((each) => {
      const chosen = each.text === text;
      const canBranch = branch && !chosen;
      const says = canBranch
        ? `${l10n.t('continue with')} `
        : chosen
          ? `${l10n.t('chosen:')} `
          : '';
      const content = html`<code aria-hidden="true">${visible(each.text)}</code
        ><span class="visually-hidden">${says}${spoken(each.text)}, </span
        >${bar(each.logProbability)}<span class="number">${percent(each.logProbability)}</span>`;
      return html`<li class=${chosen ? 'chosen' : ''}
        >${
          canBranch
            ? html`<button
                title=${l10n.t('Continue from here with {0}', visible(each.text))}
                @click=${() => {
                  branch(each.text);
                }}
                >${content}</button
              >`
            : html`<div>${content}</div>`
        }</li
      >`;
    })}
  </ol>`;
}

function bar(logProbability: number): TemplateResult {
  const width = Math.max(THINNEST, Math.exp(logProbability) * 100);
  return html`<svg class="bar" aria-hidden="true" focusable="false">
    ${svg`<rect width="${width}%" height="100%" rx="2"></rect>`}
  </svg>`;
}
