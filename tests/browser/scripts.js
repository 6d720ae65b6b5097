// Scripts in every field that takes text: each form of each page is sent with them, then every page is looked at again, and none may
// have run nor have made an element. The browser obeys no policy meanwhile, so that escaping alone has to hold; at the end one page is
// read with it. Arguments: address, user name, password, and as JSON {"public": [paths], "staff": [paths], "planted": {number: field}, "thorough": boolean}
// with what stands in the database already, and whether hidden fields and the other language are tried as well. Prints one JSON object.
'use strict';
const { drive, signIn } = require('./driver');
const { good, hidden, isSkipped, long, raw, send, shape, takesWords, waysOf } = require('./forms');

const [address, username, password, given] = process.argv.slice(2);
const { public: open, staff, planted, thorough } = JSON.parse(given);
// Pages of single things, of which some are looked at beside those that were named.
const THINGS = ['jobs', 'requests', 'complaints', 'agents', 'recalls', 'workshop', 'messages', 'admin/users'];
const OF_EACH = 3;

const wrong = new Set();
const counts = { forms: 0, kept: 0, looks: 0, shown: 0 };
// Fields that a person types in, by the place that they are sent to.
const typed = new Set();
// What the numbers in the scripts stand for: one for each field of each way to send a form.
const fields = [];
const placeOf = (way) => shape(way).split(' ').slice(0, 2).join(' ');
const nameOf = (n) => planted[n] ?? fields[n - 1] ?? `number ${n}`;
let ran = [];

// A page that reports what runs in it. A service worker would answer in place of the server.
async function openPage(browser) {
  // Little is painted: what runs, runs unseen as well.
  const context = await browser.newContext({ bypassCSP: true, serviceWorkers: 'block', viewport: { width: 320, height: 200 } });
  const page = await context.newPage();
  await page.exposeFunction('__ran', (n) => { ran.push(n); });
  page.on('dialog', (dialog) => {
    ran.push(dialog.message());
    dialog.dismiss().catch(() => {});
  });
  return page;
}

// Runs in the page: with everything opened, what an escaped text cannot make, and whether one is shown.
async function found() {
  for (const it of document.querySelectorAll('details')) it.open = true;
  // The page is loaded; what opening it has begun comes within a moment.
  await new Promise((done) => setTimeout(done, 20));
  const roots = [document];
  for (const root of roots) for (const it of root.querySelectorAll('template')) roots.push(it.content);
  const LEADS = ['href', 'src', 'action', 'formaction', 'xlink:href'];
  const isScript = ({ name, value }) => /^on/i.test(name) || (LEADS.includes(name) && /^\s*javascript:/i.test(value));
  const isMade = (it) => it.matches('script:not([src]), img[src="x"], iframe, object, embed, base') || [...it.attributes].some(isScript);
  const made = roots.flatMap((root) => [...root.querySelectorAll('*')]).filter(isMade).map((it) => it.outerHTML.slice(0, 160));
  const values = [...document.querySelectorAll('input:not([type=hidden]), textarea')].map((it) => it.value);
  return { made, isShown: [document.title, document.body.textContent, ...values].some((text) => text.includes('__ran(')) };
}

// Looks at the page as it is now.
async function look(page, where) {
  const { made, isShown } = await page.evaluate(found);
  // Calls come one after the other, so that all before this one have come, too.
  await page.evaluate(() => window.__ran('end'));
  counts.looks += 1;
  if (isShown) counts.shown += 1;
  for (const it of made) wrong.add(`${where}: made ${it}`);
  for (const it of ran.filter((n) => n !== 'end')) wrong.add(`${where}: ran what stands in ${nameOf(it)}`);
  ran = [];
}

async function visit(page, path) {
  const answer = await page.goto(`${address}${path}`, { waitUntil: 'load' });
  if (answer.status() >= 500) wrong.add(`${path}: status ${answer.status()}`);
  await look(page, path);
}

// The test can fail: what is not escaped is seen to run, and to be there.
const UNESCAPED = [
  '<img src=x onerror=__ran(0)>',
  '<script>__ran(0)</script>',
  '<svg onload=__ran(0)></svg>',
  '<a href="javascript:__ran(0)">a</a>',
];

async function control(browser) {
  const page = await openPage(browser);
  const seen = [];
  for (const html of UNESCAPED) {
    ran = [];
    await page.setContent(`<main>${html}</main>`, { waitUntil: 'load' });
    await page.evaluate(() => document.querySelector('a')?.click());
    const { made } = await page.evaluate(found);
    // A link is followed when the browser gets to it.
    for (let turns = 0; turns < 40 && !ran.includes(0); turns += 1) await page.waitForTimeout(50);
    seen.push(made.length === 1 && ran.includes(0));
  }
  ran = [];
  await page.context().close();
  return seen.every(Boolean);
}

