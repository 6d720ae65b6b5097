// A portrait is made small in the browser before it is sent: customers see it on telephones, and what a camera gives is a
// hundred times too large. The form goes as it would without script; where the browser cannot read the file, it goes as it is.
'use strict';
{
  const LONGEST_SIDE = 320;

  async function shrunk(file) {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const small = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8));
    return small && small.size < file.size ? new File([small], 'portrait.jpg', { type: small.type }) : file;
  }

  for (const form of document.querySelectorAll('form[data-portrait]')) {
    const field = form.elements.photo;
    let ready = false;
    field.addEventListener('change', () => { ready = false; });
    form.addEventListener('submit', async (event) => {
      if (ready || field.files.length === 0) return;
      event.preventDefault();
      try {
        const small = new DataTransfer();
        small.items.add(await shrunk(field.files[0]));
        field.files = small.files;
      } catch {
        // The server says what is wrong with the file.
      }
      ready = true;
      form.requestSubmit();
    });
  }
}
