// Pictures of screens, written into a folder. Arguments: the address of the product, the folder, and the screens as JSON: name, path,
// language, width, height; where somebody signs in, user name and password; for the intake form, the call: telephone, fault, words.
// Prints a JSON list: name, width, height, and how many colours each picture has.
'use strict';
const { readFileSync } = require('fs');
const { join } = require('path');
const { answersOf, drive, errorsOf, signIn } = require('./driver');

const [address, folder, given] = process.argv.slice(2);

// The form while a known caller talks: the fault is named, and windows are shown.
async function takeCall(page, { phone, fault, words }) {
  const settled = answersOf(page, '/intake/look');
  await page.fill('#phone', phone);
  await page.waitForFunction(() => document.querySelector('#live-caller [name=customer]:checked'));
  await page.waitForFunction(() => document.querySelector('[name="items.0.fault"]').options.length > 1);
  await settled();
  await page.fill('[id="items.0.fault"]', fault);
  await page.waitForSelector('#items\\.0\\.fault-options [role=option]');
  await page.press('[id="items.0.fault"]', 'Enter');
  await page.fill('[name="items.0.description"]', words);
  await page.waitForFunction(() => document.querySelectorAll('[name=slot]').length > 1);
  await settled();
  await page.evaluate(() => scrollTo(0, 0));
}

async function shoot(browser, screen) {
  const viewport = { width: screen.width, height: screen.height };
  const context = await browser.newContext({ viewport, deviceScaleFactor: 1, colorScheme: 'light', reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    const errors = errorsOf(page);
    if (screen.username) await signIn(page, address, screen);
    await page.goto(`${address}${screen.path}${screen.path.includes('?') ? '&' : '?'}lang=${screen.lang}`);
    if (screen.call) await takeCall(page, screen.call);
    await page.evaluate(async () => { await document.fonts.ready; });
    await page.screenshot({ path: join(folder, `${screen.name}.png`) });
    return errors.map((error) => `${screen.name}: ${error}`);
  } finally {
    await context.close();
  }
}

// Size and number of colours of a picture.
const measured = (page, name) => page.evaluate(async (data) => {
  const picture = new Image();
  picture.src = `data:image/png;base64,${data}`;
  await picture.decode();
  const { naturalWidth: width, naturalHeight: height } = picture;
  const pen = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
  pen.drawImage(picture, 0, 0);
  const points = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
  return { width, height, colours: new Set(points).size };
}, readFileSync(join(folder, `${name}.png`)).toString('base64'));

drive(async (browser) => {
  const screens = JSON.parse(given);
  const errors = [];
  for (const screen of screens) errors.push(...(await shoot(browser, screen)));
  const blank = await browser.newPage();
  const pictures = [];
  for (const { name } of screens) pictures.push({ name, ...(await measured(blank, name)) });
  return { pictures, errors };
});
