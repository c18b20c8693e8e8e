/** An id of our own choosing that nobody else has: what is made with it twice is made once. */
export const fresh = (kind: string) => `${kind}-${Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
