/** Reads the components' texts from the Java bundle and gives them to the elements, as Java does. */
import english from '../src/main/resources/dev/profilekeep/ui/texts.properties?raw';
import german from '../src/main/resources/dev/profilekeep/ui/texts_de.properties?raw';

export const language = new URLSearchParams(location.search).get('lang') ?? 'en';

const all = new Map(
  (language === 'de' ? german : english)
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
);

const GROUPS: Readonly<Record<string, string>> = {
  'pk-relative-time': 'relative-time',
  'pk-copy': 'copy',
  'pk-theme-switch': 'theme-switch',
  'pk-density-switch': 'density-switch',
  'pk-capacity-bar': 'capacity',
  'pk-growth-chart': 'growth',
  'pk-block-map': 'block-map',
  'pk-shortcuts': 'shortcuts',
  'pk-timeline': 'timeline',
};

export function text(key: string): string {
  return all.get(key) ?? `!${key}`;
}

export function give(root: ParentNode): void {
  for (const [tag, group] of Object.entries(GROUPS)) {
    const texts = Object.fromEntries(
      [...all].filter(([key]) => key.startsWith(`${group}.`)).map(([key, value]) => [key.slice(group.length + 1), value]),
    );
    for (const element of root.querySelectorAll<HTMLElement & { texts: unknown; locale: string; given?: boolean }>(tag)) {
      if (!element.given) {
        element.given = true;
        element.texts = texts;
        element.locale = language;
      }
    }
  }
}
