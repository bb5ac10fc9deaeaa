import axe from 'axe-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import '@pk/pk-connection.js';
import { BACK_MS, type PkConnection } from '@pk/pk-connection.js';
import { seen, shown, textsOf } from './support.js';

class Store {
  state = 'connected';
  readonly listeners = new Set<() => void>();
  addStateChangeListener(listener: () => void): void {
    this.listeners.add(listener);
  }
  removeStateChangeListener(listener: () => void): void {
    this.listeners.delete(listener);
  }
  become(state: string): void {
    this.state = state;
    this.listeners.forEach((listener) => listener());
  }
}

let connection: Store;

beforeEach(() => {
  connection = new Store();
  (window as unknown as { Vaadin: unknown }).Vaadin = { connectionState: connection };
});

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

async function notice(language: '' | '_de' = ''): Promise<PkConnection> {
  return shown<PkConnection>('pk-connection', { texts: textsOf('connection', language) });
}

async function said(element: PkConnection): Promise<string> {
  await element.updateComplete;
  return seen(element);
}

function press(html: string): void {
  const holder = document.createElement('div');
  holder.innerHTML = html;
  holder.addEventListener('click', (event) => event.preventDefault());
  document.body.append(holder);
  holder.querySelector<HTMLElement>('.press')?.click();
}

test('a lost connection is said for as long as it is lost, and that it is back for a while', async () => {
  const element = await notice();
  vi.useFakeTimers();
  expect(await said(element)).toBe('');
  connection.become('connection-lost');
  expect(await said(element)).toContain('Connection lost.');
  vi.advanceTimersByTime(60_000);
  connection.become('reconnecting');
  expect(await said(element)).toContain('Connection lost.');
  connection.become('connected');
  expect(await said(element)).toBe('The connection is back.');
  vi.advanceTimersByTime(BACK_MS);
  expect(await said(element)).toBe('');
});

test('work that only takes its time is no lost connection', async () => {
  const element = await notice();
  connection.become('loading');
  expect(await said(element)).toBe('');
  press('<button class="press">Free it</button>');
  expect(await said(element)).toBe('');
});

test('who presses a button meanwhile is told that it is sent when the connection is back', async () => {
  const element = await notice();
  connection.become('reconnecting');
  press('<vaadin-button><span class="press">Free it</span></vaadin-button>');
  expect(await said(element)).toContain('What you pressed is sent when the connection is back.');
  connection.become('connection-lost');
  expect(await said(element)).toContain('What you pressed is sent');
});

test('a try to reach the server again does not take back what was said', async () => {
  const element = await notice();
  connection.become('reconnecting');
  connection.become('loading');
  expect(await said(element)).toContain('Connection lost.');
  press('<button class="press">Free it</button>');
  expect(await said(element)).toContain('What you pressed is sent');
});

test('a link is not promised to be sent, and German is German', async () => {
  const element = await notice('_de');
  connection.become('connection-lost');
  press('<a class="press" href="help">Hilfe</a>');
  expect(await said(element)).toBe(
    'Verbindung unterbrochen. Andere Seiten öffnen sich, sobald die Verbindung wieder da ist.',
  );
});

test('it is told to screen readers, and listens no more once it is gone', async () => {
  const element = await notice();
  connection.become('connection-lost');
  await element.updateComplete;
  expect(element.shadowRoot?.querySelector('[role="status"]')).not.toBeNull();
  expect((await axe.run(element)).violations).toEqual([]);
  element.remove();
  expect(connection.listeners.size).toBe(0);
});
