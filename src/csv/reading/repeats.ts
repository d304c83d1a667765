import { ROLE } from "./reading.ts";
import type { CellStore } from "./store.ts";

/** A number of 53 bits that two rows share if their fields are the same (and by chance once in 10¹⁵ pairs). */
export function hashFields(fields: readonly string[]): number {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (const field of fields) {
    for (let i = 0; i < field.length; i++) {
      const code = field.charCodeAt(i);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ code, 0x85ebca6b);
      b ^= b >>> 13;
    }
    // A field's end, so that "ab","c" is not "a","bc".
    a = Math.imul(a ^ 0x1f, 0x01000193);
    b = Math.imul(b + 0x1f, 0xc2b2ae35);
  }
  return (a >>> 0) * 2 ** 21 + ((b >>> 0) & 0x1fffff);
}

/** Hashes of rows by row number, in little memory. */
export class RowHashes {
  private hashes = new Float64Array(64);

  set(row: number, hash: number): void {
    if (row >= this.hashes.length) {
      const hashes = new Float64Array(Math.max(row + 1, this.hashes.length * 2));
      hashes.set(this.hashes);
      this.hashes = hashes;
    }
    this.hashes[row] = hash;
  }

  /** Data rows that say the same as an earlier one, each with the first such row. */
  repeats(roles: Uint8Array, store: CellStore, from: number, to: number): { row: number; first: number }[] {
    const found: { row: number; first: number }[] = [];
    let size = 16;
    while (size < (to - from + 1) * 2) size *= 2;
    const table = new Int32Array(size);
    for (let row = from; row <= to; row++) {
      if (roles[row] !== ROLE.data || store.filled[row] === 0) continue;
      const hash = this.hashes[row] ?? 0;
      let slot = (hash % 0x7fffffff) & (size - 1);
      for (;;) {
        const first = table[slot] ?? 0;
        if (first === 0) {
          table[slot] = row;
          break;
        }
        if (this.hashes[first] === hash) {
          found.push({ row, first });
          break;
        }
        slot = (slot + 1) & (size - 1);
      }
    }
    return found;
  }
}
