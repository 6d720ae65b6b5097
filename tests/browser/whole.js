// A breakdown on its way through all hands, a part of the story at a time: operator, dispatcher, agent, visit, rating, manager.
// Arguments: the part, the address of the product, the language, and what people of this part know, as JSON. Prints one JSON object.
'use strict';
const { readFileSync } = require('fs');
const { devices } = require('playwright-core');
const { answersOf, desktop, drive, errorsOf } = require('./driver');
const { network } = require('./network');
const { act, find, kept, lose, open, stands } = require('./visit');

const [part, address, lang, given] = process.argv.slice(2);
const told = JSON.parse(given);

const DIRECTIONS = { fa: 'rtl', en: 'ltr' };
const WORDS = {
  fa: { since: 'از امروز صبح', done: 'پمپ عوض شد', thanks: 'سر وقت آمد' },
  en: { since: 'Since this morning', done: 'Pump changed', thanks: 'Came in time' },
}[lang];

// Digits as people of the language type them.
const typed = (digits) => (lang === 'fa' ? digits.replace(/[0-9]/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[digit]) : digits);
const at = (path) => `${address}${path}?lang=${lang}`;

function must(holds, what) {
  if (!holds) throw new Error(what);
}

// The page says which language it is in, and keeps to it: in Persian every heading with letters has some of its own script, in
// English nothing that the product says has any. Names of people and places stand in elements of their own.
async function keepsToItsLanguage(page) {
  const seen = await page.evaluate(() => {
    const words = (selector) => [...document.querySelectorAll(selector)].map((it) => {
      const own = it.cloneNode(true);
      for (const other of own.querySelectorAll('bdi, [lang]')) other.remove();
      return own.textContent.trim();
    });
    const { lang: language, dir } = document.documentElement;
    return { language, dir, headings: words('h1, h2'), all: words('h1, h2, th, label, button') };
  });
  const where = new URL(page.url()).pathname;
  must(seen.language === lang && seen.dir === DIRECTIONS[lang], `${where} is ${seen.language} ${seen.dir}`);
  const isPersian = (text) => /\p{Script=Arabic}/u.test(text);
  const strange = lang === 'fa' ? seen.headings.filter((it) => /\p{L}/u.test(it) && !isPersian(it)) : seen.all.filter(isPersian);
  must(strange.length === 0, `${where} says in another language: ${strange.join(' | ')}`);
}

// A page of the staff in the language of the story, where a user begins.
async function office(browser) {
  const { page, errors } = await desktop(browser, address, told.username, told.password, lang);
  await page.goto(at('/'));
  await keepsToItsLanguage(page);
  return { page, errors };
}

const isOfNetwork = (text) => text.includes('net::ERR_');

async function telephone(browser) {
  const { viewport, deviceScaleFactor, isMobile, hasTouch } = devices['Pixel 5'];
  return browser.newContext({ viewport, deviceScaleFactor, isMobile, hasTouch });
}

// A link opened on a telephone.
async function opened(browser, link) {
  const page = await (await telephone(browser)).newPage();
  const errors = errorsOf(page);
  await page.goto(at(link));
  await keepsToItsLanguage(page);
  return { page, errors };
}

// The keyboard alone: a known caller, the fault of the only appliance, the first window.
async function operator(browser) {
  const { page, errors } = await office(browser);
  const { keyboard } = page;
  const settled = answersOf(page, '/intake/look');
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.name);
  await keyboard.press('F2');
  await page.waitForURL((url) => url.pathname === '/intake');
  must((await focused()) === 'phone', 'the telephone has no focus');
  await keyboard.type(typed(told.phone));
  await page.waitForFunction(() => document.querySelector('#live-caller [name=customer]:checked'));
  await page.waitForFunction(() => document.querySelector('[name="items.0.fault"]').options.length > 1);
  await settled();
  await keyboard.press('F4');
  await keyboard.press('Tab');
  must((await focused()) === 'items.0.fault', 'the fault has no focus');
  await keyboard.type(told.fault);
  await page.waitForSelector('#items\\.0\\.fault-options [role=option]');
  for (const key of ['Enter', 'Tab', 'Tab']) await keyboard.press(key);
  must((await focused()) === 'items.0.description', 'the words of the caller have no focus');
  await keyboard.type(WORDS.since);
  await settled();
  await page.waitForFunction(() => document.querySelectorAll('[name=slot]').length > 1);
  await keepsToItsLanguage(page);
  await keyboard.press('F7');
  await keyboard.press('ArrowDown');
  must(await page.evaluate(() => document.querySelector('[name=slot]:checked').value), 'no window is chosen');
  if (await page.locator('#told').count()) {
    for (let tabs = 0; tabs < 20 && (await focused()) !== 'told'; tabs += 1) await keyboard.press('Tab');
    await keyboard.press('Space');
  }
  await keyboard.press('Control+Enter');
  await page.waitForURL((url) => url.pathname.startsWith('/requests/'));
  await keepsToItsLanguage(page);
  return { reference: (await page.textContent('h1 .big')).trim(), errors };
}

