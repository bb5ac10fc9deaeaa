import { describe, expect, test } from 'vitest';
import { ICONS } from '@pk/icons.js';
import { STATUSES } from '@pk/pk-status.js';
import { bundle, ELEMENTS, files, read } from './support.js';

/** The constants of a Java enum, as their attribute values. */
function constants(name: string): string[] {
  const source = read('src/main/java/dev/profilekeep/ui', `${name}.java`);
  const body = source.slice(source.indexOf(`enum ${name} {`) + `enum ${name} {`.length, source.indexOf(';', source.indexOf(`enum ${name} {`)));
  return body
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split(',')
    .map((constant) => constant.trim().toLowerCase().replaceAll('_', '-'))
    .filter((constant) => constant !== '');
}

test('every symbol that Java names is drawn, and nothing else', () => {
  const drawn = Object.keys(ICONS).filter((name) => !name.startsWith('status-'));
  expect(drawn.sort()).toEqual(constants('Symbol').sort());
});

test('every status that Java names has a shape of its own and words', () => {
  expect([...STATUSES].sort()).toEqual(constants('Status').sort());
  const shapes = STATUSES.map((status) => JSON.stringify(ICONS[`status-${status}`]));
  expect(new Set(shapes).size).toBe(STATUSES.length);
  for (const status of STATUSES) {
    expect(bundle().get(`status.${status}`)).toBeTruthy();
  }
});

test('every path of an icon is a path within its box', () => {
  for (const [name, paths] of Object.entries(ICONS)) {
    for (const path of paths) {
      expect(path, name).toMatch(/^[!~]?[Mm][\dMmLlHhVvCcSsAaZz .-]+$/);
    }
  }
});

describe('the words', () => {
  test('are the same keys in English and German, with the same gaps', () => {
    const [english, german] = [bundle(), bundle('_de')];
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of english) {
      const gaps = (value: string): string[] => (value.match(/\{\w+\}/g) ?? []).sort();
      expect(gaps(german.get(key) ?? ''), key).toEqual(gaps(text));
    }
  });

  test.each([
    ['pk-relative-time', 'relative-time'],
    ['pk-copy', 'copy'],
    ['pk-growth-chart', 'growth'],
    ['pk-block-map', 'block-map'],
    ['pk-shortcuts', 'shortcuts'],
    ['pk-connection', 'connection'],
    ['pk-timeline', 'timeline'],
  ])('of <%s> that are asked for are there', (tag, group) => {
    const asked = [...read(ELEMENTS, `${tag}.ts`).matchAll(/this\.text\('([\w-]+)'/g)].map(([, key]) => key);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((key) => !bundle().has(`${group}.${key}`))).toEqual([]);
  });
});

test('every element is described, and made by one Java class', () => {
  const tags = files(ELEMENTS, '.ts').flatMap((file) => [...read(file).matchAll(/^define\('([\w-]+)'/gm)].map(([, tag]) => tag));
  const java = files('src/main/java', '.java').map((file) => read(file)).join('\n');
  expect(tags).toHaveLength(13);
  for (const tag of tags) {
    expect(java.split(`@Tag("${tag}")`), tag).toHaveLength(2);
    expect(java, tag).toContain(`@JsModule("./profilekeep/${tag}.ts")`);
  }
});
