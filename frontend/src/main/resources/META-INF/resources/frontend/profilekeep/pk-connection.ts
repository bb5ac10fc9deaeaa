import { css, html, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { baseStyles, define, PkElement } from './base.js';

/** What Vaadin keeps of the connection to the server, at `window.Vaadin.connectionState`. */
interface ConnectionStore {
  readonly state: string;
  addStateChangeListener(listener: () => void): void;
  removeStateChangeListener(listener: () => void): void;
}

/** Nothing is to be said; the connection is lost; something was pressed meanwhile; a link was; it is back. */
type Said = '' | 'lost' | 'pressed' | 'link' | 'back';

const AWAY: readonly string[] = ['connection-lost', 'reconnecting'];
const BUTTONS = 'button, vaadin-button, vaadin-checkbox, [role="button"], [role="menuitem"], [role="switch"]';
/** So long it is said that the connection is back. */
export const BACK_MS = 4_000;

function store(): ConnectionStore | undefined {
  return (window as unknown as { Vaadin?: { connectionState?: ConnectionStore } }).Vaadin?.connectionState;
}

function pressed(event: Event, selector: string): boolean {
  return event.composedPath().some((target) => target instanceof Element && target.matches(selector));
}

/**
 * A bar at the bottom while the server cannot be reached. What is pressed meanwhile waits in the page and is sent when the
 * connection is back, which the bar then says; a link cannot be opened until then.
 */
export class PkConnection extends PkElement {
  static override properties: PropertyDeclarations = {
    said: { state: true },
  };

  static override styles: CSSResultGroup = [
    baseStyles,
    css`
      :host {
        position: fixed;
        z-index: 1000;
        inset: auto 0 var(--pk-bottom-nav, 0);
        display: grid;
        justify-items: center;
        padding: var(--pk-space-3);
        pointer-events: none;
      }
      p {
        max-inline-size: 36rem;
        margin: 0;
        padding: 0.75em 1em;
        border-radius: var(--pk-radius-m);
        background: var(--pk-tooltip);
        color: var(--pk-on-tooltip);
        box-shadow: var(--pk-shadow-2);
        font-weight: 550;
      }
      @media print {
        :host {
          display: none;
        }
      }
    `,
  ];

  declare protected said: Said;

  private listened: ConnectionStore | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly onChange = (): void => this.changed();
  private readonly onClick = (event: Event): void => this.clicked(event);

  constructor() {
    super();
    this.said = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listened = store();
    this.listened?.addStateChangeListener(this.onChange);
    document.addEventListener('click', this.onClick, { capture: true });
    this.changed();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.listened?.removeStateChangeListener(this.onChange);
    document.removeEventListener('click', this.onClick, { capture: true });
    clearTimeout(this.timer);
  }

  private get away(): boolean {
    return AWAY.includes(this.listened?.state ?? '');
  }

  private changed(): void {
    if (this.away) {
      clearTimeout(this.timer);
      if (this.said === '' || this.said === 'back') {
        this.said = 'lost';
      }
    } else if (this.said !== '' && this.said !== 'back' && this.listened?.state === 'connected') {
      this.said = 'back';
      this.timer = setTimeout(() => {
        this.said = '';
      }, BACK_MS);
    }
  }

  private clicked(event: Event): void {
    // Between two tries to reach the server Vaadin is "loading": what was said still holds.
    if (!this.away && (this.said === '' || this.said === 'back')) {
      return;
    }
    if (pressed(event, BUTTONS)) {
      this.said = 'pressed';
    } else if (pressed(event, 'a[href]') && this.said !== 'pressed') {
      this.said = 'link';
    }
  }

  private sentence(): string {
    switch (this.said) {
      case 'lost':
        return this.text('lost');
      case 'pressed':
        return this.text('pressed');
      case 'link':
        return this.text('link');
      case 'back':
        return this.text('back');
      default:
        return '';
    }
  }

  override render(): TemplateResult {
    const sentence = this.sentence();
    return html`<div role="status">${sentence === '' ? nothing : html`<p>${sentence}</p>`}</div>`;
  }
}

define('pk-connection', PkConnection);
