import axe from 'axe-core';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import '@pk/pk-block-map.js';
import '@pk/pk-growth-chart.js';
import type { Blocks, PkBlockMap } from '@pk/pk-block-map.js';
import type { PkGrowthChart } from '@pk/pk-growth-chart.js';
import type { Growth } from '@pk/growth-model.js';
import { one, seen, shown, textsOf } from './support.js';

const GB = 1024 ** 3;
const MB = 1024 ** 2;
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

function blocks(states: number[]): Blocks {
  return { states: btoa(String.fromCharCode(...states)), blockBytes: 32 * MB, diskBytes: states.length * 32 * MB };
}

async function violations(element: Element): Promise<string[]> {
  const result = await axe.run(element, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  return result.violations.map(({ id, help }) => `${id}: ${help}`);
}

function press(element: PkBlockMap | PkGrowthChart, key: string): Promise<boolean> {
  one(element, '[role=slider]').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  return element.updateComplete;
}

describe('<pk-block-map>', () => {
  const states = [200, 150, 100, 100, 2, 3, 1, 0, 0, 0];
  const map = (more: Partial<PkBlockMap> = {}): Promise<PkBlockMap> =>
    shown<PkBlockMap>('pk-block-map', { blocks: blocks(states), locale: 'en', texts: textsOf('block-map'), ...more });

  test('says in words what it shows, counts and bytes of every kind', async () => {
    const element = await map({ label: 'Before compaction' });
    expect(seen(element, '#label')).toBe('Before compaction');
    expect(plain(seen(element, '.summary'))).toBe(
      '5 of 10 blocks take room on the share, 160 MB. 2 of them hold nothing, 64 MB.',
    );
    element.blocks = blocks([200, 100, 0]);
    await element.updateComplete;
    expect(plain(seen(element, '.summary'))).toBe(
      '2 of 3 blocks take room on the share, 64 MB. One of them holds nothing, 32 MB.',
    );
    element.blocks = blocks(states);
    await element.updateComplete;
    const legend = [...element.renderRoot.querySelectorAll('.legend li')].map((item) => plain(item.textContent ?? '').replace(/\s+/g, ' ').trim());
    expect(legend).toEqual([
      'Stored, in use emptyfull 2 blocks · 64 MB · 20%',
      'Stored, nothing in it 2 blocks · 64 MB · 20%',
      'Stored, not known 1 block · 32 MB · 10%',
      'From the parent 1 block · 32 MB · 10%',
      'Zero 1 block · 32 MB · 10%',
      'Not stored 3 blocks · 96 MB · 30%',
    ]);
    expect(await violations(element)).toEqual([]);
  });

  test('is walked by keys, and tells each cell in words', async () => {
    const element = await map();
    const told = (): string => plain(one(element, '[role=slider]').getAttribute('aria-valuetext') ?? '');
    expect(told()).toBe('Block 0, from 0 B to 32 MB, Stored, in use, 100% in use');
    await press(element, 'ArrowRight');
    expect(told()).toBe('Block 1, from 32 MB to 64 MB, Stored, in use, 50% in use');
    expect(seen(element, '.tip strong')).toBe('Block 1');
    await press(element, 'End');
    expect(told()).toContain('Block 9, from 288 MB to 320 MB, Not stored');
    await press(element, 'Escape');
    expect(element.renderRoot.querySelector('.tip')).toBeNull();
  });

  test('a cell of many blocks tells the range and what is in it', async () => {
    const many = Array.from({ length: 60_000 }, (_, index) => (index % 2 === 0 ? 200 : 100));
    const element = await map({ blocks: { ...blocks([]), states: btoa(many.map((state) => String.fromCharCode(state)).join('')), diskBytes: 60_000 * 32 * MB } });
    const told = plain(one(element, '[role=slider]').getAttribute('aria-valuetext') ?? '');
    expect(told).toMatch(/^Blocks 0 to 2\d, from 0 B to \d+ MB, Stored, in use \(\d+\), Stored, nothing in it \(\d+\), 5\d% in use$/);
    expect(seen(element, '.note')).toMatch(/^One cell is 2\d blocks/);
  });

  test('says so when it cannot be read, instead of showing an empty disk', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const element = await map({ blocks: { states: '§§', blockBytes: 1, diskBytes: 1 } });
    expect(seen(element, '[role=alert]')).toBe('The map could not be read.');
    expect(element.renderRoot.querySelector('[role=slider]')).toBeNull();
  });

  test('speaks German', async () => {
    const element = await map({ locale: 'de', texts: textsOf('block-map', '_de') });
    expect(plain(seen(element, '.summary'))).toContain('5 von 10 Blöcken belegen Platz auf der Freigabe, 160 MB.');
  });
});

