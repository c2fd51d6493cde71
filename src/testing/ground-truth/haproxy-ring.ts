/** HAProxy 2.6, include/haproxy/intops.h: an integer hash of Bob Jenkins, times a large prime. */
function fullHash(value: number): number {
  let a = value | 0;
  a = (a + 0x7ed55d16 + (a << 12)) | 0;
  a = a ^ 0xc761c23c ^ (a >>> 19);
  a = (a + 0x165667b1 + (a << 5)) | 0;
  a = ((a + 0xd3a2646c) | 0) ^ (a << 9);
  a = (a + 0xfd7046c5 + (a << 3)) | 0;
  a = a ^ 0xb55a4f09 ^ (a >>> 16);
  return Math.imul(a, 3_221_225_473) >>> 0;
}

/** Places on the ring per server of weight 1, and the range of places that one server may have. */
const PLACES = 16;
const RANGE = 4096;
const RING = 2 ** 32;

/**
 * The share of `balance random`'s draws that each of `servers` equal servers gets: a draw goes to the nearest of the
 * places that the servers' numbers, from 1 on, hash to (HAProxy 2.6, src/lb_chash.c, chash_get_server_hash).
 */
export function ringShares(servers: number): number[] {
  const places = Array.from({ length: servers * PLACES }, (_, i) => {
    const server = Math.floor(i / PLACES);
    return { server, at: fullHash((server + 1) * RANGE + (i % PLACES)) };
  }).sort((a, b) => a.at - b.at);
  const shares = new Array<number>(servers).fill(0);
  places.forEach(({ server }, i) => {
    const before = i === 0 ? places[places.length - 1].at - RING : places[i - 1].at;
    const after = i === places.length - 1 ? places[0].at + RING : places[i + 1].at;
    shares[server] += (after - before) / 2 / RING;
  });
  return shares;
}
