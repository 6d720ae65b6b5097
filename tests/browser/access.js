// Every page given, in a real browser: axe-core's rules of WCAG 2.2 A and AA, nothing wider than the window, a focus that is seen at
// every stop of the Tab key, no motion for those who want none, no error of a script. Arguments: address, user name, password, and
// the paths as JSON: {"public": [...], "staff": [...]}. Prints one JSON object: how much was looked at, and what is wrong.
'use strict';
const { readFileSync } = require('fs');
const { drive, signIn } = require('./driver');

const [address, username, password, given] = process.argv.slice(2);
const paths = JSON.parse(given);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const WIDTHS = [320, 640, 1280];
const STOPS = 50;

// What axe-core finds, one line a rule with its first element.
async function rules(page) {
  const found = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }), RULES);
  return found.violations.map(({ id, nodes }) => `${id} ×${nodes.length}: ${nodes[0].html.slice(0, 160)} ${nodes[0].any[0]?.message ?? ''}`);
}

// With all that can be opened, open.
async function width(page) {
  const found = [];
  const closed = await page.evaluateHandle(() => [...document.querySelectorAll('main details:not([open])')]);
  const turn = (isOpen) => closed.evaluate((all, to) => { for (const it of all) it.open = to; }, isOpen);
  await turn(true);
  for (const each of WIDTHS) {
    await page.setViewportSize({ width: each, height: 800 });
    const over = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
    if (over > 0) found.push(`${over} px too wide at ${each}`);
    // A word that is broken letter by letter makes a tall and narrow box.
    const broken = await page.evaluate(() => [...document.querySelectorAll('.badge, th, td')]
      .filter((it) => it.clientHeight > 3 * it.clientWidth && it.textContent.trim().length > 3).map((it) => it.outerHTML.slice(0, 80)));
    if (broken.length) found.push(`${broken.length} with broken words at ${each}: ${broken[0]}`);
  }
  await turn(false);
  return found;
}

// Goes through the page by Tab; every stop must be seen.
async function stops(page) {
  await page.setViewportSize({ width: 1280, height: 900 });
  const found = new Set();
  let count = 0;
  for (; count < STOPS; count += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      const style = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      const name = at.outerHTML.slice(0, 120);
      if (at.tabIndex > 0) return `out of order: ${name}`;
      if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return `no visible focus: ${name}`;
      if (box.width > 0 && (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth)) return `out of sight: ${name}`;
      return '';
    });
    if (stop === null) break;
    if (stop) found.add(stop);
  }
  return { count, found: [...found] };
}

// The rules are asked on a desktop and on a telephone, each in one language in the light and in the other one in the dark: colours
// know no language.
const ASKED = {
  fa: [{ colorScheme: 'light', width: 1280, height: 900 }, { colorScheme: 'dark', width: 390, height: 844 }],
  en: [{ colorScheme: 'dark', width: 1280, height: 900 }, { colorScheme: 'light', width: 390, height: 844 }],
};

// All that is wrong with a page.
async function faults(page, lang) {
  const found = [];
  for (const { colorScheme, ...size } of ASKED[lang]) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await rules(page)).map((it) => `${colorScheme}, ${size.width} px: ${it}`));
  }
  if (await page.evaluate(() => document.getAnimations().length)) found.push('something moves');
  return found.concat(await width(page));
}

drive(async (browser) => {
  const wrong = [];
  let [pages, focused] = [0, 0];
  for (const lang of ['fa', 'en']) {
    const context = await browser.newContext({ reducedMotion: 'reduce', bypassCSP: true });
    await context.addInitScript(axe);
    const page = await context.newPage();
    let path = '';
    const note = (what) => wrong.push(`${lang} ${path}: ${what}`);
    page.on('pageerror', (error) => note(String(error)));
    const look = async (next) => {
      path = next;
      await page.setViewportSize({ width: 1280, height: 900 });
      const answer = await page.goto(`${address}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
      if (answer.status() >= 500) note(`status ${answer.status()}`);
      (await faults(page, lang)).forEach(note);
      const { count, found } = await stops(page);
      found.forEach(note);
      [pages, focused] = [pages + 1, focused + count];
    };
    for (const each of paths.public) await look(each);
    await signIn(page, address, { username, password, lang });
    for (const each of paths.staff) await look(each);
    await context.close();
  }
  return { pages, focused, wrong };
});
