import { html, type TemplateResult } from 'lit';

/** A row of tabs; arrow keys go from one to the next. */
export function tabs<T extends string>(
  name: string,
  label: string,
  all: readonly T[],
  titles: Readonly<Record<T, string>>,
  chosen: T,
  choose: (tab: T) => void,
): TemplateResult {
  const move = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = all[(all.indexOf(chosen) + by + all.length) % all.length];
    if (next === undefined) return;
    choose(next);
    document.getElementById(`${name}-tab-${next}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} @keydown=${move}
    >${all.map(
      (tab) =>
        html`<button
          id="${name}-tab-${tab}"
          role="tab"
          aria-selected=${tab === chosen}
          aria-controls="${name}-panel"
          tabindex=${tab === chosen ? 0 : -1}
          @click=${() => {
            choose(tab);
          }}
          >${titles[tab]}</button
        >`,
    )}</div
  >`;
}
