import { css, LitElement, type CSSResultGroup, type PropertyDeclarations } from 'lit';
import { fill, plural, type Texts } from './format.js';

/** What every component's shadow root starts with: colours and type of the theme, a focus that is seen. */
export const baseStyles = css`
  :host {
    box-sizing: border-box;
    color: var(--pk-ink);
    font-family: var(--pk-font);
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]) {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
  button,
  input {
    font: inherit;
    color: inherit;
  }
  :focus-visible {
    outline: var(--pk-focus-width, 2px) solid var(--pk-focus);
    outline-offset: 2px;
  }
  .hidden-from-sight {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    border: 0;
  }
`;

/**
 * An element with a person's language: `locale` (BCP 47; the document's without one), `timeZone` (IANA; the browser's
 * without one) and `texts`, its words by key. Java sets all three.
 */
export abstract class PkElement extends LitElement {
  static override properties: PropertyDeclarations = {
    locale: { type: String },
    timeZone: { type: String, attribute: 'time-zone' },
    texts: { attribute: false },
  };

  static override styles: CSSResultGroup = baseStyles;

  declare locale: string;
  declare timeZone: string;
  declare texts: Texts;

  constructor() {
    super();
    this.locale = '';
    this.timeZone = '';
    this.texts = {};
  }

  protected get language(): string {
    return this.locale || document.documentElement.lang;
  }

  /** The text of `key`, filled; empty if Java gave none: an English default here would hide that. */
  protected text(key: string, values: Readonly<Record<string, string>> = {}): string {
    return fill(this.texts[key] ?? '', values);
  }

  protected textFor(key: string, count: number): string {
    return plural(this.texts, key, count, this.language);
  }
}

/** Defines an element once: two bundles on a page (or a test run twice) must not break the second. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) {
    customElements.define(tag, element);
  }
}
