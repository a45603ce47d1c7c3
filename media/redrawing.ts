import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Has an element that is drawn follow its own size and the theme. */
export class Redrawing implements ReactiveController {
  private readonly sizes: ResizeObserver;
  private readonly themes: MutationObserver;

  constructor(
    private readonly host: ReactiveControllerHost & Element,
    resized: () => void,
    themed: () => void,
  ) {
    this.sizes = new ResizeObserver(resized);
    this.themes = new MutationObserver(themed);
    host.addController(this);
  }

  hostConnected(): void {
    this.sizes.observe(this.host);
    this.themes.observe(document.body, { attributeFilter: ['class'] });
  }

  hostDisconnected(): void {
    this.sizes.disconnect();
    this.themes.disconnect();
  }
}