// J leads to the job, 1 sends the offer to the first candidate.
async function dispatcher(browser) {
  const { page, errors } = await office(browser);
  const { keyboard } = page;
  const shown = () => page.getAttribute('#chosen [data-shown]', 'data-shown');
  await keyboard.press('F3');
  await page.waitForURL((url) => url.pathname === '/board');
  await page.waitForSelector('#stream.ok');
  await keepsToItsLanguage(page);
  const jobs = await page.$$eval('#queue .item', (items) => items.map((it) => [it.dataset.job, it.textContent]));
  const job = jobs.find(([, words]) => words.includes(told.reference))?.[0];
  must(job, `${told.reference} is not in the queue`);
  // The first of the queue is shown to begin with.
  const steps = jobs.findIndex(([id]) => id === job);
  for (let step = 0; step < steps; step += 1) {
    const before = await shown();
    await keyboard.press('j');
    await page.waitForFunction((id) => document.querySelector('#chosen [data-shown]').dataset.shown !== id, before);
  }
  must((await shown()) === job, 'another job is shown');
  await keyboard.press('1');
  await page.waitForSelector('#undo form');
  await page.waitForFunction(() => document.querySelectorAll('#flight .item').length === 1);
  const asked = (await page.textContent('#flight .item b bdi')).trim();
  await keepsToItsLanguage(page);
  return { job, agent: asked, errors };
}

// The agent accepts on a telephone, and the same link is the visit now.
async function agent(browser) {
  const { page, errors } = await opened(browser, told.offer);
  await page.tap('.dock .btn.pri');
  await page.waitForSelector('#visit[data-open]');
  await keepsToItsLanguage(page);
  return { errors };
}

// The code that the customer's page shows at this time.
const code = async (page) => (await page.textContent('.row.spread.fix b.big')).trim();

// Technician and customer, each with an own telephone. The technician's is off-line on the way to the door and in the cellar; the
// customer tells what the own page shows.
async function visit(browser) {
  const net = await network(address);
  try {
    const customer = await opened(browser, told.customer);
    const words = await customer.page.textContent('main');
    must(words.includes(told.agent), `the customer does not read who comes: ${words}`);
    const arrival = await code(customer.page);
    const context = await telephone(browser);
    const page = await open(context, net, told.visit, lang);
    const errors = errorsOf(page, isOfNetwork);
    await keepsToItsLanguage(page);
    await lose(context, net);
    await act(page, 'en_route');
    await kept(page, 1);
    await page.fill('#code', typed(arrival));
    await act(page, 'arrived');
    await kept(page, 2);
    await act(page, 'working');
    await kept(page, 3);
    await find(context, net);
    await stands(page, 'working');
    await page.waitForFunction(() => document.getElementById('field').hidden);
    await customer.page.reload();
    const completion = await code(customer.page);
    must(completion !== arrival, 'the customer has no completion code');
    await lose(context, net);
    await page.fill('#code', typed(completion));
    await page.fill('#note', WORDS.done);
    await act(page, 'done');
    await kept(page, 1);
    await find(context, net);
    await stands(page, 'done');
    await page.waitForFunction(() => document.getElementById('field').hidden);
    await keepsToItsLanguage(page);
    await customer.page.reload();
    await keepsToItsLanguage(customer.page);
    must((await customer.page.locator('.row.spread.fix b.big').count()) === 0, 'a code is left');
    return { errors: [...errors, ...customer.errors] };
  } finally {
    net.close();
  }
}

// The customer says how it was, once.
async function rating(browser) {
  const { page, errors } = await opened(browser, told.customer);
  const form = page.locator('form[action*="/rating"]');
  await form.locator('input[name=score][value="5"]').check({ force: true });
  const comment = form.locator('textarea[name=comment]');
  if (await comment.count()) await comment.fill(WORDS.thanks);
  await form.locator('button').tap();
  await form.waitFor({ state: 'detached' });
  await page.waitForLoadState();
  await keepsToItsLanguage(page);
  return { errors };
}

async function downloaded(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(`.page-head .acts a:has-text("${name}")`)]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

// The report, its files, the jobs behind the agent's figure, and the job itself.
async function manager(browser) {
  const { page, errors } = await office(browser);
  await page.goto(at('/reports/turnaround'));
  await keepsToItsLanguage(page);
  const csv = await downloaded(page, 'CSV');
  const xlsx = await downloaded(page, 'XLSX');
  const row = page.locator('.data tbody tr', { has: page.locator('th bdi', { hasText: told.agent }) });
  // The second figure is the number of jobs that are done.
  await row.locator('td').nth(1).locator('a').click();
  await page.waitForURL((url) => url.pathname === '/reports/turnaround/jobs');
  await keepsToItsLanguage(page);
  await page.locator('tbody th a', { hasText: told.reference }).click();
  await page.waitForURL((url) => url.pathname === `/jobs/${told.job}`);
  await keepsToItsLanguage(page);
  return { files: [csv.name, xlsx.name], csv: csv.bytes.toString('utf8'), xlsx: xlsx.bytes.toString('base64'), errors };
}

drive((browser) => ({ operator, dispatcher, agent, visit, rating, manager })[part](browser));
