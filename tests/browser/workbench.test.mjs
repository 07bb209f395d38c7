import { test } from 'node:test';
import assert from 'node:assert/strict';
import { ARTICLE, Desk, select } from './desk.mjs';

async function desk(work) {
  const one = await Desk.open();
  try { await work(one); } finally { await one.close(); }
}
const open = async (page, words) => {
  await page.goto('/article/pont');
  const card = page.locator('.card', { hasText: words }).first();
  await card.locator('summary').click();
  await card.getByRole('link', { name: 'Open the claim' }).click();
};

test('an article is opened, a claim verified with evidence, and the journal says so', () => desk(async desk => {
  const page = await desk.window('Ana Lopes');
  await page.getByRole('link', { name: 'Le pont' }).click();
  assert.ok(await page.locator('.u').count() >= 4);
  await page.locator('.u', { hasText: 'trois fissures' }).first().hover();
  assert.ok(await page.locator('.is-speaker').count() > 0, 'hover shows the speaker');
  assert.ok(await page.locator('.is-cue').count() > 0, 'hover shows the cue');
  assert.equal(await page.locator('.card.on').count(), 1);
  await open(page, 'Marc Vial');
  const content = page.locator('#content');
  assert.deepEqual(await content.locator('button.move').allInnerTexts().then(all => all.map(one => one.trim().split(' ')[1])), ['Take', 'Drop']);
  await content.getByRole('button', { name: 'Take into review' }).click();
  await page.getByLabel('Link', { exact: true }).fill('https://example.org/rapport');
  await page.getByLabel('The words that matter in it').fill('trois fissures');
  await page.locator('form.add button').click();
  await page.locator('#content').getByLabel('Reason').fill('the inspection report says so');
  await page.locator('#content').getByRole('button', { name: 'Verified' }).click();
  await page.locator('#content .chip.s-verified').waitFor();
  await page.getByRole('link', { name: 'Journal' }).click();
  const first = page.locator('.events li').first();
  assert.match(await first.innerText(), /Ana Lopes[\s\S]*verified[\s\S]*the inspection report says so/);
  const last = desk.journal().at(-1);
  assert.deepEqual([last.by, last.what.event, last.what.state], ['Ana Lopes', 'marked', 'verified']);
}));

test('a review is done with the keyboard alone', () => desk(async desk => {
  desk.add(ARTICLE.replace('trois fissures', 'sept fissures'));
  const page = await desk.window('Ana');
  await page.goto('/review');
  const press = async key => { await page.keyboard.press(key); await page.waitForLoadState('load'); };
  await press('?');
  assert.equal(await page.locator('dialog[open]').count(), 1);
  await press('Escape');
  await press('a');
  await page.keyboard.type('the agency corrected it');
  await press('Enter');
  await page.locator('.item .c-moved').waitFor();
  assert.deepEqual([desk.journal().at(-1).what.event, desk.journal().at(-1).what.reason], ['accepted', 'the agency corrected it']);
  await press('m');
  await page.keyboard.type('they only moved');
  await press('Enter');
  await page.locator('h2.claim').waitFor();
  assert.equal(desk.journal().at(-1).what.change, 'moved');
  const quote = () => page.locator('h2.claim').innerText();
  const before = await quote();
  await press('s');
  await page.waitForURL(/at=1/);
  assert.notEqual(await quote(), before, 's skips');
  await press('i');
  await page.locator('.item .chip.s-in-review').first().waitFor();
  await press('e');
  await page.keyboard.type('https://example.org/proces-verbal');
  await press('Escape');
  await press('d');
  await page.keyboard.type('the minutes say otherwise');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  const marks = desk.journal().filter(event => event.what.event === 'marked').map(event => event.what.state);
  assert.deepEqual(marks, ['in-review', 'disputed']);
  await Promise.all([page.waitForURL(/taken-back/), page.keyboard.press('z')]);
  const last = desk.journal().at(-1).what;
  assert.deepEqual([last.event, last.question], ['undone', 'content']);
}));

test('a span is corrected and a claim made by selecting words', () => desk(async desk => {
  const page = await desk.window('Ana');
  await open(page, 'Marc Vial');
  await page.getByText('Correct speaker, cue or content').click();
  await select(page, 'rois fissures ont été relevé');
  await page.locator('#correct').getByRole('button', { name: 'Content = selection' }).click();
  await page.locator('#correct').getByLabel('Reason').fill('the month is not his');
  await page.locator('#correct').getByRole('button', { name: 'Save' }).click();
  await page.locator('.chip.person').waitFor();
  assert.match(await page.locator('h1').innerText(), /« trois fissures ont été relevées »/);
  let last = desk.journal().at(-1).what;
  assert.equal(last.event, 'edited');
  assert.match(last.was.content, /en mars/);
  await page.goto('/article/pont');
  await select(page, 'iverains attendent.');
  await page.locator('#by-hand').getByRole('button', { name: 'Content = selection' }).click();
  await select(page, 'Les riverains');
  await page.locator('#by-hand').getByRole('button', { name: 'Speaker = selection' }).click();
  await page.locator('#by-hand').getByLabel('Reason').fill('they say so themselves');
  await page.locator('#by-hand').getByRole('button', { name: 'Add the claim' }).click();
  await page.locator('.chip.person').waitFor();
  assert.match(await page.locator('h1').innerText(), /« riverains attendent »/);
  assert.equal(desk.journal().at(-1).what.event, 'hand-made');
}));

