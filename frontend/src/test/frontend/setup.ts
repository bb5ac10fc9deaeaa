import { afterEach, vi } from 'vitest';

/** What jsdom lacks: media queries (nothing matches), canvas (nothing is drawn), dialogs. */
class SilentQuery extends EventTarget {
  readonly matches = false;
  constructor(readonly media: string) {
    super();
  }
}

window.matchMedia = ((media: string) => new SilentQuery(media)) as unknown as typeof window.matchMedia;
HTMLCanvasElement.prototype.getContext = (() => null) as typeof HTMLCanvasElement.prototype.getContext;
HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close = function (this: HTMLDialogElement) {
  this.open = false;
};

afterEach(() => {
  document.body.replaceChildren();
  document.documentElement.removeAttribute('theme');
  document.documentElement.removeAttribute('data-density');
  window.localStorage.clear();
  vi.useRealTimers();
});
