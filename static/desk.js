// The intake form while the caller talks: the server writes the same page with what it knows by now, and its parts are put in
// place; lists are typed into; what is typed outlives a reload.
'use strict';
{
  const form = document.getElementById('intake');
  const taken = document.getElementById('taken');
  const draftOf = (user) => `ostakar-intake:${user}`;
  if (taken) localStorage.removeItem(draftOf(taken.dataset.user));
  if (form) begin(form);

  function begin(form) {
    const draft = draftOf(form.dataset.user);
    const status = document.getElementById('draft');
    const save = document.getElementById('save');
    const combos = new Map();
    // What belongs to this page alone, and what the server says anew.
    const passing = ['csrf', 'key', 'hold', 'seen', 'look'];
    let asking;
    let looking;
    let keeping;

    const fold = (text) =>
      text
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[يى]/g, 'ی')
        .replace(/ك/g, 'ک')
        .replace(/[\u200c\u064b-\u0652]/g, '')
        .replace(/[۰-۹]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 1728))
        .replace(/[٠-٩]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 1584));
    const named = (name) => [...form.elements].filter((it) => it.name === name);
    const pairs = () => [...new FormData(form)].filter(([name]) => !passing.includes(name));

    // What is looked up.

    async function look(more = []) {
      clearTimeout(looking);
      asking?.abort();
      asking = new AbortController();
      const body = new URLSearchParams(new FormData(form));
      const sent = new URLSearchParams(body);
      for (const [name, value] of more) body.set(name, value);
      const answer = await fetch(form.dataset.look, { method: 'POST', body, headers: { accept: 'text/html' }, signal: asking.signal });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const fresh = page.getElementById('intake');
      if (!fresh) return;
      take(fresh, sent);
      // Another caller is another case, which presence.js signs.
      const [here, there] = [document, page].map((it) => it.getElementById('beside').dataset);
      if (here.at !== there.at) here.at = there.at;
    }

    const lookSoon = (after) => {
      clearTimeout(looking);
      looking = setTimeout(() => look().catch(() => {}), after);
    };

    // Nothing is changed under the hands: a value that was typed or chosen meanwhile stays.
    function take(fresh, sent) {
      for (const field of form.elements) {
        if (!field.name || field.matches('button, [type=radio], [type=checkbox]') || field.closest('[data-live]')) continue;
        const twin = fresh.elements[field.name];
        if (!twin) continue;
        const isUntouched = field.value === (sent.get(field.name) ?? '');
        if (field.tagName === 'SELECT') takeOptions(field, twin, isUntouched);
        else if (isUntouched && field.value !== twin.value) {
          field.value = twin.value;
          if (document.activeElement === field) field.select();
        }
      }
      const now = new FormData(form);
      for (const part of form.querySelectorAll('[data-live]')) {
        const twin = fresh.querySelector(`#${CSS.escape(part.id)}`);
        if (twin && twin.innerHTML !== part.innerHTML) takePart(part, twin);
      }
      const ticks = [...form.querySelectorAll('[type=checkbox][data-look]')].map((it) => it.name);
      for (const name of ['customer', 'slot', 'told', ...ticks]) {
        if ((now.get(name) ?? '') === (sent.get(name) ?? '')) continue;
        for (const it of named(name)) it.checked = it.value === now.get(name);
      }
      openDetails();
      keepSoon();
    }

    function takeOptions(field, twin, isUntouched) {
      const value = isUntouched ? twin.value : field.value;
      const texts = (select) => [...select.options].map((it) => `${it.value}\n${it.text}`).join('\n');
      if (texts(field) !== texts(twin)) field.replaceChildren(...document.importNode(twin, true).childNodes);
      field.value = value;
      if (field.selectedIndex < 0) field.value = '';
      combos.get(field)?.show();
    }

    function takePart(part, twin) {
      const active = part.contains(document.activeElement) ? document.activeElement : null;
      part.replaceChildren(...document.importNode(twin, true).childNodes);
      if (!active) return;
      const same = [...part.querySelectorAll('input, button, a, summary')].find(
        (it) => it.tagName === active.tagName && it.name === active.name && it.value === active.value && it.href === active.href,
      );
      (same ?? part.querySelector('input, button, a, summary'))?.focus();
    }

    // A unit that is known needs no more to be told of it.
    function openDetails() {
      for (const details of form.querySelectorAll('details[data-of]')) {
        const value = form.elements[details.dataset.of].value;
        if (details.dataset.was !== value) details.open = !value.startsWith('unit:');
        details.dataset.was = value;
      }
    }

    // Lists to type into.

    function combobox(input, label, { source, choose, leave }) {
      const list = document.createElement('ul');
      let found = [];
      let at = -1;
      list.className = 'combo';
      list.id = `${input.id}-options`;
      list.hidden = true;
      list.setAttribute('role', 'listbox');
      list.setAttribute('aria-label', label);
      input.after(list);
      for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-expanded', 'false'], ['aria-controls', list.id]])
        input.setAttribute(name, value);

      const close = () => {
        list.hidden = true;
        input.setAttribute('aria-expanded', 'false');
        input.removeAttribute('aria-activedescendant');
        at = -1;
      };
      const mark = (next) => {
        at = next;
        [...list.children].forEach((it, index) => it.setAttribute('aria-selected', index === at));
        const chosen = list.children[at];
        if (chosen) {
          input.setAttribute('aria-activedescendant', chosen.id);
          chosen.scrollIntoView({ block: 'nearest' });
        }
      };
      const pick = (index) => {
        const option = found[index];
        close();
        if (option) choose(option);
      };
      const open = async () => {
        const text = input.value;
        const options = await source(text);
        if (input.value !== text || document.activeElement !== input) return;
        found = options;
        list.replaceChildren(
          ...found.map((option, index) => {
            const item = document.createElement('li');
            item.id = `${list.id}-${index}`;
            item.setAttribute('role', 'option');
            item.append(option.text);
            if (option.group) {
              const group = document.createElement('span');
              group.className = 'mut sm';
              group.append(option.group);
              item.append(group);
            }
            // The field must not lose the focus before the click is through.
            item.addEventListener('mousedown', (event) => event.preventDefault());
            item.addEventListener('click', () => pick(index));
            return item;
          }),
        );
        list.hidden = found.length === 0;
        input.setAttribute('aria-expanded', String(!list.hidden));
        if (!list.hidden) mark(0);
        else close();
      };
      input.addEventListener('input', () => open().catch(() => {}));
      input.addEventListener('keydown', (event) => {
        if (event.ctrlKey) return;
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step) {
          event.preventDefault();
          if (list.hidden) open().catch(() => {});
          else mark((at + step + found.length) % found.length);
        } else if (event.key === 'Enter' && !list.hidden) {
          event.preventDefault();
          event.stopPropagation();
          pick(at);
        } else if (event.key === 'Tab' && !list.hidden) {
          pick(at);
        } else if (event.key === 'Escape' && !list.hidden) {
          event.preventDefault();
          close();
          leave();
        }
      });
      input.addEventListener('blur', () => {
        close();
        leave();
      });
    }

    function enhance(select) {
      const label = form.querySelector(`label[for="${CSS.escape(select.id)}"]`);
      const input = document.createElement('input');
      input.id = select.id;
      input.className = 'in';
      input.autocomplete = 'off';
      for (const name of ['aria-invalid', 'aria-describedby'])
        if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
      select.id = `${input.id}-list`;
      select.hidden = true;
      select.before(input);
      let last = '';
      const write = () => {
        last = select.value === '' ? '' : select.selectedOptions[0].text;
        input.value = last;
      };
      const set = (value) => {
        const isNew = select.value !== value;
        select.value = value;
        write();
        if (isNew) select.dispatchEvent(new Event('change', { bubbles: true }));
      };
      const fitting = (text) => {
        const words = fold(text).split(/\s+/).filter(Boolean);
        const options = [...select.options].filter((it) => it.value !== '');
        const all = options.map((it) => ({ value: it.value, text: it.text, group: it.parentElement.label ?? '' }));
        return all.filter((it) => words.every((word) => fold(`${it.text} ${it.group}`).includes(word))).slice(0, 40);
      };
      combobox(input, label.textContent, {
        source: async (text) => fitting(text === last ? '' : text),
        choose: (option) => set(option.value),
        leave: () => (input.value.trim() === '' ? set('') : write()),
      });
      input.addEventListener('focus', () => input.select());
      // A list that comes while one types into it leaves the typing alone.
      const show = () => {
        if (document.activeElement !== input || input.value === last) write();
      };
      combos.set(select, { input, show });
      write();
    }

    function enhanceTowns(input) {
      const label = form.querySelector(`label[for="${CSS.escape(input.id)}"]`);
      const source = async (text) => {
        if (text.trim().length < 2) return [];
        const address = new URL(form.dataset.towns, location.href);
        address.searchParams.set('q', text);
        const answer = await fetch(address, { headers: { accept: 'application/json' } });
        const towns = answer.ok ? await answer.json() : [];
        return towns.map((text) => ({ text }));
      };
      const choose = ({ text }) => {
        input.value = text;
        lookSoon(0);
      };
      combobox(input, label.textContent, { source, choose, leave: () => {} });
    }

    // What is typed and not saved yet.

    function keep() {
      const told = pairs().filter(([name, value]) => value !== '' && !['items', 'channel'].includes(name));
      const isBegun = told.some(([name]) => ['phone', 'name'].includes(name) || /\.(product|description|serial)$/.test(name));
      if (!isBegun) return localStorage.removeItem(draft);
      localStorage.setItem(draft, JSON.stringify(pairs()));
      status.textContent = status.dataset.kept;
    }

    const keepSoon = () => {
      clearTimeout(keeping);
      keeping = setTimeout(keep, 300);
    };

    function restore() {
      const kept = JSON.parse(localStorage.getItem(draft) ?? 'null');
      if (!Array.isArray(kept)) return;
      for (const [name, value] of kept) {
        const [field] = named(name);
        if (field && field.type !== 'radio' && field.type !== 'checkbox') field.value = value;
      }
      for (const { show } of combos.values()) show();
      status.textContent = status.dataset.restored;
      look(kept).catch(() => {});
    }

    // The form itself.

    for (const select of form.querySelectorAll('select[data-combo]')) enhance(select);
    for (const input of form.querySelectorAll('input[data-towns]')) enhanceTowns(input);
    for (const button of form.querySelectorAll('button[data-plain]')) button.hidden = true;
    for (const details of form.querySelectorAll('details[data-of]'))
      details.dataset.was = form.elements[details.dataset.of].value;

    form.addEventListener('input', (event) => {
      keepSoon();
      const field = event.target;
      if (!field.matches('input:not([type=radio], [type=checkbox])[data-look], textarea[data-look]')) return;
      const digits = fold(field.value).replace(/\D/g, '').length;
      // Fewer digits are the end of too many numbers.
      if (field.type === 'tel' && digits > 0 && digits < 4) return;
      lookSoon(250);
    });
    form.addEventListener('change', (event) => {
      keepSoon();
      if (event.target.matches('select[data-look], input:is([type=radio], [type=checkbox])[data-look]')) lookSoon(0);
      if (event.target.tagName === 'SELECT') openDetails();
    });
    form.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.target.tagName !== 'INPUT') return;
      // Enter in a field looks up and never sends half a report.
      event.preventDefault();
      look(event.target.type === 'tel' ? [['look', 'caller']] : []).catch(() => {});
    });
    // Each part of the form has its key, as its heading shows.
    const keys = { F4: '[id="items.0.product"]', F7: '[name=slot]:checked', F8: '#city' };
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit(save);
      }
      if (event.ctrlKey || event.altKey || event.metaKey || !keys[event.key]) return;
      event.preventDefault();
      form.querySelector(keys[event.key])?.focus();
    });
    document.getElementById('afresh').addEventListener('click', () => {
      clearTimeout(keeping);
      localStorage.removeItem(draft);
    });
    if (!form.dataset.answer && !taken) restore();
    form.querySelector('[aria-invalid]:not([hidden])')?.focus();
  }
}
