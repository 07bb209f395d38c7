import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { chromium } from 'playwright-core';

// Our own text: a claim in two pieces, one over two paragraphs, accents and typographic marks.
const TEXT = `« Le pont, a annoncé lundi la préfète Agnès Colin, restera fermé trois mois. »

Selon le maire de Vaux, près de 300 habitants sont isolés. Il a accusé l’État d’avoir négligé l’entretien.

« Nous attendons. Nous attendons encore.

« Et nous partirons », a dit Paul Roux.
`;

const pages = new URL('../pages/', import.meta.url).pathname;
let browser, client, folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dixit-annotations-'));
  client = buildSync({ entryPoints: [new URL('client.js', import.meta.url).pathname], bundle: true, format: 'iife', write: false }).outputFiles[0].text;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
});
after(async () => { await browser.close(); rmSync(folder, { recursive: true }); });

// The annotations of an article, and its text.
function exported(file) {
  const dixit = (...rest) => execFileSync(process.env.DIXIT, ['--workspace', join(folder, 'ws'), '--reviewer', 'Inès', ...rest], { encoding: 'utf8' });
  rmSync(join(folder, 'ws'), { recursive: true, force: true });
  dixit('init', join(folder, 'ws'));
  dixit('add', file, '--as', 'article', '--lang', 'fr', '--date', '2023-03-15');
  const { items } = JSON.parse(dixit('export', 'web-annotation'));
  return { items, text: readFileSync(join(folder, 'ws/articles/article/r1.txt'), 'utf8') };
}

const targets = item => [item.target].flat();
const words = item => targets(item).map(target => target.selector[0].exact);

async function opened(html, work) {
  const page = await browser.newPage();
  await page.route('**', route => route.abort());
  await page.setContent(html, { waitUntil: 'domcontentloaded' });
  await page.addScriptTag({ content: client });
  try { await work(page); } finally { await page.close(); }
}

async function drawn({ items, text }) {
  await opened('<!doctype html><meta charset="utf-8"><pre id="text"></pre>', async page => {
    await page.evaluate(text => { document.getElementById('text').textContent = text; }, text);
    const found = await page.evaluate(items => window.drawn(items), items);
    assert.deepEqual(found, Object.fromEntries(items.map(item => [item.id, words(item)])));
  });
}

test('Recogito marks the words of every claim in the article', async () => {
  writeFileSync(join(folder, 'pont.txt'), TEXT);
  const article = exported(join(folder, 'pont.txt'));
  assert.ok(article.items.length >= 4 && article.items.some(item => targets(item).length === 2));
  await drawn(article);
});

for (const name of ['clean-fr', 'cluttered-fr', 'tables-and-breaks-fr']) {
  test(`the words of every claim are found, and once, on the page where they stand: ${name}`, async () => {
    copyFileSync(join(pages, `${name}.html`), join(folder, 'page.html'));
    const article = exported(join(folder, 'page.html'));
    assert.ok(article.items.length >= 5);
    await drawn(article);
    await opened(readFileSync(join(folder, 'page.html'), 'utf8').replace(/<script[\s\S]*?<\/script>/g, ''), async page => {
      for (const target of article.items.flatMap(targets)) {
        const { exact, prefix, suffix } = target.selector[0];
        const found = await page.evaluate(selector => window.quoted(selector), { type: 'TextQuoteSelector', exact, prefix, suffix });
        assert.deepEqual(found, [exact]);
      }
    });
  });
}
