// Fill a form with ODK Web Forms' engine under Node, as tools/peers/__init__.py does with ours, and print the times.
// usage: node web_forms.mjs FORM.xml STEPS.json   (steps: ["answer", ref, value] | ["add", ref] | ["choices", ref])
import { readFileSync, existsSync } from 'node:fs';
import { dirname, join, basename } from 'node:path';
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!doctype html>');
for (const name of ['DOMParser', 'XMLSerializer', 'Node', 'Element', 'Attr', 'Text', 'Comment', 'CDATASection',
  'Document', 'XMLDocument', 'DocumentType', 'DocumentFragment', 'ProcessingInstruction', 'CharacterData',
  'XPathEvaluator', 'XPathResult', 'XPathExpression', 'NodeFilter', 'HTMLElement', 'document', 'File', 'Blob']) {
  if (!(name in globalThis) && name in window) globalThis[name] = window[name];
}
globalThis.window ??= window;

// Under Node the engine's XPath parser looks for its files beside the program; as in a browser it carries them itself.
const host = globalThis.process;
const [, , formPath, stepsPath] = host.argv;
globalThis.process = undefined;
const { loadForm } = await import('@getodk/xforms-engine');
globalThis.process = host;

const xml = readFileSync(formPath, 'utf8');
const steps = JSON.parse(readFileSync(stepsPath, 'utf8'));

async function attachment(url) {
  const path = join(dirname(formPath), basename(String(url)));
  if (!existsSync(path)) return new Response('', { status: 404 });
  return new Response(readFileSync(path), { status: 200, headers: { 'content-type': 'text/csv' } });
}

const began = performance.now();
const loaded = await loadForm(xml, { fetchFormAttachment: attachment });
if (loaded.status === 'failure') throw loaded.error;
const root = loaded.createInstance({}).root;
const ready = performance.now() - began;

// Finding the node is the client's work, not the engine's: it is not timed.
const known = new Map();
function enter(node) {
  known.set(node.currentState.reference, node);
  for (const child of node.currentState.children ?? []) enter(child);
}
enter(root);
function find(ref) {
  if (!known.has(ref)) enter(root);
  const node = known.get(ref) ?? known.get(ref.replaceAll('[1]', ''));
  if (!node) throw new Error(`no node ${ref}`);
  return node;
}
function give(node, value) {
  if (node.nodeType === 'select') node.selectValues ? node.selectValues(value.split(' ')) : node.selectValue(value);
  else node.setValue(value);
}

const times = { answer: [], add: [], choices: [] };
let offered = 0;
for (const [kind, ref, value] of steps) {
  const node = find(ref);
  const start = performance.now();
  if (kind === 'answer') give(node, value);
  else if (kind === 'add') node.addInstances();
  else offered = node.currentState.valueOptions.length;
  times[kind].push(performance.now() - start);
}
const last = steps.findLast(([kind]) => kind === 'answer');
console.log(JSON.stringify({
  ready, ...times, offered, memory: host.resourceUsage().maxRSS / 1024,
  last: find(last[1]).currentState.value?.toString(),
}));
