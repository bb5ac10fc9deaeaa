import { html, nothing, render, type TemplateResult } from 'lit';
import { blocks, DAY, GB, growth, moments, NOW, rows, type Row } from './data.js';
import { formatBytes } from '@pk/format.ts';
import { language } from './texts.js';

const ago = (ms: number): string => new Date(NOW - ms).toISOString();

const ENTRIES = [
  ['readiness', 'Readiness'],
  ['health', 'Health'],
  ['container', 'Profiles'],
  ['space', 'Space'],
  ['backup', 'Backups'],
  ['failover', 'Failover'],
  ['drill', 'Drills'],
  ['job', 'Jobs'],
  ['audit', 'Audit'],
  ['settings', 'Settings'],
] as const;

function shell(current: string, view: TemplateResult, banner = false): TemplateResult {
  return html`<vaadin-app-layout class="pk-shell" primary-section="drawer">
    <a class="pk-skip-link" slot="drawer" href="#main">Skip to content</a>
    <header slot="drawer"><a class="pk-brand" href="#">ProfileKeep</a></header>
    <vaadin-side-nav slot="drawer" aria-label="Main">
      ${ENTRIES.map(
        ([icon, name]) =>
          html`<vaadin-side-nav-item path=${name === current ? location.pathname + location.search : `/x-${icon}`}>
            <pk-icon slot="prefix" name=${icon}></pk-icon>${name}
            ${name === 'Jobs' ? html`<span slot="suffix" class="pk-count">2</span>` : nothing}
          </vaadin-side-nav-item>`,
      )}
    </vaadin-side-nav>
    <footer class="pk-drawer-foot" slot="drawer">
      <pk-theme-switch></pk-theme-switch><pk-density-switch></pk-density-switch>
    </footer>
    <div class="pk-topbar" slot="navbar" role="search">
      <vaadin-drawer-toggle aria-label="Navigation"></vaadin-drawer-toggle>
      <vaadin-text-field class="pk-search" data-search placeholder="Name, account, SID or error code" accessible-name="Search"
        ><pk-icon slot="prefix" name="search"></pk-icon
      ></vaadin-text-field>
      <div class="pk-topbar-end">
        <vaadin-button theme="tertiary icon" aria-label="Keyboard shortcuts" class="pk-wide-only"><pk-icon name="keyboard"></pk-icon></vaadin-button>
        <vaadin-button theme="tertiary" aria-label="Ada Byron"><pk-icon name="user"></pk-icon><span class="pk-wide-only">&nbsp;Ada Byron</span></vaadin-button>
      </div>
    </div>
    ${banner
      ? html`<div class="pk-banner" role="region" aria-label="Incident">
          <pk-icon name="error"></pk-icon><span>London has not answered for 12 minutes. 1,204 people cannot fail over.</span>
          <a href="#" class="pk-end">What to do</a>
        </div>`
      : nothing}
    ${view}
    <nav class="pk-bottom-nav" aria-label="Main">
      ${[['readiness', 'Readiness'], ['health', 'Health'], ['container', 'Profiles'], ['job', 'Jobs'], ['more', 'More']].map(
        ([icon, name]) =>
          html`<a href="#" aria-current=${name === current ? 'page' : nothing}><pk-icon name=${icon}></pk-icon><span>${name}</span></a>`,
      )}
    </nav>
    <pk-shortcuts .shortcuts=${[{ keys: 'g r', description: 'Go to Readiness' }, { keys: 'g p', description: 'Go to Profiles' }]}></pk-shortcuts>
  </vaadin-app-layout>`;
}

function evidence(): TemplateResult {
  const mark = (answer: string, icon: string, label: string, sentence: string, source: string, ms: number): TemplateResult =>
    html`<li data-answer=${answer}>
      <pk-icon class="pk-evidence-mark" name=${icon} label=${label}></pk-icon>
      <span class="pk-evidence-sentence">${sentence}</span>
      <span class="pk-evidence-source">${source} · <pk-relative-time at=${ago(ms)}></pk-relative-time></span>
    </li>`;
  return html`<ul class="pk-evidence">
    ${mark('yes', 'check', 'Yes:', 'Nobody holds the file open.', 'FRA-FS01, open handles', 40_000)}
    ${mark('yes', 'check', 'Yes:', 'Both copies have the same content.', 'content maps', 5 * 3_600_000)}
    ${mark('no', 'close', 'No:', 'The volume was not closed cleanly.', '$Volume, dirty flag', 5 * 3_600_000)}
    ${mark('unknown', 'question', 'Not known:', 'Whether a host still keeps unflushed cache.', 'cannot be seen from the share', 3 * 60_000)}
  </ul>`;
}

