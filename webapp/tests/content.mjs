// What messages can hold: previews, cards of programs with buttons and dialogs, commands, formulas, and files to look at:
//     BASE_URL=http://127.0.0.1:8065 node tests/content.mjs
import assert from 'node:assert/strict';

import { base, keepFailure, openBrowser, openWindow, photograph } from './browser.mjs';
import { examiner } from './examine.mjs';
import { newPerson, signIn } from './person.mjs';
import { openProgram } from './program.mjs';

const failures = [];
const examine = examiner(failures);
const post = (page, text) => page.locator('main').getByRole('article').filter({ hasText: text });
const field = (page) => page.getByRole('textbox', { name: 'Message Town Square' });

async function write(page, text) {
  await field(page).fill(text);
  await field(page).press('Enter');
}

/** A PDF of one page with a line on it. */
function pdf() {
  const draw = 'BT /F1 24 Tf 40 100 Td (The engine) Tj ET';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${draw.length} >>\nstream\n${draw}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((one, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${one}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  text += `xref\n0 6\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF`;
  return Buffer.from(text);
}

async function cards(page, ada, channel, program) {
  const url = (path) => program.url + path;
  const button = (name, path, more = {}) => ({ id: path.slice(1), name, integration: { url: url(path) }, ...more });
  const options = [
    { text: 'One', value: 'one' },
    { text: 'Two', value: 'two' },
  ];
  const attachment = {
    color: '#3a57d6',
    author_name: 'Build robot',
    title: 'Release 7 is ready',
    title_link: url('/page'),
    text: 'All **checks** passed.',
    fields: [
      { title: 'Branch', value: 'main', short: true },
      { title: 'Took', value: '3 min', short: true },
    ],
    actions: [
      button('Deploy', '/deploy', { style: 'primary' }),
      button('Form', '/form'),
      button('Pick', '/pick', { type: 'select', options }),
    ],
    footer: 'build 4711',
  };
  await ada.call('POST', '/posts', { channel_id: channel.id, message: '', props: { attachments: [attachment] } });
  const card = post(page, 'Release 7 is ready');
  await card.getByRole('button', { name: 'Pick' }).click();
  await page.getByRole('menuitem', { name: 'Two' }).click();
  await post(page, 'Picked two').waitFor();
  await card.getByRole('button', { name: 'Form' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ship it' });
  await dialog.getByRole('button', { name: 'Ship' }).click();
  assert.equal(await dialog.getByText('This is needed.').count(), 2);
  await dialog.getByLabel('Name').fill('taken');
  await dialog.getByLabel('Where').selectOption('staging');
  await dialog.getByLabel('Tell everybody').check();
  await dialog.getByRole('button', { name: 'Ship' }).click();
  await dialog.getByText('That name is taken.').waitFor();
  await examine(page, 'dialog of a program');
  await photograph(page, 'program');
  await dialog.getByLabel('Name').fill('seven');
  await dialog.getByRole('button', { name: 'Ship' }).click();
  await dialog.waitFor({ state: 'detached' });
  const { submission, state, callback_id } = program.asked.at(-1).body;
  assert.deepEqual(
    { submission, state, callback_id },
    {
      submission: { name: 'seven', where: 'staging', tell: true },
      state: 'kept',
      callback_id: 'ship',
    },
  );
}

async function previews(page, ada, channel) {
  const first = await ada.call('POST', '/posts', { channel_id: channel.id, message: 'The first of **all**' });
  await write(page, `As I said: ${base}/engines/pl/${first.id}`);
  const quoting = post(page, 'As I said');
  await quoting.getByRole('button', { name: 'From Town Square' }).waitFor();
  await quoting.locator('strong', { hasText: 'all' }).waitFor();
}

async function commands(page) {
  await field(page).fill('/');
  await field(page).pressSequentially('shr');
  await page.getByRole('option', { name: '/shrug' }).waitFor();
  await field(page).press('Tab');
  await field(page).pressSequentially('who knows');
  await field(page).press('Enter');
  await post(page, 'who knows').waitFor();
  await write(page, '/nothing-like-it at all');
  await page.getByRole('alert').filter({ hasText: 'nothing-like-it' }).waitFor();
  assert.equal(await field(page).inputValue(), '/nothing-like-it at all', 'nothing typed is lost');
  await field(page).fill('');
}

async function formulas(page) {
  await write(page, 'Energy is $e = mc^2$, and it costs $5 or $6.');
  await post(page, 'Energy is').locator('.katex').waitFor();
  assert.equal(await post(page, 'Energy is').locator('.katex').count(), 1, 'prices are no formulas');
  await write(page, '```latex\n\\int_0^1 x^2\\,dx = \\frac{1}{3}\n```');
  await page.locator('main .katex-display').waitFor();
}

async function files(page) {
  const buffer = pdf();
  await page.locator('main input[type=file]').setInputFiles([
    { name: 'engine.pdf', mimeType: 'application/pdf', buffer },
    { name: 'second.pdf', mimeType: 'application/pdf', buffer },
  ]);
  await page.getByRole('button', { name: 'Remove second.pdf' }).waitFor();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page
    .getByRole('button', { name: /(engine|second)\.pdf/ })
    .first()
    .click();
  const viewer = page.getByRole('dialog');
  await viewer.locator('canvas[data-painted]').waitFor();
  await viewer.getByText('1 of 2').waitFor();
  await page.keyboard.press('ArrowRight');
  await viewer.getByText('2 of 2').waitFor();
  await viewer.locator('canvas[data-painted]').waitFor();
  await photograph(page, 'pdf');
  await page.keyboard.press('Escape');
}

const browser = await openBrowser();
let program;
let page;
try {
  const ada = await newPerson('ada');
  program = await openProgram(ada.call);
  const settings = { SiteURL: base, AllowedUntrustedInternalConnections: '127.0.0.1', EnableLatex: true };
  await ada.call('PUT', '/config/patch', { ServiceSettings: { ...settings, EnableInlineLatex: true } });
  const team = await ada.call('POST', '/teams', { name: 'engines', display_name: 'Engines', type: 'O' });
  const channel = await ada.call('GET', `/teams/${team.id}/channels/name/town-square`);
  page = await openWindow(browser, failures);
  await signIn(page, 'ada');
  await page.goto('/engines/channels/town-square');
  await field(page).waitFor();
  await cards(page, ada, channel, program);
  await previews(page, ada, channel);
  await commands(page);
  await formulas(page);
  await files(page);
  await examine(page, 'content');
  await photograph(page, 'content');
  await post(page, 'Release 7 is ready').getByRole('button', { name: 'Deploy' }).click();
  await post(page, 'Deployed.').waitFor();
} catch (error) {
  await keepFailure('content', page);
  throw error;
} finally {
  await browser.close();
  program?.close();
}
assert.deepEqual(failures, []);
console.log('content: done');
