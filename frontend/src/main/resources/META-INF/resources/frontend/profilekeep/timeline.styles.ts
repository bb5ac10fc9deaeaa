import { css } from 'lit';

export const timelineStyles = css`
  :host {
    display: block;
    /* as wide as its place allows: a picture that follows the width must not make it */
    inline-size: 100%;
    min-inline-size: 0;
    font-size: var(--pk-text-s);
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--pk-space-1) var(--pk-space-2);
    margin-block-end: var(--pk-space-2);
  }
  .spans {
    display: inline-flex;
    flex-wrap: wrap;
    gap: var(--pk-space-1);
  }
  .bar button {
    min-block-size: 1.75rem;
    padding: 0 var(--pk-space-2);
    border: 1px solid transparent;
    border-radius: var(--pk-radius-m);
    background: transparent;
    color: var(--pk-ink-2);
    cursor: pointer;
  }
  .bar button:hover {
    background: var(--pk-hover);
  }
  .bar button[aria-pressed='true'] {
    border-color: var(--pk-accent);
    color: var(--pk-accent);
    font-weight: 600;
  }
  .bar button[disabled] {
    color: var(--pk-ink-off);
    cursor: default;
    background: transparent;
  }
  .moves {
    display: inline-flex;
    margin-inline-start: auto;
  }
  .tight {
    gap: 0;
  }
  .tight .spans {
    gap: 0;
  }
  .tight .word {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (pointer: coarse), (max-width: 719.98px) {
    .bar button {
      min-block-size: 2.75rem;
      min-inline-size: 2.75rem;
    }
  }
  .surface {
    display: block;
    border: 1px solid var(--pk-line);
    border-radius: var(--pk-radius-m);
    background: var(--pk-surface);
    cursor: pointer;
    touch-action: pan-y;
    overflow: hidden;
  }
  svg {
    display: block;
    overflow: hidden;
    user-select: none;
    forced-color-adjust: none;
  }
  .line {
    stroke: var(--pk-line-strong);
  }
  .tick {
    stroke: var(--pk-line);
  }
  text {
    fill: var(--pk-ink-3);
    font-family: var(--pk-font);
    font-size: 12px;
  }
  .backup {
    fill: var(--pk-data-1);
    stroke: var(--pk-surface);
    stroke-width: 1.5;
  }
  .ring {
    fill: none;
    stroke: var(--pk-data-1);
    stroke-width: 1.5;
  }
  .server {
    fill: var(--pk-surface);
    stroke: var(--pk-data-2);
    stroke-width: 2;
  }
  .pin {
    fill: var(--pk-ink);
    stroke: var(--pk-ink);
    stroke-width: 1.25;
  }
  .many {
    fill: var(--pk-accent-soft);
    stroke: var(--pk-data-1);
    stroke-width: 1.5;
  }
  .mark text {
    fill: var(--pk-ink);
    font-weight: 600;
  }
  .stem {
    stroke: var(--pk-ink-3);
    stroke-dasharray: 2 2;
  }
  .current .halo {
    fill: var(--pk-hover);
    stroke: var(--pk-ink-3);
  }
  .chosen .halo {
    fill: var(--pk-accent-soft);
    stroke: var(--pk-accent);
    stroke-width: 2;
  }
  .chosen .stem {
    stroke: var(--pk-accent);
    stroke-dasharray: none;
    stroke-width: 2;
  }
  .halo {
    fill: none;
    stroke: none;
  }
  .gap {
    fill: var(--pk-in-use-soft);
  }
  .gap-lines {
    stroke: var(--pk-in-use);
    opacity: 0.55;
  }
  .strip {
    display: block;
    margin-block-start: var(--pk-space-1);
    cursor: ew-resize;
    touch-action: pan-y;
  }
  .strip .ground {
    fill: var(--pk-sunken);
  }
  .strip .seen {
    fill: var(--pk-accent-soft);
    stroke: var(--pk-accent);
  }
  .strip .dot {
    fill: var(--pk-ink-3);
  }
  .told {
    margin: var(--pk-space-2) 0 0;
    min-block-size: 1.5em;
    color: var(--pk-ink-2);
    font-size: var(--pk-text-m);
    overflow-wrap: anywhere;
  }
  .told b {
    color: var(--pk-ink);
    font-weight: 600;
  }
  .told .is-chosen {
    color: var(--pk-accent);
    font-weight: 600;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: var(--pk-space-1) var(--pk-space-4);
    margin: var(--pk-space-2) 0 0;
    padding: 0;
    list-style: none;
    color: var(--pk-ink-2);
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: var(--pk-space-2);
  }
  .legend svg {
    flex: none;
    overflow: visible;
  }
  @media (prefers-reduced-motion: no-preference) {
    .halo {
      transition: fill 120ms;
    }
  }
  @media print {
    .bar,
    .strip {
      display: none;
    }
  }
`;
