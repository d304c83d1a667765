export function checkBooks(): {lines: string[], failed: number} { return {lines: [], failed: 0}; }
export function writeFixtures(): string { return ""; }
