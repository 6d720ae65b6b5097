// A technician's visit in a real browser, without network for a while. Arguments: the story, the address of the product, the path of
// the visit's link, the arrival and the completion code, the path of another link. Prints one JSON object.
'use strict';
const { devices } = require('playwright-core');
const { drive } = require('./driver');
const { network } = require('./network');
const visit = require('./visit');

const [story, address, link, arrival, completion, other] = process.argv.slice(2);

const { act, find, kept, lose, stands } = visit;
const open = (context, net) => visit.open(context, net, link, 'en');
const events = (net) => net.sent.filter(({ method }) => method === 'POST').map(({ path, key, form, type, bytes }) => ({ path, key, form, type, bytes }));

// A photo of a telephone held upright: the picture lies on its side, and a mark says how to turn it.
const photo = (page) => page.evaluate(async () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 2400, height: 1800 });
  const pen = canvas.getContext('2d');
  for (let at = 0; at < 4000; at += 1) {
    pen.fillStyle = `rgb(${(at * 37) % 256} ${(at * 91) % 256} ${(at * 53) % 256})`;
    pen.fillRect((at * 613) % 2400, (at * 911) % 1800, 60, 60);
  }
  const file = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.95));
  const bytes = new Uint8Array(await file.arrayBuffer());
  const turned = [0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
  return [...bytes.slice(0, 2), ...turned, ...bytes.slice(2)];
});

async function takePhoto(page, bytes) {
  await page.click('summary:has-text("Photos")');
  await page.selectOption('#visit form[enctype] select[name=kind]', 'damage');
  await page.setInputFiles('#visit form[enctype] input[type=file]', { name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(bytes) });
  await page.click('#visit form[enctype] .btn');
}

// The whole visit without network; then the first answer is lost on the way.
async function whole(context, net) {
  const page = await open(context, net);
  const bytes = await photo(page);
  await lose(context, net);
  await act(page, 'en_route');
  await kept(page, 1);
  await page.fill('#code', arrival);
  await act(page, 'arrived');
  await kept(page, 2);
  await act(page, 'working');
  await kept(page, 3);
  await takePhoto(page, bytes);
  await kept(page, 4);
  const elsewhere = await context.newPage();
  const strange = await elsewhere.goto(`${net.url}${other}`).then(() => 'opened', () => 'not opened');
  await elsewhere.close();
  await page.reload();
  await kept(page, 4);
  await page.fill('#code', completion);
  await page.fill('#note', 'Pump changed');
  await page.click('summary:has-text("signature")');
  await page.fill('#signed', 'Zahra Karimi');
  await act(page, 'done');
  await kept(page, 6);
  net.answersToLose = 1;
  await find(context, net);
  await stands(page, 'done');
  await page.waitForFunction(() => document.getElementById('field').hidden);
  return { strange, original: bytes.length };
}

// A wrong code is found out when there is network: it is mended, and what waits behind it goes then.
async function refused(context, net) {
  const page = await open(context, net);
  await lose(context, net);
  await act(page, 'en_route');
  await kept(page, 1);
  await page.fill('#code', '0');
  await act(page, 'arrived');
  await kept(page, 2);
  await act(page, 'working');
  await kept(page, 3);
  await find(context, net);
  await page.waitForSelector('#refused:not([hidden])');
  const words = await page.textContent('#refused');
  const typed = await page.inputValue('#code');
  const beside = await page.textContent('#code-said');
  await kept(page, 1);
  await page.fill('#code', arrival);
  await act(page, 'arrived');
  await stands(page, 'working');
  await page.waitForSelector('#refused', { state: 'hidden' });
  return { words, typed, beside };
}

// A step that is not wanted any more is dropped, and a drawn signature goes with the end.
async function dropped(context, net) {
  const page = await open(context, net);
  await page.click('summary:has-text("already")');
  await page.fill('#code', '0');
  await act(page, 'arrived');
  await page.waitForSelector('#refused:not([hidden])');
  await page.click('#refused button');
  await page.waitForSelector('#refused', { state: 'hidden' });
  await act(page, 'en_route');
  await stands(page, 'en_route');
  await page.fill('#code', arrival);
  await act(page, 'arrived');
  await stands(page, 'arrived');
  await act(page, 'working');
  await stands(page, 'working');
  await page.click('summary:has-text("signature")');
  const box = await page.locator('canvas').boundingBox();
  await page.mouse.move(box.x + 30, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + 150, box.y + 60, { steps: 8 });
  await page.mouse.up();
  await page.fill('#code', completion);
  await act(page, 'done');
  await stands(page, 'done');
  return {};
}

// The page is closed when there is network again: its service worker sends what waits.
async function closed(context, net) {
  const page = await open(context, net);
  await lose(context, net);
  await act(page, 'en_route');
  await kept(page, 1);
  const elsewhere = await context.newPage();
  await page.close();
  await find(context, net);
  await elsewhere.goto(`${net.url}${other}`);
  const cdp = await context.newCDPSession(elsewhere);
  const registration = new Promise((resolve) => {
    cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => registrations.forEach((it) => resolve(it.registrationId)));
  });
  await cdp.send('ServiceWorker.enable');
  await cdp.send('ServiceWorker.dispatchSyncEvent', { origin: net.url, registrationId: await registration, tag: link, lastChance: false });
  while (events(net).length === 0) await elsewhere.waitForTimeout(50);
  return {};
}

// The same forms without script.
async function plain(context, net) {
  const page = await context.newPage();
  await page.goto(`${net.url}${link}?lang=en`);
  await act(page, 'en_route');
  await stands(page, 'en_route');
  await page.fill('#code', '0');
  await act(page, 'arrived');
  const words = await page.textContent('#code-err');
  await page.fill('#code', arrival);
  await act(page, 'arrived');
  await page.waitForURL(`**${link}*`);
  await stands(page, 'arrived');
  return { words };
}

drive(async (browser) => {
  const net = await network(address);
  try {
    const { viewport, deviceScaleFactor, isMobile, hasTouch } = devices['Pixel 5'];
    const context = await browser.newContext({ viewport, deviceScaleFactor, isMobile, hasTouch, javaScriptEnabled: story !== 'plain' });
    const errors = [];
    context.on('weberror', (error) => errors.push(String(error.error())));
    const seen = await { whole, refused, dropped, closed, plain }[story](context, net);
    return { ...seen, sent: events(net), errors };
  } finally {
    net.close();
  }
});