const capacity = { used: 14.2 * GB, freeInside: 15.8 * GB, reclaimable: 6.1 * GB, maximum: 30 * GB };

function anna(): TemplateResult {
  return html`<vaadin-app-layout class="pk-shell" primary-section="drawer">
    <header slot="drawer" aria-label="Product" role="banner"><a class="pk-brand" href="#">ProfileKeep</a></header>
    <vaadin-side-nav slot="drawer" aria-label="Main"
      ><vaadin-side-nav-item path=${location.pathname + location.search}><pk-icon slot="prefix" name="profile"></pk-icon>My profile</vaadin-side-nav-item></vaadin-side-nav
    >
    <div class="pk-topbar" slot="navbar" role="region" aria-label="Page">
      <vaadin-drawer-toggle aria-label="Navigation"></vaadin-drawer-toggle>
      <span class="pk-narrow-only pk-brand" style="padding: 0">ProfileKeep</span>
      <div class="pk-topbar-end"><vaadin-button theme="tertiary" aria-label="Anna Müller"><pk-icon name="user"></pk-icon></vaadin-button></div>
    </div>
    <main class="pk-view pk-view-narrow pk-generous" id="main">
      <section class="pk-card pk-answer">
        <h1 style="font: inherit"><pk-status size="hero" status="ready" word="Your profile is fine"></pk-status></h1>
        <p>Last backup <pk-relative-time at=${ago(7.2 * 3_600_000)}></pk-relative-time>, also in London. Nothing is lost if your desktop does not open.</p>
        <vaadin-button theme="primary">My desktop does not open</vaadin-button>
      </section>
      <section class="pk-card">
        <h2>Room for your files</h2>
        <pk-capacity-bar .capacity=${{ ...capacity, reclaimable: 0 }}></pk-capacity-bar>
        <p class="pk-secondary">You have room for about 9 more months at the pace of the last three.</p>
      </section>
      <details class="pk-details"><summary>Details</summary><div class="pk-card">${facts()}</div></details>
    </main>
    <nav class="pk-bottom-nav" aria-label="Main">
      <a href="#" aria-current="page"><pk-icon name="profile"></pk-icon><span>My profile</span></a>
      <a href="#"><pk-icon name="undo"></pk-icon><span>Get files back</span></a>
      <a href="#"><pk-icon name="question"></pk-icon><span>Help</span></a>
    </nav>
  </vaadin-app-layout>`;
}

function facts(): TemplateResult {
  return html`<dl class="pk-facts">
    <dt>Person</dt><dd>Anna Müller, a.mueller</dd>
    <dt>SID</dt><dd><pk-copy value="S-1-5-21-3623811015-3361044348-30300820-1013" what="SID"></pk-copy></dd>
    <dt>File</dt><dd><pk-copy value="\\\\FRA-FS01\\profiles\\S-1-5-21-3623811015-3361044348-30300820-1013_a.mueller\\Profile_a.mueller.VHDX" what="path"></pk-copy></dd>
    <dt>Set</dt><dd>Office desktops <span theme="badge">Cloud Cache</span></dd>
    <dt>Last inventory</dt><dd><pk-relative-time at=${ago(5 * 3_600_000)}></pk-relative-time></dd>
  </dl>`;
}

function gridCells(): void {
  const grid = document.querySelector('vaadin-grid') as unknown as { items: Row[] } & Element;
  if (!grid) return;
  const column = (path: string, renderer: (row: Row) => TemplateResult): void => {
    const element = grid.querySelector(`[data-c="${path}"]`) as unknown as { renderer: unknown };
    element.renderer = (root: HTMLElement, _: unknown, { item }: { item: Row }) => render(renderer(item), root);
  };
  column('name', (row) => html`<div class="pk-cell"><span>${row.name}</span><span>${row.account}</span></div>`);
  column('status', (row) => html`<pk-status plain status=${row.status} word=${row.word}></pk-status>`);
  column('capacity', (row) => html`<pk-capacity-bar no-legend .capacity=${{ used: row.used, freeInside: row.maximum - row.used, reclaimable: row.file - row.used, maximum: row.maximum }}></pk-capacity-bar>`);
  column('file', (row) => html`<div class="pk-number">${formatBytes(row.file, language)}</div>`);
  column('seen', (row) => html`<pk-relative-time at=${row.seen}></pk-relative-time>`);
  grid.items = rows(200);
}

