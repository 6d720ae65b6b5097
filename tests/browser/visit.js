// What scripts do with the page of a visit on a telephone, and with the network under it.
'use strict';

// Presses the button of a step.
const act = (page, event) => page.click(`#visit form:has(input[name=event][value=${event}]) button:not([type=button])`);

// So many steps wait on the telephone.
const kept = (page, count) => page.waitForFunction((it) => {
  const bar = document.querySelector('#field [data-kept]');
  return !bar.hidden && bar.querySelector('bdi').textContent === it.toLocaleString(document.documentElement.lang);
}, count);

const stands = (page, state) => page.waitForSelector(`#visit[data-state=${state}]`);

// The page with its service worker, which has kept it.
async function open(context, net, link, lang) {
  const page = await context.newPage();
  await page.goto(`${net.url}${link}?lang=${lang}`);
  await page.waitForFunction(async (path) => Boolean(await caches.match(path, { cacheName: 'visit-pages', ignoreVary: true })), link);
  await page.waitForFunction(async () => (await (await caches.open('visit-files')).keys()).length > 3);
  return page;
}

async function lose(context, net) {
  net.isGone = true;
  await context.setOffline(true);
}

async function find(context, net) {
  net.isGone = false;
  await context.setOffline(false);
}

module.exports = { act, find, kept, lose, open, stands };
