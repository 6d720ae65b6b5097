// Who else has the case of this page open: the page signs as long as it is seen, and shows what the server answers. It looks again
// when the bell's stream says that somebody came or left.
'use strict';
{
  const EVERY = 20_000;
  // Of two who come at the same moment neither has seen the other yet.
  const FIRST = 5_000;
  // Whoever has touched nothing for so long is not there; a page that went on signing would also keep the session from ending.
  const AWAY = 10 * 60_000;
  const beside = document.getElementById('beside');
  const events = new BroadcastChannel('ostakar-events');
  let shown = '';
  let asking;
  let next;
  let touched = Date.now();

  const isAway = () => Date.now() - touched > AWAY;
  const pairs = () => new URLSearchParams({ csrf: beside.dataset.csrf, page: beside.dataset.page });

  const signSoon = (after) => {
    clearTimeout(next);
    next = setTimeout(() => sign().catch(() => {}), after);
  };

  async function sign() {
    clearTimeout(next);
    asking?.abort();
    const { at } = beside.dataset;
    if (!at || document.visibilityState !== 'visible' || isAway()) return;
    signSoon(at === shown ? EVERY : FIRST);
    shown = at;
    asking = new AbortController();
    const answer = await fetch(at, { method: 'POST', body: pairs(), headers: { accept: 'text/html' }, signal: asking.signal });
    if (answer.ok && !answer.redirected) put(await answer.text());
  }

  // What is there already is not put again, because it would be read out again.
  function put(html) {
    const { body } = new DOMParser().parseFromString(html, 'text/html');
    if (body.innerHTML !== beside.innerHTML) beside.replaceChildren(...document.importNode(body, true).childNodes);
  }

  function leave() {
    clearTimeout(next);
    asking?.abort();
    if (shown) navigator.sendBeacon(beside.dataset.leave, pairs());
    shown = '';
  }

  function touch() {
    const isBack = isAway();
    touched = Date.now();
    if (isBack) sign().catch(() => {});
  }

  // At the desk the case is the caller, who becomes known and changes.
  new MutationObserver(() => {
    put('');
    if (beside.dataset.at) sign().catch(() => {});
    else leave();
  }).observe(beside, { attributeFilter: ['data-at'] });
  // A page that is loaded anew leaves and comes back within a moment, which is not worth a word.
  events.onmessage = ({ data }) => data.topic === 'presence' && signSoon(1_500);
  for (const name of ['pointermove', 'pointerdown', 'keydown', 'scroll']) addEventListener(name, touch, { capture: true, passive: true });
  document.addEventListener('visibilitychange', () => {
    touched = Date.now();
    sign().catch(() => {});
  });
  addEventListener('pagehide', leave);
  addEventListener('pageshow', ({ persisted }) => persisted && sign().catch(() => {}));
  sign().catch(() => {});
}
