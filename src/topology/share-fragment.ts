/** Whether a location's hash claims to hold a document; apart from `share.ts`, which is loaded only when it does. */
export const isShareFragment = (hash: string) => hash.startsWith("#t=");
