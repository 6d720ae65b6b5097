// A portrait is made small in the browser before it is sent: customers see it on telephones, and what a camera gives is a
// hundred times too large. The form goes as it would without script; where the browser cannot read the file, it goes as it is.
'use strict';
{
  const LONGEST_SIDE = 320;

  const { shrunk } = globalThis.pictures;

  for (const form of document.querySelectorAll('form[data-portrait]')) {
    const field = form.elements.photo;
    let ready = false;
    field.addEventListener('change', () => { ready = false; });
    form.addEventListener('submit', async (event) => {
      if (ready || field.files.length === 0) return;
      event.preventDefault();
      const small = await shrunk(field.files[0], LONGEST_SIDE);
      if (small !== field.files[0]) {
        const chosen = new DataTransfer();
        chosen.items.add(new File([small], 'portrait.jpg', { type: small.type }));
        field.files = chosen.files;
      }
      ready = true;
      form.requestSubmit();
    });
  }
}