function profiles(): TemplateResult {
  setTimeout(gridCells);
  return shell(
    'Profiles',
    html`<main class="pk-view" id="main">
      <header class="pk-page-header">
        <h1>Profiles</h1>
        <p class="pk-page-lead">4,982 of 5,000 containers were read last night; 18 could not be, and why is listed.</p>
        <div class="pk-page-actions"><vaadin-button theme="primary">Run inventory</vaadin-button></div>
      </header>
      <div class="pk-toolbar">
        <vaadin-text-field class="pk-toolbar-search" placeholder="Name or SID" accessible-name="Search containers" clear-button-visible><pk-icon slot="prefix" name="search"></pk-icon></vaadin-text-field>
        <div class="pk-chips" role="group" aria-label="Filter">
          ${[['Frankfurt', true], ['London', false], ['Profile', false], ['ODFC', false], ['In use', false], ['Lagging', true]].map(
            ([name, on]) => html`<button class="pk-chip" aria-pressed=${String(on)}>${name} <b>${on ? '2,104' : ''}</b></button>`,
          )}
        </div>
        <div class="pk-toolbar-end">
          <span class="pk-toolbar-count">200 of 5,000 · 3.1 TB</span>
          <vaadin-button theme="icon" aria-label="Columns"><pk-icon name="columns"></pk-icon></vaadin-button>
          <vaadin-button theme="icon" aria-label="Export"><pk-icon name="download"></pk-icon></vaadin-button>
        </div>
      </div>
      <vaadin-grid class="pk-grid-fill pk-wide-only" style="block-size: 30rem">
        <vaadin-grid-sort-column data-c="name" path="name" header="Person" width="14rem"></vaadin-grid-sort-column>
        <vaadin-grid-sort-column data-c="status" path="word" header="State" width="9rem" flex-grow="0"></vaadin-grid-sort-column>
        <vaadin-grid-column path="site" header="Site" width="7rem" flex-grow="0"></vaadin-grid-column>
        <vaadin-grid-column path="kind" header="Kind" width="6rem" flex-grow="0"></vaadin-grid-column>
        <vaadin-grid-column data-c="capacity" header="Capacity" width="12rem"></vaadin-grid-column>
        <vaadin-grid-column data-c="file" header="File size" width="7rem" flex-grow="0" text-align="end"></vaadin-grid-column>
        <vaadin-grid-column data-c="seen" header="Last read" width="9rem" flex-grow="0"></vaadin-grid-column>
      </vaadin-grid>
      <ul class="pk-rows pk-narrow-only">
        ${rows(9).map(
          (row) => html`<li><a class="pk-row" href="#"><span class="pk-cell"><span>${row.name}</span><span>${row.kind} · ${row.site} · ${formatBytes(row.file, language)}</span></span><pk-status status=${row.status} word=${row.word}></pk-status></a></li>`,
        )}
      </ul>
    </main>`,
    true,
  );
}

