// What annotations.test.mjs puts into a page: a client that draws annotations by their positions, and a matcher of their quotations.
import { createTextQuoteSelectorMatcher } from '@apache-annotator/dom';
import { createTextAnnotator, W3CTextFormat } from '@recogito/text-annotator';

// The words that Recogito marks for each target of each annotation.
window.drawn = items => {
  const text = document.getElementById('text');
  const client = createTextAnnotator(text, { adapter: W3CTextFormat('urn:dixit:test', text) });
  client.setAnnotations(items, false);
  return Object.fromEntries(client.state.store.all().map(one => [one.id, one.target.selector.map(piece => piece.range.toString())]));
};

// The places where a quotation stands on the page.
window.quoted = async selector => {
  const found = [];
  for await (const range of createTextQuoteSelectorMatcher(selector)(document.body)) found.push(range.toString());
  return found;
};