// Sends a form of the page in one way with what `fill` makes of it, and looks at the answer.
async function attack(page, path, way, fill) {
  const name = shape(way);
  const mark = (field) => {
    const known = `${path}, ${placeOf(way)} ${field}`;
    const at = fields.indexOf(known);
    return at < 0 ? fields.push(known) : at + 1;
  };
  const status = await send(page, fill(way, mark));
  const where = `${path}, ${fill.name} ${name}`;
  if (status >= 500) wrong.add(`${where}: status ${status}`);
  await look(page, where);
  return status;
}

// What stands in hidden fields can be changed, too.
const hides = (way) => thorough && way.fields.some(({ name, kind }) => kind === 'hidden' && name !== 'csrf');

// Words in every field, which are mostly refused and shown again; then only where words belong, so that they are kept.
async function typeInto(page, path, way) {
  await attack(page, path, way, raw);
  if (way.method === 'get') return;
  if (hides(way)) await attack(page, path, way, hidden);
  await visit(page, path);
  const fresh = (await page.evaluate(waysOf)).find((it) => shape(it) === shape(way));
  if ((await attack(page, path, fresh ?? way, good)) < 400) counts.kept += 1;
}

// Sends every kind of form of these pages that takes words once; the others, with the page that each is on.
async function typeAll(page, paths, known) {
  const bare = [];
  for (const path of paths) {
    await visit(page, path);
    for (const way of await page.evaluate(waysOf)) {
      if (isSkipped(way) || known.has(shape(way))) continue;
      known.add(shape(way));
      counts.forms += 1;
      for (const { name, kind } of way.fields) if (kind === 'words') typed.add(`${placeOf(way)} ${name}`);
      if (takesWords(way) || way.method === 'get') await typeInto(page, path, way);
      else bare.push([path, way]);
    }
  }
  return bare;
}

// Sends forms that take no words: after all others, because these end what others still need.
async function pressAll(page, bare) {
  for (const [path, way] of bare) {
    await visit(page, path);
    if (hides(way)) await attack(page, path, way, hidden);
    await attack(page, path, way, good);
  }
}

// The same where scripts of the page put in place what the server answers, and what was typed comes back after a reload.
async function typeIn(page) {
  const looked = () => page.waitForResponse((answer) => answer.url().includes('/intake/look')).then((answer) => answer.finished());
  await visit(page, '/jobs?lang=en');
  await page.fill('#find', '__ran(0)');
  await page.waitForSelector('#hits:not([hidden])');
  await look(page, 'the search of the frame');
  await visit(page, '/intake?lang=en');
  await page.evaluate((text) => {
    const inputs = document.querySelectorAll('#intake :is(input[type=text], input[type=email], textarea)');
    for (const it of inputs) it.value = text;
  }, long(0));
  let heard = looked();
  await page.fill('#intake input[name=phone]', '09121110097');
  await heard;
  await page.waitForFunction(() => document.getElementById('draft').textContent.trim() !== '');
  await look(page, 'the intake form while somebody types');
  heard = looked();
  await visit(page, '/intake?lang=en');
  await heard;
  await look(page, 'the intake form as it was left');
}

// Every page once more, and some of what was made meanwhile.
async function lookAgain(page, paths) {
  const seen = new Map();
  const news = [];
  for (const lang of thorough ? ['fa', 'en'] : ['fa']) {
    for (const path of paths) {
      await visit(page, `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
      for (const to of await page.evaluate(() => [...document.links].map((it) => it.pathname))) {
        const kind = THINGS.find((it) => new RegExp(`^/${it}/[^/.]+$`).test(to));
        if (!kind || paths.includes(to) || news.includes(to) || (seen.get(kind) ?? 0) >= OF_EACH) continue;
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        news.push(to);
      }
    }
  }
  for (const path of news) await visit(page, path);
}

// Under the policy that pages come with, what runs although it stands in the page itself.
async function inline(browser) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${address}/login`, { waitUntil: 'load' });
  return page.evaluate(async () => {
    const refused = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => refused.push(effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.ranInline = ["a script"]';
    document.body.append(script);
    const broken = document.createElement('div');
    broken.innerHTML = '<img src="data:," onerror="window.ranInline = [\'a handler\']">';
    const failed = new Promise((done) => broken.firstChild.addEventListener('error', done));
    document.body.append(broken);
    await failed;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return { ranInline: window.ranInline ?? [], refused };
  });
}

drive(async (browser) => {
  const isSeen = await control(browser);
  const [guest, desk] = [await openPage(browser), await openPage(browser)];
  await signIn(desk, address, { username, password, lang: 'en' });
  const known = new Set();
  const bare = [await typeAll(guest, open, known), await typeAll(desk, staff, known)];
  await typeIn(desk);
  await pressAll(guest, bare[0]);
  await pressAll(desk, bare[1]);
  await lookAgain(guest, open);
  await lookAgain(desk, staff);
  const { ranInline, refused } = await inline(browser);
  return { control: isSeen, inline: ranInline, refused, ...counts, fields: typed.size, wrong: [...wrong] };
});
