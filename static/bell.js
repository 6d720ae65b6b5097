// The bell counts what is new, as it happens. One tab holds the stream for all tabs of this browser, because a browser opens
// only six connections to a site.
'use strict';
{
  const bell = document.getElementById('bell');
  const count = bell.querySelector('.cnt');
  const number = new Intl.NumberFormat(document.documentElement.lang === 'fa' ? 'fa-IR' : 'en');
  const tabs = new BroadcastChannel('ostakar-bell');
  let waiting;

  async function look() {
    const answer = await fetch('/api/v1/bell?limit=1', { headers: { accept: 'application/json' } });
    if (!answer.ok) return;
    const { unread } = await answer.json();
    count.hidden = unread === 0;
    count.textContent = number.format(unread);
    bell.setAttribute('aria-label', unread === 0 ? bell.dataset.none : bell.dataset.some.replace('#', number.format(unread)));
  }

  // Several things often happen at once.
  function ring() {
    clearTimeout(waiting);
    waiting = setTimeout(() => look().catch(() => {}), 300);
  }

  function listen() {
    const stream = new EventSource('/api/v1/events');
    stream.onmessage = (event) => {
      if (JSON.parse(event.data).topic !== 'task') return;
      ring();
      tabs.postMessage('ring');
    };
    // What happened while the stream was down is not told again to a stream without a last event.
    stream.onopen = ring;
    return new Promise(() => {});
  }

  tabs.onmessage = ring;
  look().catch(() => {});
  if (navigator.locks) navigator.locks.request('ostakar-bell', listen);
  else listen();
}
