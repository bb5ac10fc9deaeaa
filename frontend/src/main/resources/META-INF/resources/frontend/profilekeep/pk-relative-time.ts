import { css, html, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { baseStyles, define, PkElement } from './base.js';
import { formatExact, formatRelative, relativeRefresh } from './format.js';

let made = 0;

/**
 * "3 hours ago", kept up to date; the exact time appears on hover and focus, and leaves with Escape (WCAG 1.4.13).
 *
 * @attr at - ISO 8601
 */
export class PkRelativeTime extends PkElement {
  static override properties: PropertyDeclarations = {
    at: { type: String },
    shown: { state: true },
  };

  static override styles: CSSResultGroup = [
    baseStyles,
    css`
      :host {
        display: inline-block;
        position: relative;
        color: inherit;
        white-space: nowrap;
      }
      time {
        cursor: help;
        border-radius: 2px;
        text-decoration: underline dotted 1px;
        text-decoration-color: var(--pk-line-strong);
        text-underline-offset: 0.22em;
      }
      .exact {
        position: fixed;
        inset: auto;
        z-index: 100;
        margin: 0;
        padding: 0.35em 0.65em;
        border: 0;
        border-radius: var(--pk-radius-s);
        background: var(--pk-tooltip);
        color: var(--pk-on-tooltip);
        font-size: var(--pk-text-s);
        box-shadow: var(--pk-shadow-2);
      }
      .exact:not(.open) {
        display: none;
      }
      @media print {
        time {
          display: none;
        }
        .exact,
        .exact:not(.open) {
          display: inline;
          position: static;
          padding: 0;
          background: none;
          color: inherit;
          box-shadow: none;
        }
      }
    `,
  ];

  declare at: string;
  declare protected shown: boolean;

  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly exactId = `exact-${++made}`;
  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.shown) {
      this.hide();
    }
  };
  private readonly onScroll = (): void => this.hide();

  constructor() {
    super();
    this.at = '';
    this.shown = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.wait();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.hide();
  }

  private wait(): void {
    clearTimeout(this.timer);
    const at = new Date(this.at);
    if (!this.isConnected || Number.isNaN(at.getTime())) {
      return;
    }
    this.timer = setTimeout(() => {
      this.requestUpdate();
      this.wait();
    }, relativeRefresh(at, new Date()));
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has('at')) {
      this.wait();
    }
  }

  private show(): void {
    if (this.shown) {
      return;
    }
    this.shown = true;
    document.addEventListener('keydown', this.onKey);
    document.addEventListener('scroll', this.onScroll, { capture: true, passive: true });
    void this.updateComplete.then(() => this.place());
  }

  private hide(): void {
    this.shown = false;
    document.removeEventListener('keydown', this.onKey);
    document.removeEventListener('scroll', this.onScroll, { capture: true });
  }

  /** Above the words, or below them at the top of the window; never past its sides. */
  private place(): void {
    const exact = this.renderRoot.querySelector<HTMLElement>('.exact');
    if (!exact || !this.shown) {
      return;
    }
    const words = this.getBoundingClientRect();
    const box = exact.getBoundingClientRect();
    const left = Math.max(8, Math.min(words.left, window.innerWidth - box.width - 8));
    const top = words.top - box.height - 4 >= 8 ? words.top - box.height - 4 : words.bottom + 4;
    exact.style.left = `${left}px`;
    exact.style.top = `${top}px`;
  }

  override render(): TemplateResult {
    const at = new Date(this.at);
    if (Number.isNaN(at.getTime())) {
      return html`<span>${this.text('unknown')}</span>`;
    }
    return html`<time
        datetime=${at.toISOString()}
        tabindex="0"
        aria-describedby=${this.exactId}
        @mouseenter=${this.show}
        @mouseleave=${this.hide}
        @focus=${this.show}
        @blur=${this.hide}
        >${formatRelative(at, new Date(), this.language)}</time
      ><span class="exact ${this.shown ? 'open' : ''}" id=${this.exactId} role="tooltip"
        >${formatExact(at, this.language, this.timeZone)}</span
      >`;
  }
}

define('pk-relative-time', PkRelativeTime);