test('two windows see each other, and the second to decide is told', () => desk(async desk => {
  const [ana, bob] = [await desk.window('Ana'), await desk.window('Bob')];
  await open(ana, 'Marc Vial');
  const address = ana.url();
  await bob.goto(address);
  await bob.waitForTimeout(300);
  await ana.locator('#content').getByRole('button', { name: 'Take into review' }).click();
  await bob.locator('#content .chip.s-in-review').waitFor({ timeout: 10_000 });
  // Bob has begun to write: his page does not change under his hands, and says that it has become old.
  await bob.locator('#content').getByLabel('Reason').fill('my own words');
  await ana.locator('#content').getByLabel('Reason').fill('cannot be settled');
  await ana.locator('#content').getByRole('button', { name: 'Unverifiable' }).click();
  await bob.locator('#live a').waitFor({ timeout: 10_000 });
  assert.match(await bob.locator('#live').innerText(), /Ana/);
  assert.equal(await bob.locator('#content').getByLabel('Reason').inputValue(), 'my own words');
  const lines = desk.journal().length;
  await bob.locator('#content').getByRole('button', { name: 'Drop it' }).click();
  await bob.getByRole('alert').waitFor();
  assert.match(await bob.getByRole('alert').innerText(), /Somebody decided[\s\S]*Ana[\s\S]*cannot be settled/);
  assert.equal(await bob.locator('#content').getByLabel('Reason').inputValue(), 'my own words');
  assert.equal(desk.journal().length, lines);
  // A command in a terminal is heard too.
  await ana.goto('/journal');
  desk.dixit('mark', address.split('/').at(-1).split('#')[0], '--attribution', 'in-review');
  await ana.locator('.events li', { hasText: 'Inès' }).first().waitFor({ timeout: 10_000 });
}));

test('of two who decide at the same moment one is told, and nothing is lost', () => desk(async desk => {
  const windows = [await desk.window('Ana'), await desk.window('Bob')];
  await open(windows[0], 'Marc Vial');
  const address = windows[0].url();
  await windows[1].goto(address);
  for (const [place, window] of windows.entries()) await window.locator('#content').getByLabel('Reason').fill(`reason ${place}`);
  const lines = desk.journal().length;
  await Promise.all(windows.map(window => Promise.all([window.waitForNavigation(), window.locator('#content').getByRole('button', { name: 'Drop it' }).click()])));
  assert.equal(desk.journal().length, lines + 1, 'one decision was made');
  const made = desk.journal().at(-1);
  const late = windows[made.by === 'Ana' ? 1 : 0];
  assert.match(await late.getByRole('alert').innerText(), /Somebody decided[\s\S]*reason [01]/);
  assert.match(await late.locator('#content').innerText(), new RegExp(made.what.reason), 'what the first decided is shown');
  assert.equal(await late.locator('#content').getByLabel('Reason').inputValue(), made.by === 'Ana' ? 'reason 1' : 'reason 0');
}));

test('a file is evidence, a check is published and corrected, a comment is kept', () => desk(async desk => {
  const page = await desk.window('Ana');
  await open(page, 'Marc Vial');
  await page.locator('#evidence input[type=file]').setInputFiles({ name: 'rapport <b>.html', mimeType: 'text/html', buffer: Buffer.from('<script>alert(1)</script>') });
  await page.locator('#evidence').getByLabel('What it does').selectOption('undermines');
  await page.locator('#evidence').getByRole('button', { name: 'Add evidence' }).click();
  const link = page.locator('.evidence a');
  assert.match(await link.getAttribute('href'), /^\/evidence\/[0-9a-f]{64}\.html$/);
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  assert.match(download.suggestedFilename(), /^[0-9a-f]{64}\.html$/);
  assert.match(await page.locator('.hash').innerText(), /[0-9a-f]{64}/);
  const content = page.locator('#content');
  await content.getByRole('button', { name: 'Take into review' }).click();
  await content.getByLabel('Reason').fill('the report says otherwise');
  await content.getByRole('button', { name: 'Disputed' }).click();
  const publication = page.locator('#publication');
  await publication.getByLabel('Where it is published').fill('https://example.org/check');
  await publication.getByRole('button', { name: 'Say that it is published' }).click();
  await publication.getByLabel('What was wrong').fill('the date of the report');
  await publication.getByRole('button', { name: 'corrected' }).click();
  await publication.locator('.chip.p-corrected').waitFor();
  assert.match(await publication.innerText(), /the date of the report/);
  await page.locator('#comment').fill('tell the agency');
  await page.getByRole('button', { name: 'Add the comment' }).click();
  await page.goto('/report/pont');
  assert.match(await page.locator('.report').innerText(), /Corrected[\s\S]*the date of the report[\s\S]*tell the agency/);
  assert.equal(await page.locator('.chart').count(), 3);
  const formats = await page.locator('.downloads a').allInnerTexts();
  assert.deepEqual(formats, desk.dixit('export', '--help').split('<TO>').at(-1).split('[ARTICLE')[0].match(/^ +- ([a-z-]+):/gm).map(line => line.trim().slice(2, -1)), 'the formats are those of the command line');
}));

