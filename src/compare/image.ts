import type { Picture } from "./picture.ts";

/** A picture as a PNG, twice as fine as it is large; null where the browser cannot make it. */
export async function imageOf({ svg, width, height }: Picture): Promise<Blob | null> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml;charset=utf-8" }));
  try {
    const image = new Image(width, height);
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * 2;
    canvas.height = height * 2;
    const context = canvas.getContext("2d");
    if (context === null) return null;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => {
      canvas.toBlob(resolve, "image/png");
    });
  } catch {
    // Too large for this device, or its canvas is closed: whoever asked says so.
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
}
