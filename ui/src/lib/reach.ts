/** The schemes of addresses that people can be reached by, as the protocol has them. */
export const SCHEMES = ['tel', 'mailto', 'sip', 'sips', 'xmpp', 'callto', 'msteams', 'slack', 'zoommtg', 'https'] as const;

/** Whether an address can be opened. */
export function opens(address: string): boolean {
  const [, scheme, rest] = /^([^:]*):(.*)$/su.exec(address) ?? [];
  return SCHEMES.some((known) => known === scheme?.toLowerCase()) && !!rest && !/[\s\p{Cc}]/u.test(address);
}

/** What of an address is worth copying: the number or the mailbox, not how it is called by programs. */
export const bare = (address: string) => address.replace(/^(tel|mailto|sips?|xmpp|callto):/iu, '');
