/** No consumer has the partition. */
export const UNOWNED = -1;

/**
 * Kafka's range assignor, for one topic: partitions in order, in runs of equal length; the first members have one more
 * where they do not divide. Writes the owners into `owner` from `base` on.
 */
export function assignRange(owner: Int32Array, base: number, partitions: number, members: readonly number[]): void {
  const each = Math.floor(partitions / members.length);
  const more = partitions % members.length;
  let p = base;
  members.forEach((member, i) => {
    for (let left = each + (i < more ? 1 : 0); left > 0; left--) owner[p++] = member;
  });
}

/**
 * Cooperative sticky: everybody keeps what it has, as far as that is even; partitions without an owner go to those who
 * have least. What some have too much is set free, to be given away in the next rebalance; returns whether there is any.
 */
export function assignSticky(owner: Int32Array, base: number, partitions: number, members: readonly number[]): boolean {
  const has = members.map((member) => owned(owner, base, partitions, member));
  for (let p = base; p < base + partitions; p++) {
    if (owner[p] !== UNOWNED) continue;
    const least = has.indexOf(Math.min(...has));
    owner[p] = members[least];
    has[least]++;
  }
  const each = Math.floor(partitions / members.length);
  let more = partitions % members.length;
  // Those that have most may keep one more.
  const order = members.map((_, i) => i).sort((a, b) => has[b] - has[a] || a - b);
  let isFreed = false;
  for (const i of order) {
    const most = has[i] > each && more > 0 ? each + 1 : each;
    if (has[i] > each && more > 0) more--;
    for (let p = base + partitions - 1; p >= base && has[i] > most; p--) {
      if (owner[p] !== members[i]) continue;
      owner[p] = UNOWNED;
      has[i]--;
      isFreed = true;
    }
  }
  return isFreed;
}

function owned(owner: Int32Array, base: number, partitions: number, member: number): number {
  let count = 0;
  for (let p = base; p < base + partitions; p++) if (owner[p] === member) count++;
  return count;
}
