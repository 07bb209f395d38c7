// A workspace, a server and a browser for each test; whatever the browser complains of fails the test.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

// Our own text: two speakers, one claim inside another.
export const ARTICLE = `Le maire, Paul Roche, a affirmé lundi que le pont Neuf était sûr. Selon l’inspecteur Marc Vial, trois fissures ont été relevées en mars.

« Nous rouvrirons le pont avant l’été », a promis le maire. Anne Morel a rappelé que le préfet avait jugé le pont « dangereux ». Les riverains attendent. La commune compte 3 000 habitants.
`;

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export class Desk {
  static async open() {
    const desk = new Desk();
    desk.directory = mkdtempSync(join(tmpdir(), 'dixit-browser-'));
    desk.workspace = join(desk.directory, 'ws');
    desk.dixit('init', desk.workspace);
    desk.add(ARTICLE);
    await desk.serve();
    desk.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
    desk.complaints = [];
    return desk;
  }

  async serve(port = '0') {
    this.server = spawn(process.env.DIXIT, this.arguments('serve', '--port', port), { env: this.environment(), stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface(this.server.stdout)) {
      const place = line.match(/http:\/\/[^/ ]+/);
      if (place) { this.base = place[0]; break; }
    }
  }

  // The server goes and comes again on the same port; everybody has to sign in anew.
  async restart() {
    const gone = new Promise(resolve => this.server.once('exit', resolve));
    this.server.kill();
    await gone;
    await this.serve(this.base.split(':').at(-1));
  }

  arguments(...rest) { return ['--workspace', this.workspace, '--reviewer', 'Inès', ...rest]; }
  environment() { return { ...process.env, DIXIT_CONFIG: join(this.directory, 'config'), DIXIT_NOW: '2026-03-11T09:00:00Z' }; }

  dixit(...rest) {
    try {
      return execFileSync(process.env.DIXIT, this.arguments(...rest), { env: this.environment(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      assert.equal(error.status, 1, error.stderr); // 1 says that there is something to look at
      return error.stdout;
    }
  }

  add(text) {
    const file = join(this.directory, 'pont.txt');
    writeFileSync(file, text);
    this.dixit('add', file, '--as', 'pont', '--lang', 'fr', '--date', '2026-03-10', '--title', 'Le pont');
  }

  journal() { return readFileSync(join(this.workspace, 'journal.jsonl'), 'utf8').trimEnd().split('\n').map(line => JSON.parse(line)); }

  // A window of somebody who is signed in.
  async window(name, options = {}) {
    const context = await this.browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 }, baseURL: this.base, ...options });
    const page = await context.newPage();
    page.on('pageerror', error => this.complaints.push(`error: ${error.message}`));
    page.on('console', message => {
      const text = message.text();
      // A refusal that a test asks for is told as a failed load; everything else counts, breaches of the policy first.
      if (message.type() === 'error' && !/status of (409|422)/.test(text)) this.complaints.push(text);
    });
    page.on('request', request => { if (!request.url().startsWith(this.base)) this.complaints.push(`asks ${request.url()}`); });
    await page.addInitScript(() => addEventListener('securitypolicyviolation', event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)));
    if (name) {
      await page.goto('/sign-in');
      await page.getByLabel('Your name').fill(name);
      await page.locator('.sign-in button').click();
    }
    return page;
  }

  // What axe-core finds that is serious. It is put in by the browser's debugger, which the page's policy does not bind.
  async serious(page) {
    const session = await page.context().newCDPSession(page);
    await session.send('Runtime.evaluate', { expression: axe });
    const expression = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(found => JSON.stringify(found.violations.filter(one => ['serious', 'critical'].includes(one.impact))
      .map(one => [one.id, one.nodes.map(node => node.html)])))`;
    const { result } = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    await session.detach();
    return JSON.parse(result.value);
  }

  async close() {
    await this.browser.close();
    this.server.kill();
    rmSync(this.directory, { recursive: true });
    assert.deepEqual(this.complaints, []);
  }
}

// Selects words in the text, as a mouse would, from one letter to another.
export async function select(page, words) {
  await page.evaluate(words => {
    const walker = document.createTreeWalker(document.querySelector('.text[data-article], .context'), NodeFilter.SHOW_TEXT,
      node => node.parentElement.closest('.w') ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT);
    const pieces = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) pieces.push(node);
    const whole = pieces.map(node => node.data).join('');
    const start = whole.indexOf(words);
    if (start < 0) throw new Error(`no such words: ${words}`);
    const point = at => {
      for (const node of pieces) {
        if (at <= node.data.length) return [node, at];
        at -= node.data.length;
      }
    };
    const range = document.createRange();
    range.setStart(...point(start));
    range.setEnd(...point(start + words.length));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }, words);
}
