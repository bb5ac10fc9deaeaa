import { css, html, svg, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { baseStyles, define, PkElement } from './base.js';

export interface SparkPoint {
  readonly x: number;
  readonly y: number;
}

/**
 * The values as points of a box of `width` by `height`, oldest left, largest at the top. A flat line lies in the
 * middle. Values that are no numbers are left out; fewer than two give nothing.
 */
export function sparkPoints(values: readonly number[], width: number, height: number): SparkPoint[] {
  const known = values.map((value, index) => ({ value, index })).filter(({ value }) => Number.isFinite(value));
  if (known.length < 2) {
    return [];
  }
  const lowest = Math.min(...known.map(({ value }) => value));
  const span = Math.max(...known.map(({ value }) => value)) - lowest;
  return known.map(({ value, index }) => ({
    x: (index / (values.length - 1)) * width,
    y: span === 0 ? height / 2 : height - ((value - lowest) / span) * height,
  }));
}

const WIDTH = 100;
const HEIGHT = 24;
const ROOM = 3;

/**
 * The shape of a trend in the height of a line of text. `values` oldest first; `summary` is what screen readers say.
 *
 * @attr summary
 * @cssproperty --pk-sparkline-color - of the line, the accent
 */
export class PkSparkline extends PkElement {
  static override properties: PropertyDeclarations = {
    values: { type: Array },
    summary: { type: String },
  };

  static override styles: CSSResultGroup = [
    baseStyles,
    css`
      :host {
        display: inline-block;
        inline-size: 7rem;
        block-size: 1.75rem;
        vertical-align: middle;
        color: var(--pk-sparkline-color, var(--pk-accent));
      }
      svg {
        display: block;
        inline-size: 100%;
        block-size: 100%;
        overflow: visible;
      }
      polyline {
        fill: none;
        stroke: currentcolor;
        stroke-width: 1.5;
        stroke-linejoin: round;
        stroke-linecap: round;
        vector-effect: non-scaling-stroke;
      }
      .under {
        fill: currentcolor;
        opacity: 0.1;
        stroke: none;
      }
      .last {
        stroke: currentcolor;
        stroke-width: 5;
        stroke-linecap: round;
        vector-effect: non-scaling-stroke;
      }
    `,
  ];

  declare values: number[];
  declare summary: string;

  constructor() {
    super();
    this.values = [];
    this.summary = '';
  }

  override render(): TemplateResult {
    const points = sparkPoints(this.values, WIDTH - 2 * ROOM, HEIGHT - 2 * ROOM).map(({ x, y }) => ({
      x: x + ROOM,
      y: y + ROOM,
    }));
    const at = ({ x, y }: SparkPoint): string => `${x.toFixed(2)},${y.toFixed(2)}`;
    const line = points.map(at).join(' ');
    const last = points[points.length - 1];
    return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${this.summary}>
      ${last
        ? svg`<polygon class="under" points="${points[0].x.toFixed(2)},${HEIGHT} ${line} ${last.x.toFixed(2)},${HEIGHT}"></polygon>
            <polyline points=${line}></polyline>
            <path class="last" d="M${last.x.toFixed(2)} ${last.y.toFixed(2)}h0.001"></path>`
        : ''}
    </svg>`;
  }
}

define('pk-sparkline', PkSparkline);
