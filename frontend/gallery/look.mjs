// Opens every page of the built gallery in headless Chromium: light, dark, phone; keeps a picture of each in
// target/gallery-shots, and fails on page errors, sideways scrolling, requests elsewhere and axe violations.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { mkdirSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const site = at('../target/gallery');
const shots = at('../target/gallery-shots');
mkdirSync(shots, { recursive: true });
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };
const server = createServer(async (request, response) => {
  const path = normalize(new URL(request.url, 'http://gallery').pathname).replace(/^(\.\.[/\\])+/, '');
  try {
    const body = await readFile(join(site, path === '/' ? 'index.html' : path));
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/html' }).end(body);
  } catch {
    response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
  }
}).listen(0, '127.0.0.1');
await new Promise((ready) => server.once('listening', ready));
const origin = `http://127.0.0.1:${server.address().port}`;

const WAYS = [
  { name: 'light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: 'dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  { name: 'phone', viewport: { width: 360, height: 740 }, colorScheme: 'light', hasTouch: true, isMobile: true },
  { name: 'phone-dark', viewport: { width: 360, height: 740 }, colorScheme: 'dark', hasTouch: true, isMobile: true },
  { name: 'dense', viewport: { width: 1920, height: 1080 }, colorScheme: 'light', dense: true },
];
const PAGES = ['anna', 'readiness', 'profiles', 'detail', 'moments', 'components', 'dialog'];
const only = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--no-first-run',
    '--disable-component-update',
    '--disable-sync',
  ],
});
const faults = [];

/** Prints the page the way the portal lays it out (everything as high as the window) and looks for what paper cuts off. */
async function onPaper(tab) {
  await tab.setViewportSize({ width: 1440, height: 900 });
  await tab.addStyleTag({ content: 'html, body, vaadin-app-layout { height: 100% }' });
  await tab.pdf({ path: join(shots, 'detail-paper.pdf'), format: 'A4', printBackground: true });
  await tab.setViewportSize({ width: 720, height: 1000 });
  await tab.emulateMedia({ media: 'print' });
  return tab.evaluate(() => {
    const cut = document.querySelector('vaadin-app-layout').shadowRoot.querySelector('[content]');
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return [
      ...(cut.scrollHeight > cut.clientHeight + 1 ? [`${cut.scrollHeight - cut.clientHeight} px are cut off below`] : []),
      ...(wide > 0 ? [`${wide} px are cut off at the side`] : []),
    ];
  });
}
for (const { name, dense, ...options } of WAYS) {
  for (const page of PAGES) {
    const title = `${page}-${name}`;
    if (only.length > 0 && !only.includes(title) && !only.includes(page)) {
      continue;
    }
    const context = await browser.newContext({ ...options, locale: 'en-GB', timezoneId: 'Europe/Berlin' });
    if (dense) {
      await context.addInitScript(() => localStorage.setItem('pk-density', 'compact'));
    }
    const tab = await context.newPage();
    tab.on('pageerror', (error) => faults.push(`${title}: ${error.message}`));
    tab.on('console', (message) => {
      if (['warning', 'error'].includes(message.type())) {
        faults.push(`${title}: ${message.text()}`);
      }
    });
    tab.on('request', (request) => {
      if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) {
        faults.push(`${title}: asks elsewhere: ${request.url()}`);
      }
    });
    await tab.goto(`${origin}/?page=${page}`);
    await tab.locator('main').first().waitFor();
    if (['detail', 'dialog'].includes(page)) {
      await tab.locator('pk-growth-chart .plot svg').first().waitFor({ state: 'attached' });
    }
    await tab.evaluate(() => document.fonts.ready);
    await tab.evaluate(() => Promise.all(document.getAnimations().map((a) => (a.effect?.getComputedTiming().iterations === Infinity ? null : a.finished.catch(() => null)))));
    const sideways = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (sideways > 0) {
      faults.push(`${title}: scrolls sideways by ${sideways} px`);
    }
    await tab.evaluate(axe);
    // Vaadin gives the footer of its dialog the role toolbar and hides the page behind; the page has its own turn
    const result = await tab.evaluate(() =>
      window.axe.run(document.querySelector('vaadin-confirm-dialog-overlay') ?? document, {
        rules: { 'aria-allowed-role': { enabled: !document.querySelector('vaadin-confirm-dialog-overlay') } },
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      }),
    );
    for (const { id, help, nodes } of result.violations) {
      faults.push(`${title}: axe ${id}: ${help}\n    ${nodes.map((node) => `${node.target.flat().join(' ')} ${node.any[0]?.message ?? ''}`).slice(0, 6).join('\n    ')}`);
    }
    await tab.screenshot({ path: join(shots, `${title}.png`), fullPage: page !== 'dialog' });
    if (title === 'detail-light') {
      faults.push(...(await onPaper(tab)).map((fault) => `${page}-paper: ${fault}`));
    }
    await context.close();
  }
}
await browser.close();
server.close();
console.log(faults.length === 0 ? 'gallery: no faults' : faults.join('\n'));
process.exitCode = faults.length === 0 ? 0 : 1;
