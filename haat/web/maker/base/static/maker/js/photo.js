// A camera's 12 megapixels become a JPEG of at most 2200 px before they are kept: some 500 KB, without its place. It is as
// much as the server keeps, and marketplaces want it: a good that fills two thirds of it is still 1500 px large.
const MOST = 2200;

export async function shrink(file) {
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, MOST / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "white";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.85); });
    return blob || file;
  } catch {
    return file; // the server says what is wrong with it
  }
}
