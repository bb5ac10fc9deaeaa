import { describe, expect, test } from 'vitest';
import { cellAt, decodeStates, gather, kindOf, KINDS, layoutFor, step, totals } from '@pk/block-map-model.js';
import { paintCell, paintMap, shadeOf, shades, type BlockColors } from '@pk/block-map-paint.js';
import { randomFrom } from './support.js';

const MIB = 1024 ** 2;

function randomStates(next: () => number, length: number): Uint8Array {
  const choice = [0, 1, 2, 3, 100, 101, 150, 200];
  return Uint8Array.from({ length }, () => choice[Math.floor(next() * choice.length)]);
}

test('every byte has one kind, and what means nothing is unknown', () => {
  expect([0, 1, 2, 3, 100, 101, 200].map(kindOf)).toEqual([
    'absent',
    'zero',
    'unknown',
    'inherited',
    'stale',
    'stored',
    'stored',
  ]);
  expect([4, 99, 201, 255].map(kindOf)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
});

test('bytes above 127 survive base64', () => {
  const states = Uint8Array.from([0, 100, 127, 128, 200, 255]);
  expect([...decodeStates(btoa(String.fromCharCode(...states)))]).toEqual([...states]);
  expect(() => decodeStates('%%%')).toThrow();
});

test('the last block counts only as far as the disk reaches', () => {
  const sums = totals(Uint8Array.from([200, 200, 100]), 2 * MIB, 5 * MIB);
  expect(sums.stored).toEqual({ blocks: 2, bytes: 4 * MIB });
  expect(sums.stale).toEqual({ blocks: 1, bytes: MIB });
});

describe('cells', () => {
  test('hold every block once, and agree with counting one by one', () => {
    const next = randomFrom(42);
    for (let round = 0; round < 300; round++) {
      const states = randomStates(next, 1 + Math.floor(next() * 400));
      const perCell = 1 + Math.floor(next() * 40);
      const cells = gather(states, perCell);
      expect(cells[0].first).toBe(0);
      expect(cells[cells.length - 1].last).toBe(states.length - 1);
      expect(cells.slice(1).map(({ first }) => first)).toEqual(cells.slice(0, -1).map(({ last }) => last + 1));
      for (const cell of cells) {
        const inside = [...states.slice(cell.first, cell.last + 1)];
        const counted = Object.fromEntries(
          KINDS.map((kind) => [kind, inside.filter((state) => kindOf(state) === kind).length]),
        );
        const measured = inside.filter((state) => state >= 100);
        const mean = measured.reduce((sum, state) => sum + state - 100, 0) / (measured.length || 1) / 100;
        const right = Math.abs(cell.inUse - mean) < 1e-9 && cell.counts[cell.kind] === Math.max(...Object.values(counted));
        if (!right || KINDS.some((kind) => counted[kind] !== cell.counts[kind])) {
          expect(cell, `round ${round}`).toEqual({ counted, mean });
        }
      }
    }
  });

  test('fit the room they are given, at any width and number', () => {
    const next = randomFrom(7);
    for (let round = 0; round < 2_000; round++) {
      const blocks = Math.floor(next() * 70_000);
      const width = 40 + Math.floor(next() * 3_000);
      const layout = layoutFor(blocks, width, 280);
      const cells = Math.ceil(blocks / layout.perCell);
      expect(layout.columns * layout.pitch).toBeLessThanOrEqual(width);
      expect(layout.rows * layout.pitch).toBeLessThanOrEqual(280);
      expect(layout.rows * layout.columns).toBeGreaterThanOrEqual(cells);
      expect((layout.rows - 1) * layout.columns).toBeLessThan(Math.max(1, cells));
    }
  });

  test('are single blocks as long as those fit', () => {
    expect(layoutFor(960, 1200, 280)).toMatchObject({ perCell: 1 });
    expect(layoutFor(70_000, 1200, 280).perCell).toBe(14);
  });

  test('are found again where they are drawn', () => {
    const layout = layoutFor(1_000, 500, 280);
    for (let index = 0; index < 1_000; index++) {
      const x = (index % layout.columns) * layout.pitch;
      const y = Math.floor(index / layout.columns) * layout.pitch;
      expect(cellAt(x + 0.5, y + 0.5, layout, 1_000)).toBe(index);
      expect(cellAt(x + layout.pitch - 0.5, y + layout.pitch - 0.5, layout, 1_000)).toBe(index);
    }
    expect(cellAt(-1, 0, layout, 1_000)).toBeUndefined();
    expect(cellAt(layout.columns * layout.pitch + 1, 0, layout, 1_000)).toBeUndefined();
    expect(cellAt(0, layout.rows * layout.pitch + 1, layout, 1_000)).toBeUndefined();
  });

  test('are walked by keys without falling off', () => {
    const layout = { columns: 10, rows: 10, perCell: 1, pitch: 8 };
    const walk = (key: string, from: number): number | undefined => step(key, from, layout, 95);
    expect([walk('ArrowRight', 0), walk('ArrowLeft', 0), walk('ArrowDown', 3), walk('ArrowUp', 3)]).toEqual([1, 0, 13, 3]);
    expect([walk('ArrowDown', 86), walk('End', 0), walk('Home', 50), walk('PageDown', 3), walk('PageUp', 3)]).toEqual([
      86, 94, 0, 94, 0,
    ]);
    expect(walk('Tab', 3)).toBeUndefined();
  });
});

describe('painting', () => {
  const colors = new Proxy({}, { get: (_, token) => (token === '--pk-block-low' ? '#c9d6f3' : '#24459a') }) as BlockColors;
  const counts = { stored: 0, stale: 0, unknown: 0, inherited: 0, zero: 0, absent: 0 };

  /** Writes down what is called on it. */
  function notes(): { ctx: CanvasRenderingContext2D; calls: string[] } {
    const calls: string[] = [];
    const ctx = new Proxy(
      {},
      { get: (_, name) => (...given: unknown[]) => calls.push(`${String(name)}/${given.length}`), set: () => true },
    ) as CanvasRenderingContext2D;
    return { ctx, calls };
  }

  test('gives every kind a figure of its own, not a colour alone', () => {
    const figures = KINDS.map((kind) => {
      const { ctx, calls } = notes();
      paintCell(ctx, { kind, inUse: 1, counts }, 0, 0, 12, colors, shades('#c9d6f3', '#24459a'));
      return calls.join(' ');
    });
    // stored and absent are both plain squares; they are told apart by being dark or the colour of the ground
    expect(new Set(figures).size).toBe(KINDS.length - 1);
  });

  test('marks stale blocks in a cell of another kind', () => {
    const without = notes();
    paintCell(without.ctx, { kind: 'stored', inUse: 1, counts }, 0, 0, 12, colors, shades('#c9d6f3', '#24459a'));
    const withStale = notes();
    const some = { ...counts, stale: 2 };
    paintCell(withStale.ctx, { kind: 'stored', inUse: 1, counts: some }, 0, 0, 12, colors, shades('#c9d6f3', '#24459a'));
    expect(withStale.calls.length).toBeGreaterThan(without.calls.length);
  });

  test('draws the largest disk within a frame or two', () => {
    const states = randomStates(randomFrom(1), 70_000);
    const layout = layoutFor(states.length, 1_900, 280);
    const cells = gather(states, layout.perCell);
    expect(cells.length).toBeLessThan(9_000);
    const { ctx, calls } = notes();
    paintMap(ctx, { cells, layout, colors, current: 5 });
    expect(calls.length).toBeLessThan(cells.length * 30);
  });

  test('a block nearly empty is not drawn as stale, a full one is darkest', () => {
    expect(shadeOf(0.001)).toBe(1);
    expect(shadeOf(1)).toBe(12);
    expect(shades('#000000', '#ffffff')[12]).toBe('rgb(255, 255, 255)');
  });
});
