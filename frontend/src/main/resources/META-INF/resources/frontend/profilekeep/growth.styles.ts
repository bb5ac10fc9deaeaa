import { css } from 'lit';

export const growthStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    font-size: var(--pk-text-s);
  }
  .summary {
    margin: 0 0 var(--pk-space-3);
    color: var(--pk-ink-2);
    max-inline-size: 75ch;
  }
  .plot {
    flex: 1 1 var(--pk-growth-height, 17.5rem);
    min-block-size: 9rem;
    min-inline-size: 0;
    border-radius: var(--pk-radius-s);
    cursor: crosshair;
  }
  /* The picture was drawn for the screen: it shrinks to the paper as a whole */
  @media print {
    :host {
      height: auto !important;
    }
    .plot {
      flex: none;
      min-block-size: 0;
    }
    .plot > div {
      inline-size: 100% !important;
      block-size: auto !important;
    }
    .plot > div.tip,
    .plot > div:not(:has(svg)) {
      display: none !important;
    }
    .plot svg {
      position: static !important;
      inline-size: 100%;
      block-size: auto;
    }
  }
  .empty {
    display: grid;
    place-items: center;
    min-block-size: 7rem;
    margin: 0;
    padding: var(--pk-space-4);
    border: 1px dashed var(--pk-line-strong);
    border-radius: var(--pk-radius-m);
    color: var(--pk-ink-2);
    text-align: center;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: var(--pk-space-1) var(--pk-space-5);
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
  .legend b {
    color: var(--pk-ink);
    font-weight: 600;
  }
  .legend svg {
    flex: none;
    inline-size: 28px;
    block-size: 12px;
    overflow: visible;
  }
  .tip {
    padding: var(--pk-space-2) var(--pk-space-3);
    border-radius: var(--pk-radius-m);
    background: var(--pk-tooltip);
    color: var(--pk-on-tooltip);
    box-shadow: var(--pk-shadow-2);
    font: 400 var(--pk-text-s) / 1.45 var(--pk-font);
    font-variant-numeric: tabular-nums;
  }
  .tip p {
    margin: 0 0 0.15rem;
    font-weight: 600;
  }
  .tip div {
    display: flex;
    justify-content: space-between;
    gap: var(--pk-space-4);
  }
  .numbers {
    max-block-size: 18rem;
    margin-block-start: var(--pk-space-3);
    overflow: auto;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    text-align: end;
  }
  caption {
    margin-block-end: var(--pk-space-1);
    color: var(--pk-ink-2);
    text-align: start;
  }
  th {
    font-weight: 600;
  }
  th:first-child {
    text-align: start;
    font-weight: 400;
  }
  th,
  td {
    padding: var(--pk-space-1) var(--pk-space-2);
    border-block-end: 1px solid var(--pk-line);
  }
`;
