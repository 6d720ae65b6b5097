// The search of the frame: `/` goes to it, the first hits show while one types, F2 opens a new form.
'use strict';
{
  const box = document.getElementById('find');
  const hits = document.getElementById('hits');
  let waiting;
  let asking;

  const isTyping = (target) => target.closest('input, textarea, select, [contenteditable]');
  const close = () => {
    hits.hidden = true;
    hits.replaceChildren();
  };

  async function look() {
    asking?.abort();
    const q = box.value.trim();
    if (q.length < 2) return close();
    asking = new AbortController();
    const address = new URL(box.dataset.hits, location.href);
    address.searchParams.set('q', q);
    const answer = await fetch(address, { headers: { accept: 'text/html' }, signal: asking.signal });
    // A session that is over leads to the door.
    if (!answer.ok || answer.redirected) return;
    const found = new DOMParser().parseFromString(await answer.text(), 'text/html');
    hits.replaceChildren(...document.importNode(found.body, true).childNodes);
    hits.hidden = false;
  }

  box.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => look().catch(() => {}), 200);
  });
  box.form.addEventListener('keydown', (event) => {
    const links = [...hits.querySelectorAll('a')];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') {
      close();
      box.focus();
    } else if (step && links.length) {
      event.preventDefault();
      const at = links.indexOf(document.activeElement) + step;
      (links[at] ?? box).focus();
    }
  });
  box.form.addEventListener('focusout', (event) => {
    if (!box.form.contains(event.relatedTarget)) close();
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const link = document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
    if (link) {
      event.preventDefault();
      location.assign(link.href);
    } else if (event.key === '/' && !isTyping(event.target)) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });
  // Whoever comes next at this desk finds nothing of whoever leaves it.
  document.querySelector('form[action^="/logout"]')?.addEventListener('submit', () => {
    for (const key of Object.keys(localStorage)) if (key.startsWith('ostakar-intake:')) localStorage.removeItem(key);
  });
}
