interface Edge {
  readonly from: string;
  readonly to: string;
}

function callees(links: readonly Edge[]): Map<string, string[]> {
  const to = new Map<string, string[]>();
  for (const link of links) {
    const list = to.get(link.from);
    if (list === undefined) to.set(link.from, [link.to]);
    else list.push(link.to);
  }
  return to;
}

/** The nodes on a way from one node to another along the calls, both ends included; null when there is none. */
export function findPath(links: readonly Edge[], from: string, to: string): string[] | null {
  const next = callees(links);
  const cameFrom = new Map<string, string>([[from, from]]);
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === to) {
      const path = [to];
      for (let step = to; step !== from; ) {
        step = cameFrom.get(step) ?? from;
        path.unshift(step);
      }
      return path;
    }
    for (const callee of next.get(at) ?? []) {
      if (cameFrom.has(callee)) continue;
      cameFrom.set(callee, at);
      open.push(callee);
    }
  }
  return null;
}

/** A set of links without which no call can come back to its caller; for each, the cycle that it closes. */
export function findCycles(links: readonly Edge[]): { readonly link: number; readonly cycle: string[] }[] {
  const sound: Edge[] = [];
  const found: { link: number; cycle: string[] }[] = [];
  const suspects = linksInCycles(links);
  links.forEach((link, i) => {
    const back = suspects.has(i) ? findPath(sound, link.to, link.from) : null;
    if (back === null) sound.push(link);
    else found.push({ link: i, cycle: [...back, link.to] });
  });
  return found;
}

/** Peels off nodes that nobody left calls (Kahn): what remains lies on or behind a cycle. Keeps sound documents linear. */
function linksInCycles(links: readonly Edge[]): Set<number> {
  const incoming = new Map<string, number>();
  const outgoing = new Map<string, number[]>();
  links.forEach(({ from, to }, i) => {
    incoming.set(to, (incoming.get(to) ?? 0) + 1);
    outgoing.set(from, [...(outgoing.get(from) ?? []), i]);
  });
  const left = new Set(links.keys());
  const free = [...outgoing.keys()].filter((id) => !incoming.has(id));
  for (let id = free.pop(); id !== undefined; id = free.pop()) {
    for (const i of outgoing.get(id) ?? []) {
      left.delete(i);
      const to = links[i]?.to ?? id;
      const rest = (incoming.get(to) ?? 1) - 1;
      incoming.set(to, rest);
      if (rest === 0) free.push(to);
    }
  }
  return left;
}
