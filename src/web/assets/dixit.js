// What a script adds: claims light up with their margin, words can be selected as parts, keys, and other windows' changes.
// Every page can be read without it. Nothing is made from text that is not put in as text.
'use strict';
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// A claim, its card, its speaker and its cue light up together.
function light(id, on) {
  const name = CSS.escape(id);
  all(`[data-claim="${name}"]`).forEach(one => one.classList.toggle('on', on));
  all(`[data-speaker~="${name}"]`).forEach(one => one.classList.toggle('is-speaker', on));
  all(`[data-cue~="${name}"]`).forEach(one => one.classList.toggle('is-cue', on));
}
let lit = null;
function lightOnly(id) {
  if (lit !== id) {
    if (lit) light(lit, false);
    if (id) light(id, true);
    lit = id;
  }
}
for (const kind of ['mouseover', 'focusin']) {
  document.addEventListener(kind, event => {
    const one = event.target.closest('[data-claim]');
    lightOnly(one ? one.dataset.claim : null);
  });
}

// Selected words become parts of a claim: places in code points of the text.
function pointOf(node, offset) {
  let word = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest('.w');
  if (!word && node.nodeType === Node.ELEMENT_NODE) {
    const next = node.childNodes[offset] || node.childNodes[node.childNodes.length - 1];
    word = next && next.nodeType === Node.ELEMENT_NODE ? next.querySelector('.w') || next.closest('.w') : null;
    return word ? Number(word.dataset.s) : null;
  }
  if (!word) return null;
  const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, offset) : '';
  return Number(word.dataset.s) + [...before].length;
}
function selected() {
  const chosen = document.getSelection();
  if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
  const range = chosen.getRangeAt(0);
  const start = pointOf(range.startContainer, range.startOffset);
  const end = pointOf(range.endContainer, range.endOffset);
  return start !== null && end !== null && start < end ? { span: `${start}-${end}`, words: chosen.toString() } : null;
}
let last = null;
document.addEventListener('selectionchange', () => {
  const now = selected();
  if (!now) return;
  last = now;
  all('#by-hand').forEach(form => { form.hidden = false; });
});
document.addEventListener('click', event => {
  if (event.target.closest('[data-close]')) { event.target.closest('form').hidden = true; return; }
  const button = event.target.closest('[data-take], [data-more], [data-clear]');
  if (!button) return;
  const slot = button.closest('.slot'), field = slot.querySelector('input'), shown = slot.querySelector('output');
  if (button.dataset.clear) { field.value = ''; shown.textContent = ''; return; }
  if (!last) return;
  const more = button.dataset.more && field.value;
  field.value = more ? `${field.value},${last.span}` : last.span;
  shown.textContent = more ? `${shown.textContent} […] ${last.words}` : last.words;
});

// Keys. A key goes to its button or field; one that needs a reason goes to the reason first, and Enter there sends it.
let pending = null;
function press(button) {
  const form = button.form;
  const empty = form && [...form.querySelectorAll('textarea[name=reason], input[name=reason]')].find(field => !field.value.trim());
  const needs = button.name === 'state' ? !['in-review', 'unverified'].includes(button.value) : button.name === 'act';
  if (empty && needs) { pending = button; empty.focus(); return; }
  form ? form.requestSubmit(button) : button.click();
}
document.addEventListener('keydown', event => {
  const field = event.target.closest('input, textarea, select');
  if (field && event.key === 'Escape') { pending = null; field.blur(); return; }
  if (field && event.key === 'Enter' && !event.shiftKey && pending && pending.form === field.form) {
    event.preventDefault();
    pending.form.requestSubmit(pending);
    return;
  }
  if (field || event.ctrlKey || event.altKey || event.metaKey || document.querySelector('dialog[open]')) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  const details = target.closest('details');
  if (details) details.open = true;
  if (target.matches('input, textarea')) target.focus();
  else if (target.matches('button[name], form button')) press(target);
  else target.click();
});
document.addEventListener('click', event => {
  if (event.target.closest('[data-help]')) document.getElementById('keys').showModal();
});

// Other windows: the journal has grown. A page on which nothing is typed or selected shows itself anew; another one asks.
const here = document.body.dataset.here || location.href;
if (document.body.dataset.here && location.pathname + location.search !== here) history.replaceState(null, '', here);
const isBusy = () => Boolean(document.querySelector('main [role=alert]')) ||
  all('textarea, input:not([type=hidden]):not([type=search])').some(field => field.value !== field.defaultValue) ||
  all('.slot input').some(field => field.value !== field.getAttribute('value')) ||
  Boolean(document.querySelector('dialog[open]')) || !(document.getSelection() || { isCollapsed: true }).isCollapsed;
async function renew() {
  const answer = await fetch(here, { headers: { Accept: 'text/html' } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const focused = document.activeElement && document.activeElement.id;
  const open = all('details[open] > summary').map(one => one.textContent);
  document.getElementById('main').replaceWith(page.getElementById('main'));
  document.body.dataset.line = page.body.dataset.line;
  all('details > summary').filter(one => open.includes(one.textContent)).forEach(one => { one.parentElement.open = true; });
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  document.getElementById('live').replaceChildren();
  lit = null;
}
function tell(by) {
  const link = document.createElement('a');
  link.href = here;
  link.textContent = document.body.dataset.live;
  document.getElementById('live').replaceChildren(`${by}: `, link);
}
if (document.body.dataset.line && 'EventSource' in window) {
  const source = new EventSource('/events');
  source.addEventListener('journal', event => {
    const { line, by } = JSON.parse(event.data);
    if (line === Number(document.body.dataset.line)) return;
    isBusy() ? tell(by) : renew();
  });
  addEventListener('pagehide', () => source.close());
}