test('the last step is taken back after a restart', () => desk(async desk => {
  let page = await desk.window('Ana');
  await open(page, 'Marc Vial');
  await page.locator('#content').getByRole('button', { name: 'Take into review' }).click();
  await page.locator('#content .chip.s-in-review').waitFor();
  await page.close();
  await desk.restart();
  page = await desk.window('Ana');
  await page.goto('/review');
  assert.match(await page.locator('.undo').innerText(), /in review[\s\S]*fissures/);
  await Promise.all([page.waitForURL(/taken-back/), page.keyboard.press('z')]);
  assert.equal(desk.journal().at(-1).what.event, 'undone');
  assert.equal(await page.locator('.undo').count(), 0, 'there is no step before it');
}));

test('articles and claims are found by their words and by what was decided; a comparison leads to both texts', () => desk(async desk => {
  desk.add(ARTICLE.replace('trois fissures', 'sept fissures'));
  const page = await desk.window('Ana');
  await page.getByLabel('Search').fill('FISSURES');
  await page.keyboard.press('Enter');
  assert.match(await page.locator('.found mark').innerText(), /fissures/);
  assert.match(await page.locator('.hits').innerText(), /trois fissures/);
  await page.getByLabel('Show').selectOption('decided');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.locator('.empty').waitFor();
  await page.goto('/article/pont');
  const before = await page.locator('.card').count();
  await page.getByRole('link', { name: 'Show the article’s own statements' }).click();
  assert.ok(await page.locator('.card').count() > before);
  await page.goto('/diff?base=pont@1&head=pont@2');
  const row = page.locator('.pairs > li').first();
  assert.match(await row.innerText(), /number: trois → sept/);
  await row.locator('.side').last().getByRole('link', { name: 'in the text' }).click();
  assert.match(page.url(), /\/article\/pont\?revision=2#t-/);
  assert.match(await page.locator('.ref:target').evaluate(one => one.previousElementSibling.textContent), /mars/);
  assert.match(await page.locator('.text').innerText(), /sept fissures/);
}));

for (const colorScheme of ['light', 'dark']) {
  test(`no page has a serious fault for those who see, hear or type otherwise, ${colorScheme}`, () => desk(async desk => {
    desk.add(ARTICLE.replace('trois fissures', 'sept fissures'));
    const page = await desk.window('Ana', { colorScheme });
    await open(page, 'Marc Vial');
    const claim = page.url();
    for (const place of ['/', '/article/pont', '/article/pont?narrator=1', '/article/pont?revision=2', '/?q=fissures', claim, '/review', '/review?at=2', '/diff?base=pont@1&head=pont@2&show=all', '/report/pont', '/journal', '/sign-in', '/nowhere']) {
      await page.goto(place).catch(() => {});
      assert.deepEqual(await desk.serious(page), [], place);
    }
    desk.complaints = desk.complaints.filter(one => !/status of 404/.test(one)); // '/nowhere'
  }));
}

test('pages are read without a script, on a narrow screen, at 200 %', () => desk(async desk => {
  const page = await desk.window(null, { javaScriptEnabled: false, viewport: { width: 640, height: 800 } });
  for (const place of ['/', '/article/pont', '/review', '/diff?base=pont@1&head=pont@1&show=all', '/report/pont', '/journal']) {
    await page.goto(place);
    assert.ok((await page.locator('main').innerText()).length > 40, place);
  }
  for (const width of [640, 360]) {
    const scripted = await desk.window('Ana', { viewport: { width, height: 800 } });
    await open(scripted, 'Marc Vial');
    const claim = scripted.url();
    for (const place of ['/', '/?q=fissures', '/article/pont', claim, '/review', '/diff?base=pont@1&head=pont@1&show=all', '/report/pont', '/journal', '/sign-in']) {
      await scripted.goto(place);
      assert.ok(await scripted.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${place} needs no sideways scrolling at ${width}`);
    }
  }
}));

test('a breach of the policy is noticed by these tests', async () => {
  const one = await Desk.open();
  const page = await one.window('Ana');
  await page.evaluate(() => { document.body.insertAdjacentHTML('beforeend', '<p style="color:red">x</p>'); });
  await page.waitForTimeout(200);
  assert.ok(one.complaints.some(text => /policy|Content Security Policy/.test(text)), one.complaints.join());
  one.complaints = [];
  await one.close();
});