function detail(): TemplateResult {
  const forecast = [30, 60, 90].map((days) => [NOW + days * DAY, (25.5 + days * 0.035) * GB, (25 + days * 0.02) * GB, (25.9 + days * 0.055) * GB] as const);
  return shell(
    'Profiles',
    html`<main class="pk-view" id="main">
      <header class="pk-page-header">
        <nav class="pk-breadcrumb" aria-label="Where you are"><span><a href="#">Profiles</a></span><span>Anna Müller</span></nav>
        <h1>Anna Müller <pk-status size="large" status="degraded" word="Lagging"></pk-status></h1>
        <p class="pk-page-lead">The copy in London is 26 hours behind. Nothing is lost while Frankfurt stands.</p>
        <div class="pk-page-actions"><vaadin-button>Check now</vaadin-button><vaadin-button theme="primary">Replicate now</vaadin-button></div>
      </header>
      <div class="pk-split">
        <div class="pk-stack">
          <section class="pk-card"><h2>Why</h2>${evidence()}</section>
          <section class="pk-card"><h2>Size over time</h2>
            <pk-growth-chart show-summary .growth=${{ summary: 'Grew by 1.1 GB a month since August; full in April at this pace.', copies: [{ name: 'Frankfurt', points: growth(90, 19 * GB, 26.5 * GB, true) }], maximum: 30 * GB, forecast }}></pk-growth-chart>
          </section>
        </div>
        <div class="pk-stack">
          <section class="pk-card"><h2>Capacity</h2><pk-capacity-bar .capacity=${capacity}></pk-capacity-bar></section>
          <section class="pk-card"><h2>Facts</h2>${facts()}</section>
        </div>
      </div>
      <section class="pk-card"><pk-block-map label="Blocks in Frankfurt" .blocks=${blocks(960)}></pk-block-map></section>
      <section class="pk-card"><h2>Both copies</h2>
        <pk-growth-chart .growth=${{ summary: 'Both copies grew alike until yesterday.', copies: [{ name: 'Frankfurt', points: growth(400, 12 * GB, 25 * GB, true) }, { name: 'London', points: growth(400, 11 * GB, 24 * GB, true, 9) }, { name: 'Drill clone', points: growth(200, 6 * GB, 9 * GB, true, 5) }], maximum: 30 * GB }}></pk-growth-chart>
      </section>
      <section class="pk-card"><pk-block-map label="A large disk: 65,536 blocks" .blocks=${blocks(65_536, 5)}></pk-block-map></section>
    </main>`,
  );
}

function timelines(): TemplateResult {
  const ours = moments(30, 8, 12, 6);
  return shell(
    'Backups',
    html`<main class="pk-view pk-view-narrow" id="main">
      <header class="pk-page-header"><span class="pk-eyebrow">Gallery</span><h1>Moments</h1></header>
      <section class="pk-card"><h2>Three nights</h2><pk-timeline label="Three nights" .now=${NOW} .moments=${moments(3, 0, 0, 0)}></pk-timeline></section>
      <section class="pk-card"><h2>As retention leaves them</h2><pk-timeline label="As retention leaves them" .now=${NOW} .moments=${ours} selected=${ours[6].id}></pk-timeline></section>
      <section class="pk-card"><h2>In use for days</h2><pk-timeline label="In use for days" .now=${NOW} .moments=${moments(12, 0, 0, 0).slice(4)} .gap=${{ from: NOW - 4 * DAY, label: 'In use at every try since Thursday' }}></pk-timeline></section>
      <section class="pk-card"><h2>400 nights</h2><pk-timeline label="400 nights" .now=${NOW} .moments=${moments(400, 0, 0, 0)}></pk-timeline></section>
    </main>`,
  );
}

