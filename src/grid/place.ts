/** An attachment that puts a positioned element at a point of its frame, in CSS pixels. */
export function standAt(x: number, y: number): (element: HTMLElement) => void {
  return (element) => {
    element.style.left = `${x}px`;
    element.style.top = `${y}px`;
  };
}
