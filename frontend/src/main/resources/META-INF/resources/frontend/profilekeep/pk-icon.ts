import { css, html, svg, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { baseStyles, define, PkElement } from './base.js';
import { ICONS } from './icons.js';

/** The strokes of an icon; nothing for a name that there is no drawing of, with a warning. */
export function drawing(name: string): TemplateResult {
  const paths = ICONS[name];
  if (!paths) {
    console.warn(`pk-icon: there is no icon named "${name}"`);
    return svg``;
  }
  return svg`${paths.map((path) => {
    const kind = path[0] === '!' ? 'fill' : path[0] === '~' ? 'dash' : 'line';
    return svg`<path class=${kind} d=${kind === 'line' ? path : path.slice(1)}></path>`;
  })}`;
}

export const drawingStyles = css`
  svg {
    display: block;
    width: 1em;
    height: 1em;
    overflow: visible;
    fill: none;
    stroke: currentcolor;
    stroke-width: var(--pk-icon-stroke, 1.75);
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .fill {
    fill: currentcolor;
    stroke: none;
  }
  .dash {
    stroke-dasharray: 4.6 2.47; /* eight dashes on a circle of radius 9 */
    stroke-linecap: butt;
  }
`;

/**
 * One line icon in the size (1.25 em) and colour of the text around it.
 *
 * @attr name - which, see `icons.ts`
 * @attr label - what it says to a screen reader; without one it is hidden from it
 * @cssproperty --pk-icon-size - side length, 1.25em
 */
export class PkIcon extends PkElement {
  static override properties: PropertyDeclarations = { name: { type: String }, label: { type: String } };

  static override styles: CSSResultGroup = [
    baseStyles,
    drawingStyles,
    css`
      :host {
        display: inline-block;
        flex: none;
        font-size: var(--pk-icon-size, 1.25em);
        width: 1em;
        height: 1em;
        line-height: 1;
        vertical-align: -0.2em;
        color: inherit;
      }
    `,
  ];

  declare name: string;
  declare label: string;

  constructor() {
    super();
    this.name = '';
    this.label = '';
  }

  override render(): TemplateResult {
    return this.label
      ? html`<svg viewBox="0 0 24 24" role="img" aria-label=${this.label}>${drawing(this.name)}</svg>`
      : html`<svg viewBox="0 0 24 24" aria-hidden="true">${this.name ? drawing(this.name) : ''}</svg>`;
  }
}

define('pk-icon', PkIcon);
