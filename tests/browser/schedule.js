// The schedule in a real browser: a visit is lifted and given up, moved by the keyboard, dragged, and refused. Arguments: address,
// user name, password, path of the day, id of the job. Prints one JSON object.
'use strict';
const { chromium } = require('playwright-core');

const [address, username, password, path, job] = process.argv.slice(2);
const VISIT = `#plan .vis[data-job="${job}"]`;

const begins = async (page) => Number(await page.getAttribute(VISIT, 'data-from'));
const heard = (page) => page.textContent('#heard');

// M lifts, an arrow moves, Escape leaves it where it was.
async function giveUp(page, forward) {
  const before = await begins(page);
  await page.focus(VISIT);
  await page.keyboard.press('m');
  await page.waitForSelector('.ghost');
  await page.keyboard.press(forward);
  const told = await heard(page);
  await page.keyboard.press('Escape');
  await page.waitForSelector('.ghost', { state: 'detached' });
  if (!(await page.evaluate((visit) => document.activeElement.matches(visit), VISIT))) throw new Error('the focus is lost');
  return { heard: told, given_up: (await begins(page)) - before };
}

// The reason is chosen, the customer agreed, and Enter ends it.
async function agree(page) {
  await page.waitForSelector('#chosen #reason');
  await page.selectOption('#reason', 'COMPANY_REPLANNED');
  await page.check('#agreed');
  await page.focus('#reason');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#said .notice.ok');
}

async function byKeys(page, forward) {
  const before = await begins(page);
  await page.focus(VISIT);
  await page.keyboard.press('m');
  await page.keyboard.press(forward);
  await page.keyboard.press('Enter');
  await agree(page);
  return { by_keys: (await begins(page)) - before };
}

// Drags the visit an hour on.
async function drag(page) {
  await page.locator(VISIT).scrollIntoViewIfNeeded();
  const visit = await page.locator(VISIT).boundingBox();
  const hours = page.locator('#plan th[data-hour]');
  const width = (await hours.first().boundingBox()).width;
  const isRtl = (await page.evaluate(() => document.documentElement.dir)) === 'rtl';
  const [x, y] = [visit.x + visit.width / 2, visit.y + visit.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + (isRtl ? -width : width), y, { steps: 8 });
  await page.mouse.up();
  await page.waitForSelector('#chosen #reason');
}

async function byPointer(page) {
  const before = await begins(page);
  await drag(page);
  await page.selectOption('#reason', 'COMPANY_REPLANNED');
  await page.click('#chosen .btn.pri');
  await page.waitForSelector('#said .notice.bad .code');
  const refused = await page.textContent('#said .code');
  const unmoved = (await begins(page)) - before;
  await agree(page);
  return { refused, unmoved, by_pointer: (await begins(page)) - before };
}

(async () => {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    // What is refused is told as a failed request too.
    page.on('console', (message) => message.type() === 'error' && !message.text().includes('409') && errors.push(message.text()));
    await page.goto(`${address}/login?lang=en`);
    await page.fill('[name=username]', username);
    await page.fill('[name=password]', password);
    await page.click('main button');
    await page.waitForURL((url) => !url.pathname.startsWith('/login'));
    await page.goto(`${address}${path}`);
    const forward = path.includes('lang=fa') ? 'ArrowLeft' : 'ArrowRight';
    const done = { ...(await giveUp(page, forward)), ...(await byKeys(page, forward)), ...(await byPointer(page)) };
    console.log(JSON.stringify({ ...done, errors }));
  } finally {
    await browser.close();
  }
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
