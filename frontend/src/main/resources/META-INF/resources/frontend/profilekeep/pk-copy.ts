import { css, html, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { baseStyles, define, PkElement } from './base.js';
import { drawing, drawingStyles } from './pk-icon.js';

const SAID_MS = 2_500;

/** Copies text, over the old way where the clipboard is not allowed (no TLS). @returns whether it worked */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // the old way, then
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.appendChild(area);
  area.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    area.remove();
  }
}

/**
 * A technical value with a button that copies all of it. The value itself can be selected as text.
 *
 * @attr value - what is shown and copied
 * @attr what - what it is ("SID"), for the button's name
 * @attr cut-beginning - keep the end of a value too long for its place
 * @fires pk-copied - with `detail.value`, after it was copied
 */
export class PkCopy extends PkElement {
  static override properties: PropertyDeclarations = {
    value: { type: String },
    what: { type: String },
    cutBeginning: { type: Boolean, attribute: 'cut-beginning', reflect: true },
    said: { state: true },
  };

  static override styles: CSSResultGroup = [
    baseStyles,
    drawingStyles,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: var(--pk-space-1);
        max-width: 100%;
        min-width: 0;
        vertical-align: middle;
      }
      .value {
        min-width: 0;
        font-family: var(--pk-font-mono);
        font-size: 0.93em;
        overflow-wrap: anywhere;
      }
      :host([cut-beginning]) .value {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        direction: rtl;
        text-align: left;
      }
      button {
        flex: none;
        display: inline-grid;
        place-items: center;
        inline-size: 1.75rem;
        block-size: 1.75rem;
        margin: -0.25rem 0;
        padding: 0;
        border: 0;
        border-radius: var(--pk-radius-s);
        background: none;
        color: var(--pk-ink-3);
        cursor: pointer;
      }
      button:hover {
        background: var(--pk-hover);
        color: var(--pk-ink);
      }
      button.done {
        color: var(--pk-ready);
      }
      button.failed {
        color: var(--pk-not-ready);
      }
      svg {
        width: 1.05rem;
        height: 1.05rem;
      }
      .message {
        font-size: var(--pk-text-s);
        color: var(--pk-ink-2);
      }
      .message:empty {
        display: none;
      }
      @media (pointer: coarse) {
        button {
          inline-size: 2.75rem;
          block-size: 2.75rem;
          margin: -0.6rem 0;
        }
      }
      @media print {
        button,
        .message {
          display: none;
        }
      }
    `,
  ];

  declare value: string;
  declare what: string;
  declare cutBeginning: boolean;
  declare protected said: '' | 'copied' | 'failed';

  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.value = '';
    this.what = '';
    this.cutBeginning = false;
    this.said = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  private async copy(event: Event): Promise<void> {
    event.stopPropagation(); // in a grid the row must not take this for a choice
    const copied = await copyText(this.value);
    this.said = copied ? 'copied' : 'failed';
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.said = ''), SAID_MS);
    if (copied) {
      this.dispatchEvent(
        new CustomEvent('pk-copied', { detail: { value: this.value }, bubbles: true, composed: true }),
      );
    }
  }

  override render(): TemplateResult {
    const name = this.what ? this.text('copy-what', { what: this.what }) : this.text('copy');
    const icon = this.said === 'copied' ? 'check' : this.said === 'failed' ? 'close' : 'copy';
    return html`<span class="value" part="value" title=${this.cutBeginning ? this.value : ''}
        ><bdi>${this.value}</bdi></span
      ><button
        type="button"
        class=${this.said === 'copied' ? 'done' : this.said}
        aria-label=${name}
        title=${name}
        @click=${this.copy}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">${drawing(icon)}</svg></button
      ><span class="message ${this.said === 'copied' ? 'hidden-from-sight' : ''}" role="status"
        >${this.said ? this.text(this.said) : ''}</span
      >`;
  }
}

define('pk-copy', PkCopy);
