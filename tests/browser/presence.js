// Two people at one case in real browsers: a job with an operator and a dispatcher, the desk with two operators. Arguments: address,
// the three people as JSON, the job, the telephone of a caller. Prints one JSON object: how soon each is seen to come and to leave.
'use strict';
const { desktop, drive } = require('./driver');

const [address, people, job, phone] = process.argv.slice(2);
const NOTICE = '#beside .notice';

const words = (page) => page.textContent('#beside');

// Milliseconds that an act takes until the other page shows it.
async function until(act, shows) {
  const begun = Date.now();
  await act();
  await shows();
  return Date.now() - begun;
}

async function atJob(one, other) {
  const path = `${address}/jobs/${job}?lang=en`;
  // Whoever comes second is told by the page itself, so the first must have signed.
  await Promise.all([one.waitForResponse((answer) => answer.url().includes('/presence/job/')), one.goto(path)]);
  let atOnce;
  const come = async () => {
    const answer = await other.goto(path);
    atOnce = (await answer.text()).includes('has this open too');
  };
  const came = await until(come, () => one.waitForSelector(NOTICE));
  const said = await words(one);
  const tab = await one.context().newPage();
  await tab.goto(path);
  await tab.waitForSelector(NOTICE);
  const self = (await words(tab)) !== said;
  await tab.close();
  const left = await until(() => other.goto(`${address}/jobs?lang=en`), () => one.waitForSelector(NOTICE, { state: 'detached' }));
  return { came, left, words: said, self, atOnce };
}

async function call(page) {
  await page.goto(`${address}/intake?lang=en`);
  await page.fill('#phone', phone);
  await page.waitForSelector('#beside[data-at*="/presence/customer/"]', { state: 'attached' });
}

async function atDesk(one, other) {
  await call(one);
  const came = await until(() => call(other), () => one.waitForSelector(NOTICE));
  const said = await words(one);
  await other.waitForSelector(NOTICE);
  const left = await until(() => other.click('#afresh'), () => one.waitForSelector(NOTICE, { state: 'detached' }));
  return { came, left, words: said };
}

drive(async (browser) => {
  const signedIn = [];
  for (const { name, word } of JSON.parse(people)) signedIn.push(await desktop(browser, address, name, word));
  const [operator, dispatcher, second] = signedIn.map(({ page }) => page);
  const seen = { job: await atJob(operator, dispatcher), desk: await atDesk(operator, second) };
  return { ...seen, errors: signedIn.flatMap(({ errors }) => errors) };
});
