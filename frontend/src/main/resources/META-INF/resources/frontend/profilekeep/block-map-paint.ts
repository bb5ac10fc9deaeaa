import { cssColor, mix, parseColor } from './colors.js';
import type { Cell, Layout } from './block-map-model.js';

export const BLOCK_TOKENS = [
  '--pk-block-low',
  '--pk-block-high',
  '--pk-block-stale',
  '--pk-block-stale-line',
  '--pk-block-unknown',
  '--pk-block-unknown-line',
  '--pk-block-inherited',
  '--pk-block-zero',
  '--pk-block-absent',
  '--pk-ink',
] as const;
export type BlockColors = Record<(typeof BLOCK_TOKENS)[number], string>;

const SHADES = 12;

/** The shades of a stored block from nearly empty to full; few enough to be told apart and kept as strings. */
export function shades(low: string, high: string): string[] {
  const from = parseColor(low);
  const to = parseColor(high);
  return Array.from({ length: SHADES + 1 }, (_, index) => cssColor(mix(from, to, index / SHADES)));
}

export function shadeOf(inUse: number): number {
  return Math.max(1, Math.round(Math.min(1, inUse) * SHADES));
}

/**
 * Draws one cell. Each kind has its own figure besides its colour: stored full squares, stale hatched, unknown with a
 * cross, inherited a frame, zero a dot, absent a faint corner mark of the grid.
 */
export function paintCell(
  ctx: CanvasRenderingContext2D,
  cell: Pick<Cell, 'kind' | 'inUse' | 'counts'>,
  x: number,
  y: number,
  size: number,
  colors: BlockColors,
  steps: readonly string[],
): void {
  switch (cell.kind) {
    case 'stored':
      ctx.fillStyle = steps[shadeOf(cell.inUse)];
      ctx.fillRect(x, y, size, size);
      break;
    case 'stale':
      hatch(ctx, x, y, size, colors['--pk-block-stale'], colors['--pk-block-stale-line']);
      break;
    case 'unknown':
      ctx.fillStyle = colors['--pk-block-unknown'];
      ctx.fillRect(x, y, size, size);
      cross(ctx, x, y, size, colors['--pk-block-unknown-line']);
      break;
    case 'inherited':
      ctx.strokeStyle = colors['--pk-block-inherited'];
      ctx.lineWidth = size > 8 ? 2 : 1.5;
      ctx.strokeRect(x + ctx.lineWidth / 2, y + ctx.lineWidth / 2, size - ctx.lineWidth, size - ctx.lineWidth);
      break;
    case 'zero':
      ctx.fillStyle = colors['--pk-block-zero'];
      ctx.beginPath();
      ctx.arc(x + size / 2, y + size / 2, Math.max(1.25, size * 0.16), 0, 2 * Math.PI);
      ctx.fill();
      break;
    case 'absent':
      ctx.fillStyle = colors['--pk-block-absent'];
      ctx.fillRect(x, y, size, size);
      break;
  }
  if (cell.kind !== 'stale' && cell.counts.stale > 0) {
    notch(ctx, x, y, size, colors['--pk-block-stale']);
  }
}

function hatch(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  size: number,
  ground: string,
  line: string,
): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(x, y, size, size);
  ctx.clip();
  ctx.fillStyle = ground;
  ctx.fillRect(x, y, size, size);
  ctx.strokeStyle = line;
  ctx.lineWidth = size > 10 ? 2 : 1.25;
  ctx.beginPath();
  const gap = size > 10 ? 5 : 4;
  for (let at = 0; at <= 2 * size; at += gap) {
    ctx.moveTo(x + at, y);
    ctx.lineTo(x + at - size, y + size);
  }
  ctx.stroke();
  ctx.restore();
}

function cross(ctx: CanvasRenderingContext2D, x: number, y: number, size: number, line: string): void {
  const inset = size * 0.28;
  ctx.strokeStyle = line;
  ctx.lineWidth = size > 10 ? 1.5 : 1;
  ctx.beginPath();
  ctx.moveTo(x + inset, y + inset);
  ctx.lineTo(x + size - inset, y + size - inset);
  ctx.moveTo(x + size - inset, y + inset);
  ctx.lineTo(x + inset, y + size - inset);
  ctx.stroke();
}

/** Tells that a cell of another kind holds stale blocks too. */
function notch(ctx: CanvasRenderingContext2D, x: number, y: number, size: number, color: string): void {
  const side = size * 0.5;
  ctx.fillStyle = color;
  ctx.beginPath();
  ctx.moveTo(x + size - side, y + size);
  ctx.lineTo(x + size, y + size - side);
  ctx.lineTo(x + size, y + size);
  ctx.closePath();
  ctx.fill();
}

export interface Scene {
  readonly cells: readonly Cell[];
  readonly layout: Layout;
  readonly colors: BlockColors;
  /** The cell told about, if any. */
  readonly current: number | undefined;
}

/** Draws the whole map; `ctx` is scaled to CSS pixels. */
export function paintMap(ctx: CanvasRenderingContext2D, { cells, layout, colors, current }: Scene): void {
  const { columns, rows, pitch } = layout;
  const gap = pitch > 10 ? 2 : 1;
  const size = pitch - gap;
  const steps = shades(colors['--pk-block-low'], colors['--pk-block-high']);
  ctx.clearRect(0, 0, columns * pitch, rows * pitch);
  cells.forEach((cell, index) => {
    const x = (index % columns) * pitch;
    const y = Math.floor(index / columns) * pitch;
    paintCell(ctx, cell, x, y, size, colors, steps);
  });
  if (current !== undefined && current < cells.length) {
    const x = (current % columns) * pitch;
    const y = Math.floor(current / columns) * pitch;
    ctx.strokeStyle = colors['--pk-ink'];
    ctx.lineWidth = 2;
    ctx.strokeRect(x - 0.5, y - 0.5, size + 1, size + 1);
  }
}
