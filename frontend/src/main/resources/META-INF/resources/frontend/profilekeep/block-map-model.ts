/** The blocks of a virtual disk as numbers: decoding, counting, gathering into cells. Pure. */

/** In the order of the legend: what takes room on the share first. */
export const KINDS = ['stored', 'stale', 'unknown', 'inherited', 'zero', 'absent'] as const;
export type Kind = (typeof KINDS)[number];

const ABSENT = 0;
const ZERO = 1;
const INHERITED = 3;
const STALE = 100;
const FULL = 200;

/** The kind of a state byte, see `dev.profilekeep.ui.BlockMap`. A byte that means nothing is unknown. */
export function kindOf(state: number): Kind {
  if (state === STALE) {
    return 'stale';
  }
  if (state > STALE && state <= FULL) {
    return 'stored';
  }
  return state === ABSENT ? 'absent' : state === ZERO ? 'zero' : state === INHERITED ? 'inherited' : 'unknown';
}

/** @throws Error if `base64` is not base64 */
export function decodeStates(base64: string): Uint8Array {
  const binary = atob(base64);
  const states = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) {
    states[index] = binary.charCodeAt(index);
  }
  return states;
}

export interface Total {
  readonly blocks: number;
  readonly bytes: number;
}

/** Blocks and bytes of each kind. The last block counts only as far as the disk reaches. */
export function totals(states: Uint8Array, blockBytes: number, diskBytes: number): Record<Kind, Total> {
  const blocks: Record<Kind, number> = { stored: 0, stale: 0, unknown: 0, inherited: 0, zero: 0, absent: 0 };
  for (const state of states) {
    blocks[kindOf(state)]++;
  }
  const beyond = Math.max(0, states.length * blockBytes - diskBytes);
  const last = states.length > 0 ? kindOf(states[states.length - 1]) : undefined;
  const result = {} as Record<Kind, Total>;
  for (const kind of KINDS) {
    result[kind] = { blocks: blocks[kind], bytes: blocks[kind] * blockBytes - (kind === last ? beyond : 0) };
  }
  return result;
}

export interface Layout {
  readonly columns: number;
  readonly rows: number;
  /** Blocks in one cell. */
  readonly perCell: number;
  /** Side of a cell with its gap, in CSS pixels. */
  readonly pitch: number;
}

const PITCHES = [24, 20, 18, 16, 14, 12, 11, 10, 9, 8];
const SMALLEST = 8;

/**
 * Cells as large as fit `width` by `maxHeight`; when even the smallest do not, several blocks share a cell, the same
 * number everywhere.
 */
export function layoutFor(blocks: number, width: number, maxHeight: number): Layout {
  const columnsOf = (pitch: number): number => Math.max(1, Math.floor(width / pitch));
  if (blocks === 0) {
    return { columns: columnsOf(SMALLEST), rows: 0, perCell: 1, pitch: SMALLEST };
  }
  for (const pitch of PITCHES) {
    const columns = columnsOf(pitch);
    const rows = Math.ceil(blocks / columns);
    if (rows * pitch <= maxHeight) {
      return { columns, rows, perCell: 1, pitch };
    }
  }
  const columns = columnsOf(SMALLEST);
  const room = columns * Math.max(1, Math.floor(maxHeight / SMALLEST));
  const perCell = Math.ceil(blocks / room);
  return { columns, rows: Math.ceil(Math.ceil(blocks / perCell) / columns), perCell, pitch: SMALLEST };
}

export interface Cell {
  /** First and last block, counted from 0. */
  readonly first: number;
  readonly last: number;
  /** What most of its blocks are; of equals, what comes first in the legend. */
  readonly kind: Kind;
  /** Mean share in use of its stored blocks, stale ones included, 0 to 1. */
  readonly inUse: number;
  readonly counts: Readonly<Record<Kind, number>>;
}

export function gather(states: Uint8Array, perCell: number): Cell[] {
  const cells: Cell[] = [];
  for (let first = 0; first < states.length; first += perCell) {
    const last = Math.min(first + perCell, states.length) - 1;
    const counts: Record<Kind, number> = { stored: 0, stale: 0, unknown: 0, inherited: 0, zero: 0, absent: 0 };
    let percents = 0;
    for (let block = first; block <= last; block++) {
      const kind = kindOf(states[block]);
      counts[kind]++;
      if (kind === 'stored') {
        percents += states[block] - STALE;
      }
    }
    const measured = counts.stored + counts.stale;
    cells.push({
      first,
      last,
      kind: KINDS.reduce((most, kind) => (counts[kind] > counts[most] ? kind : most)),
      inUse: measured > 0 ? percents / measured / 100 : 0,
      counts,
    });
  }
  return cells;
}

/** The cell at a point of the map, or nothing beside them. */
export function cellAt(x: number, y: number, layout: Layout, cells: number): number | undefined {
  const column = Math.floor(x / layout.pitch);
  const row = Math.floor(y / layout.pitch);
  if (column < 0 || column >= layout.columns || row < 0) {
    return undefined;
  }
  const index = row * layout.columns + column;
  return index < cells ? index : undefined;
}

/** Where a key leads from a cell; the same cell where there is none further. Nothing for other keys. */
export function step(key: string, from: number, layout: Layout, cells: number): number | undefined {
  const by: Record<string, number> = {
    ArrowRight: from + 1,
    ArrowLeft: from - 1,
    ArrowDown: from + layout.columns,
    ArrowUp: from - layout.columns,
    PageDown: from + 10 * layout.columns,
    PageUp: from - 10 * layout.columns,
    Home: 0,
    End: cells - 1,
  };
  const to = by[key];
  if (to === undefined) {
    return undefined;
  }
  if (key === 'PageDown' || key === 'PageUp') {
    return Math.min(cells - 1, Math.max(0, to));
  }
  return to >= 0 && to < cells ? to : from;
}
