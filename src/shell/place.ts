/** An attachment that puts a positioned element so far from the left of its frame, in CSS pixels, and so wide. */
export function placeLeft(left: number, width?: number): (element: HTMLElement) => void {
  return (element) => {
    element.style.left = `${left}px`;
    if (width !== undefined) element.style.width = `${width}px`;
  };
}
