import { css, html, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { baseStyles, define, PkElement } from './base.js';
import { drawing, drawingStyles } from './pk-icon.js';

export const STATUSES = [
  'ready',
  'degraded',
  'not-ready',
  'unknown',
  'in-use',
  'info',
  'running',
  'paused',
] as const;
export type StatusName = (typeof STATUSES)[number];

/** What is not one of the statuses is shown as unknown: never as something better. */
export function knownStatus(status: string): StatusName {
  return STATUSES.find((known) => known === status) ?? 'unknown';
}

/**
 * A status as icon shape, word and colour.
 *
 * @attr status - ready, degraded, not-ready, unknown, in-use, info, running, paused
 * @attr word - what is said; always visible
 * @attr size - medium, large, hero
 * @attr plain - no coloured field around icon and word
 */
export class PkStatus extends PkElement {
  static override properties: PropertyDeclarations = {
    status: { type: String },
    word: { type: String },
    size: { type: String, reflect: true },
    plain: { type: Boolean, reflect: true },
  };

  static override styles: CSSResultGroup = [
    baseStyles,
    drawingStyles,
    css`
      :host {
        display: inline-block;
        max-width: 100%;
        vertical-align: middle;
        font-size: var(--pk-text-s);
        line-height: 1.25;
      }
      .field {
        display: inline-flex;
        align-items: center;
        gap: 0.4em;
        max-width: 100%;
        padding: 0.2em 0.6em 0.2em 0.4em;
        border-radius: var(--pk-radius-full);
        background: var(--soft);
        color: var(--strong);
        font-weight: 550;
      }
      svg {
        flex: none;
        width: 1.2em;
        height: 1.2em;
        stroke-width: 2;
      }
      .word {
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .ready { --strong: var(--pk-ready); --soft: var(--pk-ready-soft); }
      .degraded { --strong: var(--pk-degraded); --soft: var(--pk-degraded-soft); }
      .not-ready { --strong: var(--pk-not-ready); --soft: var(--pk-not-ready-soft); }
      .unknown { --strong: var(--pk-unknown); --soft: var(--pk-unknown-soft); }
      .in-use { --strong: var(--pk-in-use); --soft: var(--pk-in-use-soft); }
      .info { --strong: var(--pk-info); --soft: var(--pk-info-soft); }
      .running { --strong: var(--pk-accent); --soft: var(--pk-accent-soft); }
      .paused { --strong: var(--pk-unknown); --soft: var(--pk-unknown-soft); }
      :host([plain]) {
        font-size: inherit;
        vertical-align: baseline;
      }
      :host([plain]) .field {
        align-items: baseline;
        padding: 0;
        background: none;
        border-radius: 0;
      }
      :host([plain]) svg {
        align-self: center;
      }
      :host([size='large']) {
        font-size: var(--pk-text-l);
      }
      :host([size='hero']) {
        font-size: var(--pk-text-2xl);
      }
      :host([size='hero']) .field {
        padding: 0;
        gap: 0.45em;
        background: none;
        font-weight: 600;
        letter-spacing: -0.015em;
      }
      :host([size='hero']) svg {
        width: 1.5em;
        height: 1.5em;
        stroke-width: 1.6;
      }
      :host([size='hero']) .word,
      :host([size='large']) .word {
        white-space: normal;
      }
      @media (prefers-reduced-motion: no-preference) {
        .running svg {
          animation: turn 2.4s linear infinite;
        }
      }
      @keyframes turn {
        to {
          rotate: 1turn;
        }
      }
      @media (forced-colors: active), print {
        .field {
          border: 1px solid currentcolor;
        }
        :host([plain]) .field,
        :host([size='hero']) .field {
          border: 0;
        }
      }
    `,
  ];

  declare status: string;
  declare word: string;
  declare size: 'medium' | 'large' | 'hero';
  declare plain: boolean;

  constructor() {
    super();
    this.status = 'unknown';
    this.word = '';
    this.size = 'medium';
    this.plain = false;
  }

  override render(): TemplateResult {
    const status = knownStatus(this.status);
    return html`<span class="field ${status}" part="field"
      ><svg viewBox="0 0 24 24" aria-hidden="true">${drawing(`status-${status}`)}</svg
      ><span class="word" part="word">${this.word}</span></span
    >`;
  }
}

define('pk-status', PkStatus);
