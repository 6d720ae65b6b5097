// The bell counts what is new, as it happens. One tab holds the stream for all tabs of this browser, because a browser opens
// only six connections to a site; it passes on what it hears, and whether it hears at all.
'use strict';
{
  const bell = document.getElementById('bell');
  const count = bell.querySelector('.cnt');
  const number = new Intl.NumberFormat(document.documentElement.lang === 'fa' ? 'fa-IR' : 'en');
  const tabs = new BroadcastChannel('ostakar-events');
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

  // What happened while the stream was down is not told again to a stream without a last event.
  function hear({ topic, isOpen }) {
    if (topic === 'task' || isOpen) ring();
  }

  function listen() {
    const stream = new EventSource('/api/v1/events');
    const pass = (told) => {
      hear(told);
      tabs.postMessage(told);
    };
    const tell = () => pass({ isOpen: stream.readyState === EventSource.OPEN });
    stream.onmessage = (event) => pass(JSON.parse(event.data));
    stream.onopen = tell;
    stream.onerror = tell;
    tabs.onmessage = ({ data }) => data.asks && tabs.postMessage({ isOpen: stream.readyState === EventSource.OPEN });
    return new Promise(() => {});
  }

  tabs.onmessage = ({ data }) => hear(data);
  look().catch(() => {});
  if (navigator.locks) navigator.locks.request('ostakar-events', listen);
  else listen();
}