function readiness(): TemplateResult {
  return shell(
    'Readiness',
    html`<main class="pk-view" id="main">
      <header class="pk-page-header">
        <h1>If Frankfurt died now, 4,811 of 5,000 could work in London</h1>
        <p class="pk-page-lead">They would lose 26 minutes at most, as proved <pk-relative-time at=${ago(5 * 3_600_000)}></pk-relative-time>. 31 are not known.</p>
        <div class="pk-page-actions"><vaadin-button theme="primary">Prove again</vaadin-button></div>
      </header>
      <div class="pk-tiles">
        ${[
          ['Ready', '4,811', '96 %', 'ready', 'Ready'],
          ['Degraded', '102', '', 'degraded', 'Late by more than 4 h'],
          ['Not ready', '56', '', 'not-ready', 'No sound copy'],
          ['Unknown', '31', '', 'unknown', 'Not read for 3 days'],
        ].map(
          ([label, value, unit, status, note]) => html`<div class="pk-tile">
            <span class="pk-tile-label">${label}</span>
            <span class="pk-tile-value">${value} <small>${unit}</small></span>
            <span class="pk-tile-note"><pk-status plain status=${status} word=${note}></pk-status></span>
          </div>`,
        )}
      </div>
      <section class="pk-section">
        <div class="pk-section-header"><h2>By set</h2><p>Worst first</p></div>
        <div class="pk-cards">
          ${['Office desktops', 'Trading floor', 'Call centre'].map(
            (name, index) => html`<a class="pk-card" href="#">
              <div class="pk-card-header"><h3>${name}</h3><pk-status status=${['not-ready', 'degraded', 'ready'][index]} word=${['Not ready', 'Degraded', 'Ready'][index]}></pk-status></div>
              <div class="pk-line"><span>${['56 people could not work', '102 would lose hours', 'All 1,900 could work'][index]}</span>
              <pk-sparkline class="pk-end" .values=${[9, 8, 8, 6, 7, 5, 3].map((value) => (index === 2 ? 10 - value : value))} summary="falling for a week"></pk-sparkline></div>
            </a>`,
          )}
        </div>
      </section>
      <div class="pk-note"><pk-icon name="info"></pk-icon><span>18 containers were in use all night and are proved again once they are free.</span></div>
      <div class="pk-note pk-note-warning"><pk-icon name="warning"></pk-icon><span>The last drill is 94 days old; the policy asks for one in 90.</span></div>
      <section class="pk-card"><h2>Last drill</h2>
        <ol class="pk-steps">
          <li data-state="done"><pk-icon name="check" label="Done:"></pk-icon><span>Clone 40 test profiles</span><span class="pk-tertiary pk-small">2 min</span></li>
          <li data-state="now"><pk-icon name="play" label="Now:"></pk-icon><span>Fail over to London</span><span class="pk-tertiary pk-small">now</span></li>
          <li data-state="next"><pk-icon name="clock" label="Next:"></pk-icon><span>Write at London and fail back</span><span class="pk-tertiary pk-small">planned 12 min</span></li>
        </ol>
      </section>
    </main>`,
  );
}

