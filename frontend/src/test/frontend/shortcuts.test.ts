import axe from 'axe-core';
import { describe, expect, test, vi } from 'vitest';
import '@pk/pk-shortcuts.js';
import { match, OFF_KEY, takesText, type PkShortcuts, type Shortcut } from '@pk/pk-shortcuts.js';
import { one, seen, shown, textsOf } from './support.js';

const list: Shortcut[] = [
  { keys: 'g p', description: 'Go to Profiles' },
  { keys: 'g g', description: 'Go to the top' },
  { keys: 'n', description: 'New' },
];

function press(key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true, ...more });
  (document.activeElement ?? document.body).dispatchEvent(event);
  return event;
}

async function keyboard(): Promise<{ element: PkShortcuts; told: string[] }> {
  const element = await shown<PkShortcuts>('pk-shortcuts', { shortcuts: list, texts: textsOf('shortcuts') });
  const told: string[] = [];
  element.addEventListener('pk-shortcut', (event) => told.push((event as CustomEvent<{ keys: string }>).detail.keys));
  return { element, told };
}

function field(tag = 'input'): HTMLElement {
  const element = document.createElement(tag);
  document.body.append(element);
  return element;
}

test('keys mean a shortcut, the beginning of one, or nothing', () => {
  expect(match(['n'], list)).toEqual({ found: list[2], begun: false });
  expect(match(['g'], list)).toEqual({ found: undefined, begun: true });
  expect(match(['g', 'p'], list).found).toBe(list[0]);
  expect(match(['x'], list)).toEqual({ found: undefined, begun: false });
});

describe('pressing', () => {
  test('one key, or several in turn, tells the server', async () => {
    const { told } = await keyboard();
    press('n');
    press('g');
    press('p');
    expect(told).toEqual(['n', 'g p']);
  });

  test('a key that does not go on begins anew', async () => {
    const { told } = await keyboard();
    press('g');
    press('n');
    press('p');
    expect(told).toEqual(['n']);
  });

  test('too slowly means nothing', async () => {
    vi.useFakeTimers();
    const { told } = await keyboard();
    press('g');
    await vi.advanceTimersByTimeAsync(1_500);
    press('p');
    expect(told).toEqual([]);
  });

  test('with Ctrl, Alt or Meta is left to the browser', async () => {
    const { told } = await keyboard();
    for (const modifier of ['ctrlKey', 'altKey', 'metaKey']) {
      expect(press('n', { [modifier]: true }).defaultPrevented).toBe(false);
    }
    expect(told).toEqual([]);
  });

  test('while typing is typing', async () => {
    const { told } = await keyboard();
    field().focus();
    expect(press('n').defaultPrevented).toBe(false);
    expect(press('/').defaultPrevented).toBe(false);
    expect(told).toEqual([]);
  });

  test('on a checkbox or button is a shortcut', async () => {
    const { told } = await keyboard();
    const box = field() as HTMLInputElement;
    box.type = 'checkbox';
    box.focus();
    press('n');
    expect(told).toEqual(['n']);
  });

  test('under an open dialog does nothing', async () => {
    const { told } = await keyboard();
    field('vaadin-confirm-dialog-overlay');
    press('n');
    expect(told).toEqual([]);
  });
});

test('fields inside shadow roots take text too', () => {
  expect([field('textarea'), field('select'), field()].map(takesText)).toEqual([true, true, true]);
  expect([field('button'), null].map(takesText)).toEqual([false, false]);
});

test('/ goes to the search field', async () => {
  await keyboard();
  expect(press('/').defaultPrevented).toBe(false);
  const search = field();
  search.setAttribute('data-search', '');
  expect(press('/').defaultPrevented).toBe(true);
  expect(document.activeElement).toBe(search);
});

test('/ goes to the search of everything where the page has none, and from one that is empty', async () => {
  const { element, told } = await keyboard();
  element.searchAll = 'Help a user';
  await element.updateComplete;
  expect(press('/').defaultPrevented).toBe(true);
  expect(told).toEqual(['/']);

  const holder = field('div');
  holder.setAttribute('data-search', '');
  const search = document.createElement('input');
  holder.append(search);
  search.focus();
  search.value = '10.0.0.0';
  expect(press('/').defaultPrevented).toBe(false);
  search.value = '';
  expect(press('/').defaultPrevented).toBe(true);
  expect(told).toEqual(['/', '/']);

  holder.setAttribute('data-search', 'all');
  expect(press('/').defaultPrevented).toBe(true);
  search.value = 'CORP';
  expect(press('/').defaultPrevented).toBe(false);
  expect(seen(element, 'dl')).toContain('Help a user / then /');
  expect(told).toHaveLength(2);
});

test('? opens a list of all there is', async () => {
  const { element } = await keyboard();
  press('?');
  expect(one<HTMLDialogElement>(element, 'dialog').open).toBe(true);
  expect(seen(element, 'dl')).toBe(
    'Go to the search field / Show this list ? Close what is open Esc Go to Profiles g then p Go to the top g then g New n',
  );
  expect((await axe.run(element, { rules: { region: { enabled: false } } })).violations.map(({ id }) => id)).toEqual([]);
  one(element, '.close').click();
  expect(one<HTMLDialogElement>(element, 'dialog').open).toBe(false);
});

test('single keys can be turned off, and stay off', async () => {
  const { element, told } = await keyboard();
  const box = one<HTMLInputElement>(element, 'input');
  box.checked = false;
  box.dispatchEvent(new Event('change'));
  press('n');
  expect(press('?').defaultPrevented).toBe(false);
  expect(told).toEqual([]);
  expect(window.localStorage.getItem(OFF_KEY)).not.toBeNull();
  element.enabled = true;
  press('n');
  expect(told).toEqual(['n']);
});

test('a page left behind hears nothing more', async () => {
  const { element, told } = await keyboard();
  element.remove();
  press('n');
  expect(told).toEqual([]);
});
