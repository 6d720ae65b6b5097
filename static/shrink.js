// A picture no larger than it must be, the right way up: a telephone makes it smaller before it is sent.
'use strict';
{
  // The picture on white, its longer side at most so many points.
  async function drawn(file, longestSide) {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  const encoded = (canvas) => new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8));

  // As it came where the browser cannot read it: the server says what is wrong.
  async function shrunk(file, longestSide) {
    try {
      const small = await encoded(await drawn(file, longestSide));
      return small && small.size < file.size ? small : file;
    } catch {
      return file;
    }
  }

  globalThis.pictures = { encoded, shrunk };
}
