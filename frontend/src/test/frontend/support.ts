import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LitElement } from 'lit';
import type { Texts } from '@pk/format.js';

export const RESOURCES = join(process.cwd(), 'src/main/resources');
export const ELEMENTS = join(RESOURCES, 'META-INF/resources/frontend/profilekeep');
export const THEME = join(RESOURCES, 'META-INF/resources/themes/profilekeep');

export function read(...path: string[]): string {
  return readFileSync(join(...path), 'utf8');
}

/** All files below a folder with an ending. */
export function files(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}

/** A bundle of the Java side as a map. */
export function bundle(language: '' | '_de' = ''): Map<string, string> {
  return new Map(
    read(RESOURCES, `dev/profilekeep/ui/texts${language}.properties`)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** The texts of one component, as Java hands them over. */
export function textsOf(group: string, language: '' | '_de' = ''): Texts {
  return Object.fromEntries(
    [...bundle(language)]
      .filter(([key]) => key.startsWith(`${group}.`))
      .map(([key, value]) => [key.slice(group.length + 1), value]),
  );
}

/** Puts an element into the page and waits for its first rendering. */
export async function shown<T extends LitElement>(tag: string, properties: Partial<T> = {}): Promise<T> {
  const element = document.createElement(tag) as T;
  Object.assign(element, properties);
  document.body.append(element);
  await element.updateComplete;
  return element;
}

/** The text a person sees in an element's shadow, white space made one. */
export function seen(element: LitElement, selector?: string): string {
  const root = selector ? element.renderRoot.querySelector(selector) : element.renderRoot;
  const clone = document.createElement('div');
  root?.childNodes.forEach((node) => clone.append(node.cloneNode(true)));
  clone.querySelectorAll('style').forEach((style) => style.remove());
  return (clone.textContent ?? '').replace(/\s+/g, ' ').trim();
}

export function one<T extends Element = HTMLElement>(element: LitElement, selector: string): T {
  const found = element.renderRoot.querySelector<T>(selector);
  if (!found) {
    throw new Error(`<${element.localName}> has no ${selector}`);
  }
  return found;
}

/** Numbers from 0 to under 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
