// What the scripts share: a browser that is closed whatever happens, and signing in.
'use strict';
const { chromium } = require('playwright-core');

// Calls with a browser and prints what comes back, as JSON; a failure ends the script with 1.
async function drive(story) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    console.log(JSON.stringify(await story(browser)));
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  } finally {
    await browser.close();
  }
}

async function signIn(page, address, { username, password, lang }) {
  await page.goto(`${address}/login?lang=${lang}`);
  await page.fill('[name=username]', username);
  await page.fill('[name=password]', password);
  await page.click('main button');
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
}

// The errors that the scripts of a page make from now on; those that `isMeant` are left out.
function errorsOf(page, isMeant = () => false) {
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && !isMeant(message.text()) && errors.push(message.text()));
  return errors;
}

// A page of the staff on a desktop, with its errors.
async function desktop(browser, address, username, password, lang = 'en') {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  const errors = errorsOf(page);
  await signIn(page, address, { username, password, lang });
  return { page, errors };
}

// Gives what waits until all that the page asked of this path, also in a moment, is answered and put in place.
function answersOf(page, path) {
  const MOMENT_MS = 400;
  let open = 0;
  const isMeant = (request) => new URL(request.url()).pathname === path;
  page.on('request', (request) => { open += Number(isMeant(request)); });
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => { open -= Number(isMeant(request)); });
  return async () => {
    do await page.waitForTimeout(MOMENT_MS); while (open > 0);
    await page.waitForTimeout(MOMENT_MS);
  };
}

module.exports = { answersOf, desktop, drive, errorsOf, signIn };
