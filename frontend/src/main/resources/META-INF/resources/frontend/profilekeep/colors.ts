/** Colours of the theme as values that a canvas or ECharts takes. */

export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * The values that the theme's colour tokens have at `host` now. A token can hold `light-dark()`, which only a property
 * that is a colour resolves: hence the probe.
 */
export function tokenColors<T extends string>(host: Element, tokens: readonly T[]): Record<T, string> {
  const probe = document.createElement('span');
  probe.style.display = 'none';
  (host.shadowRoot ?? host).appendChild(probe);
  const colors = {} as Record<T, string>;
  for (const token of tokens) {
    probe.style.color = `var(${token})`;
    colors[token] = getComputedStyle(probe).color || 'currentcolor';
  }
  probe.remove();
  return colors;
}

/** Parses what browsers compute a colour to, and hexadecimal; black for anything else. */
export function parseColor(color: string): Rgb {
  const hex = /^#([0-9a-f]{6})$/i.exec(color.trim());
  if (hex) {
    const value = parseInt(hex[1], 16);
    return [value >> 16, (value >> 8) & 255, value & 255];
  }
  const rgb = /^rgba?\(\s*([\d.]+)[,\s]+([\d.]+)[,\s]+([\d.]+)/i.exec(color.trim());
  return rgb ? [Number(rgb[1]), Number(rgb[2]), Number(rgb[3])] : [0, 0, 0];
}

/** The colour a share of the way from one to another. */
export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const at = Math.min(1, Math.max(0, share));
  const part = (index: 0 | 1 | 2): number => Math.round(from[index] + (to[index] - from[index]) * at);
  return [part(0), part(1), part(2)];
}

export function cssColor([red, green, blue]: Rgb): string {
  return `rgb(${red}, ${green}, ${blue})`;
}