describe('<pk-growth-chart>', () => {
  const at = (day: number): number => Date.UTC(2026, 2, day, 1);
  const growth: Growth = {
    summary: 'Grows by 1 GB a day.',
    copies: [{ name: 'Frankfurt', points: [[at(3), 12 * GB, null], [at(1), 10 * GB, 5 * GB], [at(2), 11 * GB, 6 * GB]] }],
    maximum: 30 * GB,
    forecast: [[at(10), 19 * GB, 18 * GB, 21 * GB]],
  };
  const chart = (more: Partial<PkGrowthChart> = {}): Promise<PkGrowthChart> =>
    shown<PkGrowthChart>('pk-growth-chart', { growth, locale: 'en-GB', timeZone: 'Europe/Berlin', texts: textsOf('growth'), ...more });

  beforeEach(() => vi.spyOn(console, 'warn').mockImplementation(() => undefined));

  test('has its summary and every number beside it, for those who do not see it', async () => {
    const element = await chart();
    expect(seen(element, '#summary')).toBe('Grows by 1 GB a day.');
    const rows = [...element.renderRoot.querySelectorAll('tr')].map((row) =>
      [...row.children].map((cell) => plain(cell.textContent ?? '').trim()),
    );
    expect(rows).toEqual([
      ['Moment', 'Frankfurt: file size', 'Frankfurt: used inside', 'Forecast'],
      ['10 Mar 2026, 02:00', '', '', '19 GB'],
      ['3 Mar 2026, 02:00', '12 GB', 'not read', ''],
      ['2 Mar 2026, 02:00', '11 GB', '6 GB', ''],
      ['1 Mar 2026, 02:00', '10 GB', '5 GB', ''],
    ]);
    expect(one(element, 'table').parentElement?.classList.contains('hidden-from-sight')).toBe(true);
    expect(await violations(element)).toEqual([]);
  });

  test('shows table and summary to everyone when asked', async () => {
    const element = await chart({ showSummary: true, showTable: true });
    expect(element.renderRoot.querySelectorAll('.hidden-from-sight')).toHaveLength(0);
    expect(await violations(element)).toEqual([]);
  });

  test('starts at the newest moment seen and is walked by keys into past and forecast', async () => {
    const element = await chart();
    const told = (): string => plain(one(element, '[role=slider]').getAttribute('aria-valuetext') ?? '');
    expect(told()).toBe('3 Mar 2026, 02:00, File size 12 GB, Used inside not read');
    await press(element, 'ArrowLeft');
    expect(told()).toBe('2 Mar 2026, 02:00, File size 11 GB, Used inside 6 GB');
    await press(element, 'End');
    expect(told()).toBe('10 Mar 2026, 02:00, Forecast 19 GB, Likely 18 GB to 21 GB');
    await press(element, 'ArrowRight');
    expect(one(element, '[role=slider]').getAttribute('aria-valuenow')).toBe('4');
  });

  test('tells what is there when there is no line yet', async () => {
    const empty = await chart({ growth: { summary: 'Nothing yet.', copies: [] } });
    expect(seen(empty, '.empty')).toContain('No inventory has seen this container yet');
    const single = await chart({ growth: { summary: 'Once.', copies: [{ name: 'A', points: [[at(1), 1, null]] }] } });
    expect(seen(single, '.empty')).toContain('Seen once so far');
    expect(single.renderRoot.querySelectorAll('tbody tr')).toHaveLength(1);
  });

  test('names of copies are text, never markup', async () => {
    const evil = '<img src=x onerror=alert(1)>';
    const copies = [{ name: evil, points: growth.copies[0].points }, { name: 'B', points: growth.copies[0].points }];
    const element = await chart({ growth: { ...growth, copies } });
    expect(element.renderRoot.querySelector('img')).toBeNull();
    expect(seen(element, '.legend')).toContain(evil);
  });
});
