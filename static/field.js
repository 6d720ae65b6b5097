// The technician's visit without network: steps are kept on the telephone and sent in their order, the page goes on with the next
// act meanwhile, and what the server refuses is shown with what was typed.
'use strict';
{
  const { queue } = window;
  const bar = document.getElementById('field');
  const refusal = document.getElementById('refused');
  const link = window.location.pathname.split('/').slice(0, 3).join('/');
  const { lang } = document.documentElement;
  const LONGEST_SIDE = 1600;
  const SOONEST_MS = 5000;
  const LATEST_MS = 60000;
  // So long a step is on its way before the page says that it waits.
  const PATIENCE_MS = 1500;
  let visit = document.getElementById('visit');
  // Where the page says that the visit stands.
  let stands = visit.dataset.state;

  // Acts that do not belong to the state wait in templates, so that no two fields of one name stand on the page.
  function stand(state) {
    for (let depth = 0; depth < 2; depth += 1) {
      for (const act of visit.querySelectorAll('[data-in]')) {
        const belongs = act.dataset.in.split(' ').includes(state);
        if (act.localName === 'template') {
          if (belongs) act.replaceWith(act.content);
        } else if (!belongs) {
          const template = document.createElement('template');
          template.dataset.in = act.dataset.in;
          act.replaceWith(template);
          template.content.append(act);
        }
      }
    }
    const steps = [...visit.querySelectorAll('[data-step]')];
    const now = steps.findIndex((it) => it.dataset.step === (state === 'suspended' ? 'working' : state));
    if (state === stands || now < 0) return;
    stands = state;
    steps.forEach((it, at) => {
      it.classList.toggle('done', at < now || state === 'done');
      it.toggleAttribute('aria-current', false);
    });
    steps[now].setAttribute('aria-current', 'step');
  }

  const elements = (form) => [...form.elements].filter((it) => it.name && it.type !== 'hidden' && it.type !== 'file' && it.localName !== 'button');
  const named = (form) => {
    const value = (name) => (form.elements[name] && form.elements[name].type === 'hidden' ? form.elements[name].value : '');
    return [new URL(form.action).pathname, value('event'), value('job')].join(' ');
  };

  // Puts values into the fields of a form: [name, value] pairs.
  function fill(form, pairs) {
    for (const field of elements(form)) {
      const pair = pairs.find(([name, value]) => name === field.name && (field.type !== 'radio' || value === field.value));
      if (field.type === 'radio') field.checked = Boolean(pair);
      else if (pair) [, field.value] = pair;
    }
  }

  const isTyped = (field) => {
    if (field.type === 'radio') return field.checked !== field.defaultChecked;
    if (field.localName === 'select') return [...field.options].some((it) => it.selected !== it.defaultSelected) && field.value !== '';
    return field.value !== field.defaultValue;
  };

  // The page as the server has it now, with what was typed into its other forms.
  async function refresh() {
    const answer = await fetch(link + window.location.search, { headers: { accept: 'text/html' } });
    const html = answer.ok ? await answer.text() : '';
    const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById('visit');
    if (!fresh) {
      window.location.assign(link + window.location.search);
      return;
    }
    const typed = new Map();
    for (const form of visit.querySelectorAll('form')) {
      const fields = elements(form).filter((it) => isTyped(it) && !(it.type === 'radio' && !it.checked));
      if (fields.length > 0) typed.set(named(form), fields.map((it) => [it.name, it.value]));
    }
    const hadFocus = visit.contains(document.activeElement);
    visit.replaceWith(fresh);
    visit = fresh;
    stands = visit.dataset.state;
    for (const form of visit.querySelectorAll('form')) {
      const pairs = typed.get(named(form));
      if (pairs) fill(form, pairs);
    }
    if (hadFocus) {
      const heading = visit.querySelector('h1');
      heading.tabIndex = -1;
      heading.focus();
    }
    window.history.replaceState(null, '', link + window.location.search);
    prepare();
  }

  function accuse(field, words) {
    field.setAttribute('aria-invalid', 'true');
    const said = document.createElement('span');
    said.className = 'err';
    said.id = `${field.id}-said`;
    said.textContent = words;
    field.setAttribute('aria-describedby', [field.getAttribute('aria-describedby'), said.id].filter(Boolean).join(' '));
    field.after(said);
  }

  // What the server said against a step, beside the fields where they are known, with what was typed in them.
  function refuse(step) {
    const form = [...visit.querySelectorAll('form')].find((it) => named(it) === step.form);
    visit.querySelectorAll('.err[id$="-said"]').forEach((it) => it.remove());
    if (form) {
      for (let around = form; around; around = around.parentElement) if (around.localName === 'details') around.open = true;
      if (typeof step.body === 'string') fill(form, [...new URLSearchParams(step.body)]);
    }
    const lines = [];
    for (const { field, message } of step.refused.errors) {
      const own = form && elements(form).find((it) => it.name === field && it.type !== 'radio');
      const other = document.getElementById(field);
      if (own) accuse(own, message);
      const label = !own && other && other.labels && other.labels[0];
      lines.push(label ? `${label.textContent.trim()}: ${message}` : message);
    }
    refusal.querySelector('[data-what]').textContent = step.act;
    refusal.querySelector('[data-why]').textContent = lines.length > 0 ? lines.join(' ') : step.refused.words;
  }

  function tellOfNetwork(waiting) {
    const says = { off: !navigator.onLine, kept: waiting > 0, needs: false };
    bar.hidden = !says.off && !says.kept;
    for (const [what, isSaid] of Object.entries(says)) bar.querySelector(`[data-${what}]`).hidden = !isSaid;
    bar.querySelector('bdi').textContent = waiting.toLocaleString(lang);
  }

  let shown = null;
  async function show(isQuiet) {
    const steps = await queue.all(link);
    const [first] = steps;
    const refused = first && first.refused ? first : null;
    if (!isQuiet) tellOfNetwork(steps.length - (refused ? 1 : 0));
    const led = refused ? [] : steps.filter((it) => it.to);
    stand(led.length > 0 ? led[led.length - 1].to : visit.dataset.state);
    refusal.hidden = !refused;
    if (refused && shown !== refused.key) refuse(refused);
    shown = refused ? refused.key : null;
  }

  let pause = SOONEST_MS;
  let timer = null;
  async function sendAll() {
    clearTimeout(timer);
    const early = setTimeout(() => show(), PATIENCE_MS);
    const { sent, waits, led } = await queue.send(link);
    clearTimeout(early);
    if (led) visit.dataset.state = led;
    if (sent > 0) {
      pause = SOONEST_MS;
      await refresh().catch(() => {});
    }
    await show();
    if (waits) {
      timer = setTimeout(flush, pause);
      pause = Math.min(pause * 2, LATEST_MS);
    }
  }

  let sending = Promise.resolve();
  const flush = () => {
    sending = sending.then(sendAll).catch(() => {});
    return sending;
  };

  const { encoded, shrunk } = globalThis.pictures;

  async function photo(form, file, fields) {
    const url = new URL(form.action, window.location.href);
    for (const [name, value] of fields) if (typeof value === 'string') url.searchParams.set(name, value);
    return { url: url.href, type: file.type || 'application/octet-stream', body: await file.arrayBuffer() };
  }

  const key = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

  // What a form says, as steps to send: a signature goes before the end that it belongs to.
  async function steps(form, button) {
    const fields = [...new FormData(form)];
    if (button && button.name) fields.push([button.name, button.value]);
    const step = { link, lang, key: key(), form: named(form), act: (button || form.querySelector('.btn')).textContent.trim() };
    const file = fields.map(([, value]) => value).find((value) => value instanceof File);
    if (file) return [{ ...step, ...(await photo(form, await shrunk(file, LONGEST_SIDE), fields)) }];
    const to = (button && button.dataset.to) || form.dataset.to;
    const body = new URLSearchParams(fields).toString();
    const told = { ...step, to, url: form.action, type: 'application/x-www-form-urlencoded', body };
    const sheet = form.querySelector('canvas');
    const signature = sheet && await signed(form, sheet);
    if (!signature) return [told];
    const at = { action: sheet.dataset.post };
    const before = { ...step, key: key(), form: '', act: sheet.getAttribute('aria-label') };
    return [{ ...before, ...(await photo(at, signature, [['kind', 'signature'], ['job', sheet.dataset.job]])) }, told];
  }

  async function keep(form, button) {
    const first = await queue.first(link);
    const told = await steps(form, button);
    if (first && first.refused && first.form === named(form)) {
      // The step as it was mended stands where the refused one stood, before what waits behind it.
      told.forEach((step, at) => { step.id = first.id + at / 1024; });
    }
    for (const step of told) await queue.put(step);
    if (waker) waker.sync.register(link).catch(() => {});
    form.reset();
    for (const sheet of form.querySelectorAll('canvas')) wipe(sheet);
  }

  document.addEventListener('submit', async (event) => {
    const form = event.target;
    if (!visit.contains(form)) return;
    const button = event.submitter;
    if (!('kept' in form.dataset)) {
      if (!navigator.onLine) {
        event.preventDefault();
        bar.querySelector('[data-needs]').hidden = false;
        bar.scrollIntoView();
      }
      return;
    }
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = 'yes';
    try {
      await keep(form, button);
    } catch {
      // Nothing can be kept on this telephone: the form goes as it would without script.
      delete form.dataset.kept;
      form.requestSubmit(button);
      return;
    } finally {
      delete form.dataset.busy;
    }
    await show(true);
    await flush();
  });

  refusal.querySelector('button').addEventListener('click', async () => {
    const first = await queue.first(link);
    if (first && first.refused) await queue.drop(first.id);
    await flush();
  });

  // The signature: drawn, or the name typed where nobody can draw.
  function wipe(sheet) {
    sheet.getContext('2d').clearRect(0, 0, sheet.width, sheet.height);
    delete sheet.dataset.drawn;
  }

  async function signed(form, sheet) {
    const typed = form.querySelector('#signed').value.trim();
    if (!sheet.dataset.drawn && typed === '') return null;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [sheet.width, sheet.height];
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(sheet, 0, 0);
    if (!sheet.dataset.drawn) {
      pen.fillStyle = '#000';
      pen.font = 'italic 48px system-ui, sans-serif';
      pen.textAlign = 'center';
      pen.fillText(typed, canvas.width / 2, canvas.height / 2, canvas.width - 40);
    }
    return encoded(canvas);
  }

  function drawOn(sheet) {
    const pen = sheet.getContext('2d');
    Object.assign(pen, { lineWidth: 4, lineCap: 'round', lineJoin: 'round', strokeStyle: '#000' });
    const at = (event) => {
      const box = sheet.getBoundingClientRect();
      return [(event.clientX - box.left) * (sheet.width / box.width), (event.clientY - box.top) * (sheet.height / box.height)];
    };
    sheet.addEventListener('pointerdown', (event) => {
      sheet.setPointerCapture(event.pointerId);
      pen.beginPath();
      pen.moveTo(...at(event));
    });
    sheet.addEventListener('pointermove', (event) => {
      if (!sheet.hasPointerCapture(event.pointerId)) return;
      pen.lineTo(...at(event));
      pen.stroke();
      sheet.dataset.drawn = 'yes';
    });
  }

  function prepare() {
    for (const act of [visit, ...[...visit.querySelectorAll('template')].map((it) => it.content)]) {
      act.querySelectorAll('[data-scripted]').forEach((it) => { it.hidden = false; });
      act.querySelectorAll('canvas').forEach(drawOn);
      act.querySelectorAll('[data-wipe]').forEach((it) => it.addEventListener('click', () => wipe(it.form.querySelector('canvas'))));
    }
  }

  // Where there are service workers, the page opens without network, and what waits goes even while it is closed.
  let waker = null;
  async function watch() {
    const { serviceWorker } = navigator;
    serviceWorker.addEventListener('message', ({ data }) => {
      if (data.sent === link) refresh().then(() => show()).catch(() => {});
    });
    const isFirst = !serviceWorker.controller;
    await serviceWorker.register('/sw.js');
    const registration = await serviceWorker.ready;
    const files = [...document.querySelectorAll('link[href^="/static/"], script[src^="/static/"]')].map((it) => it.href || it.src);
    registration.active.postMessage({ page: isFirst ? new URL(link + window.location.search, window.location.href).href : null, files });
    if ('sync' in registration) waker = registration;
  }

  prepare();
  window.addEventListener('online', flush);
  window.addEventListener('offline', () => show());
  document.addEventListener('visibilitychange', () => document.hidden || flush());
  if ('serviceWorker' in navigator) watch().catch(() => {});
  show().then(flush).catch(() => {});
}