function components(): TemplateResult {
  const names = ['ready', 'degraded', 'not-ready', 'unknown', 'in-use', 'info', 'running', 'paused'];
  const words = ['Ready', 'Degraded', 'Not ready', 'Unknown', 'In use', 'Note', 'Running', 'Paused'];
  return shell(
    'Settings',
    html`<main class="pk-view" id="main">
      <header class="pk-page-header"><span class="pk-eyebrow">Gallery</span><h1>Components</h1></header>
      <section class="pk-card">
        <h2>Status</h2>
        <div class="pk-line">${names.map((name, index) => html`<pk-status status=${name} word=${words[index]}></pk-status>`)}</div>
        <div class="pk-line">${names.map((name, index) => html`<pk-status plain status=${name} word=${words[index]}></pk-status>`)}</div>
        <pk-status size="hero" status="not-ready" word="Your desktop cannot open right now"></pk-status>
      </section>
      <section class="pk-card">
        <h2>Buttons</h2>
        <div class="pk-actions">
          <vaadin-button theme="primary">Primary</vaadin-button><vaadin-button>Secondary</vaadin-button><vaadin-button theme="tertiary">Tertiary</vaadin-button>
          <vaadin-button theme="error">Delete</vaadin-button><vaadin-button theme="primary error">Fail over 5,000 people</vaadin-button><vaadin-button disabled>Not now</vaadin-button>
          <vaadin-button theme="icon" aria-label="Refresh"><pk-icon name="refresh"></pk-icon></vaadin-button><vaadin-button theme="primary large">Large</vaadin-button>
          <vaadin-button theme="small">Small</vaadin-button>
        </div>
      </section>
      <section class="pk-card"><h2>Form</h2>
        <div class="pk-form">
          <vaadin-text-field label="Name of the location" value="FRA profiles" helper-text="What people will read in lists"></vaadin-text-field>
          <vaadin-text-field label="Share" value="FRA-FS01" invalid error-message="Two backslashes at the beginning, then server and share."></vaadin-text-field>
          <vaadin-select label="Mode" value="observe" .items=${[{ label: 'Observe', value: 'observe' }]}></vaadin-select>
          <vaadin-text-area label="Reason" placeholder="Why now?"></vaadin-text-area>
          <vaadin-checkbox label="Signing required" checked></vaadin-checkbox><vaadin-checkbox label="Encryption required"></vaadin-checkbox>
          <vaadin-radio-group label="Site"><vaadin-radio-button label="Frankfurt" value="f" checked></vaadin-radio-button><vaadin-radio-button label="London" value="l"></vaadin-radio-button></vaadin-radio-group>
        </div>
      </section>
      <section class="pk-card"><h2>A long job</h2>
        <div class="pk-job"><span>Reading containers in Frankfurt</span><vaadin-progress-bar value="0.43" aria-label="Inventory"></vaadin-progress-bar>
          <div class="pk-job-facts"><span><b>2,150</b> of <b>5,000</b></span><span><b>31</b> a second</span><span>about <b>2 min</b> left</span></div></div>
        <vaadin-tabs><vaadin-tab>Runs</vaadin-tab><vaadin-tab>Schedule</vaadin-tab><vaadin-tab>Failures</vaadin-tab></vaadin-tabs>
        <vaadin-details summary="What failed and why"><span>3 containers</span></vaadin-details>
      </section>
      <section class="pk-cards">
        <div class="pk-card"><div class="pk-empty"><pk-icon name="drill"></pk-icon><h3>No drill yet</h3><p>Here the drills would be, with what was tried and how fast. The first one needs a plan and two test users.</p><vaadin-button theme="primary">Plan a drill</vaadin-button></div></div>
        <div class="pk-card"><h3>Loading</h3><div aria-hidden="true"><span class="pk-skeleton" style="--pk-skeleton-height: 2rem"></span><span class="pk-skeleton pk-skeleton-text"></span><span class="pk-skeleton pk-skeleton-text"></span></div></div>
        <div class="pk-error" role="alert"><span><pk-icon name="error"></pk-icon> The list could not be loaded</span><p>The database did not answer for 10 seconds. Nothing was changed. Try again in a minute.</p><p class="pk-error-id">Id <pk-copy value="7f3a-99c2" what="id"></pk-copy></p></div>
      </section>
      <section class="pk-card"><h2>Icons</h2><div class="pk-line" style="font-size: 1.25rem">${icons()}</div></section>
      <section class="pk-card"><h2>Capacity</h2>
        <pk-capacity-bar .capacity=${capacity}></pk-capacity-bar>
        <pk-capacity-bar .capacity=${{ used: 31 * GB, freeInside: 1 * GB, reclaimable: 0, maximum: 30 * GB }}></pk-capacity-bar>
      </section>
      <section class="pk-card"><pk-growth-chart .growth=${{ summary: 'Nothing yet.', copies: [] }}></pk-growth-chart></section>
    </main>`,
  );
}

function icons(): TemplateResult[] {
  const names = 'profile help-user lock unlock request container readiness health space backup failover drill job audit settings site search filter columns download refresh play stop pause plus close check more menu chevron-down chevron-right chevron-left arrow-right arrow-up arrow-down external copy clock calendar sun moon system dense comfortable keyboard question info warning error user sign-out language edit delete undo';
  return names.split(' ').map((name) => html`<pk-icon name=${name} title=${name}></pk-icon>`);
}

function dialog(): TemplateResult {
  setTimeout(() => {
    const element = document.querySelector('vaadin-confirm-dialog') as unknown as { opened: boolean };
    element.opened = true;
    const notification = document.querySelector('vaadin-notification') as unknown as { renderer: unknown; opened: boolean };
    notification.renderer = (root: HTMLElement) => (root.textContent = 'The lock of Anna Müller was cleared.');
    notification.opened = true;
  });
  return html`${detail()}
    <vaadin-notification theme="success" position="bottom-start" duration="0"></vaadin-notification>
    <vaadin-confirm-dialog header="Fail over the Trading floor to London?" confirm-text="Fail over 412 people" confirm-theme="error primary" cancel-button-visible cancel-text="Leave as it is">
      <div class="pk-stack">
        <div class="pk-consequence"><b>412 people are signed out within 5 minutes.</b><span>38 of them would lose up to 26 minutes of work; 4 have no copy in London and cannot sign in.</span></div>
        <vaadin-text-area label="Reason" helper-text="Goes into the audit trail" required></vaadin-text-area>
      </div>
    </vaadin-confirm-dialog>`;
}

export const pages: Record<string, () => TemplateResult> = { anna, profiles, detail, readiness, moments: timelines, components, dialog };
