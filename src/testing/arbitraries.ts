import fc from "fast-check";
import { boundaries } from "../catalog/boundaries/registry";
import type { KindDefinition } from "../catalog/define";
import { canAim } from "../catalog/faults/aim";
import type { FaultDefinition } from "../catalog/faults/define";
import { faults } from "../catalog/faults/definitions";
import { apiGateway } from "../catalog/kinds/api-gateway/definition";
import { cache } from "../catalog/kinds/cache/definition";
import { cdn } from "../catalog/kinds/cdn/definition";
import { client } from "../catalog/kinds/client/definition";
import { database } from "../catalog/kinds/database/definition";
import { kindOf } from "../catalog/kinds/definitions";
import { external } from "../catalog/kinds/external/definition";
import { functionKind } from "../catalog/kinds/function/definition";
import { loadBalancer } from "../catalog/kinds/load-balancer/definition";
import { log } from "../catalog/kinds/log/definition";
import { queue } from "../catalog/kinds/queue/definition";
import { quorumStore } from "../catalog/kinds/quorum-store/definition";
import { server } from "../catalog/kinds/server/definition";
import { worker } from "../catalog/kinds/worker/definition";
import { linkConfig } from "../catalog/link-config";
import { policies } from "../catalog/policies/definitions";
import { hedging } from "../catalog/policies/hedging/definition";
import { retry } from "../catalog/policies/retry/definition";
import { reachProblems } from "../topology/checks/fault-reach";
import { distributionProblems } from "../topology/distribution-problems";
import { CURRENT_VERSION, type FaultEntry, FORMAT, type Topology, topologySchema } from "../topology/schema";
import { withNamedCallees, withNamedOperations } from "./named-parts";
import { arbitraryOf, type Temper, words } from "./schema-arbitrary";

type Raw = Record<string, unknown> & { readonly id: string };
interface RawNode extends Raw {
  readonly kind: string;
  readonly config: unknown;
}

function documents(temper: Temper): fc.Arbitrary<Topology> {
  return shape
    .chain((wanted) => {
      const skeleton = wire(wanted);
      const zones = fc.integer({ min: 0, max: 2 });
      return zones.chain((zoneCount) =>
        fc
          .record({
            nodes: fc.tuple(...skeleton.nodes.map((node) => nodeOf(node, zoneCount, temper))),
            links: fc.tuple(...skeleton.links.map((link) => linkOf(link, skeleton.links, temper))),
            boundaries: fc.tuple(...Array.from({ length: zoneCount }, (_, i) => boundaryOf(i, temper))),
            notes: temper === "calm" ? fc.constant([]) : fc.array(noteOf, { maxLength: 2 }).map(numbered),
            run: fc.record({
              seed: fc.integer({ min: 0, max: 4_294_967_295 }),
              durationMs: temper === "calm" ? fc.integer({ min: 500, max: 4000 }) : fc.integer({ min: 100, max: 86_400_000 }),
            }),
            name: temper === "calm" ? fc.constant("Random") : words(120),
            description: temper === "calm" ? fc.constant("") : words(200),
          })
          .chain((parts) => faultsOf(parts, temper).map((planned) => ({ ...parts, faults: planned }))),
      );
    })
    .map((parts) => withNamedCallees(topologySchema.parse({ format: FORMAT, version: CURRENT_VERSION, ...parts })));
}

const shape = fc.record({
  clients: fc.integer({ min: 1, max: 2 }),
  balanced: fc.boolean(),
  servers: fc.integer({ min: 1, max: 3 }),
  cached: fc.boolean(),
  store: fc.constantFrom(null, database, database, quorumStore),
  broker: fc.constantFrom(queue, queue, log),
  consumer: fc.constantFrom(server, worker),
  consumers: fc.integer({ min: 0, max: 2 }),
  consumersStore: fc.boolean(),
  functional: fc.boolean(),
  elsewhere: fc.boolean(),
  gated: fc.boolean(),
  atEdge: fc.boolean(),
});
type Shape = typeof shape extends fc.Arbitrary<infer S> ? S : never;

interface Bare {
  readonly id: string;
  readonly kind: KindDefinition;
}
interface BareLink {
  readonly id: string;
  readonly from: Bare;
  readonly to: Bare;
}

function wire(wanted: Shape): { nodes: Bare[]; links: BareLink[] } {
  const nodes: Bare[] = [];
  const links: BareLink[] = [];
  const add = (kind: KindDefinition, count = 1): Bare[] =>
    Array.from({ length: count }, () => {
      const node = { id: `n${nodes.length + 1}`, kind };
      nodes.push(node);
      return node;
    });
  const join = (from: readonly Bare[], to: readonly Bare[]): void => {
    for (const a of from) for (const b of to) links.push({ id: `l${links.length + 1}`, from: a, to: b });
  };
  const clients = add(client, wanted.clients);
  const servers = add(server, wanted.servers);
  let front = servers;
  const before = (kind: KindDefinition) => {
    const node = add(kind);
    join(node, front);
    front = node;
  };
  if (wanted.balanced) before(loadBalancer);
  if (wanted.gated) before(apiGateway);
  if (wanted.atEdge && front.length === 1) before(cdn);
  join(clients, front);
  if (wanted.functional) join(servers, add(functionKind));
  if (wanted.elsewhere) join(servers, add(external));
  const store = wanted.store === null ? [] : add(wanted.store);
  const near = wanted.cached ? add(cache) : [];
  join(servers, wanted.cached ? near : store);
  join(near, store);
  if (wanted.consumers > 0) {
    const broker = add(wanted.broker);
    const consumers = add(wanted.consumer, wanted.consumers);
    join(servers, broker);
    join(broker, consumers);
    if (wanted.consumersStore) join(consumers, store);
  }
  return { nodes, links };
}

const sound = (config: unknown) => distributionProblems(config, []).length === 0;
const place = (temper: Temper) =>
  temper === "calm"
    ? fc.constant({ x: 0, y: 0 })
    : fc.record({ x: fc.integer({ min: -1e7, max: 1e7 }), y: fc.integer({ min: -1e7, max: 1e7 }) });

function nodeOf({ id, kind }: Bare, zoneCount: number, temper: Temper): fc.Arbitrary<RawNode> {
  const config = arbitraryOf(kind.config, temper).filter(sound);
  const boundary = fc.option(fc.integer({ min: 1, max: Math.max(1, zoneCount) }), { nil: 0 });
  return fc
    .tuple(config, boundary, place(temper), temper === "calm" ? fc.constant(id) : words(80), lightTraffic, fc.boolean())
    .map(([any, at, position, name, traffic, isSpread]) => ({
      id,
      kind: kind.id,
      name,
      position,
      config: temper === "calm" && !kind.ports.incoming ? { ...withNamedOperations(any), traffic } : any,
      ...(zoneCount > 0 && at > 0 ? { boundary: `z${at}` } : {}),
      ...(zoneCount > 1 && isSpread && kind.spreads === true ? { zones: ["z2", "z1"] } : {}),
    }));
}

const rate = fc.integer({ min: 1, max: 120 });
/** A closed loop is as fast as what it calls: without some thought in it, a run is not short. */
const lightTraffic = fc.oneof(
  fc.record({
    type: fc.constant("open"),
    arrivals: fc.constantFrom("poisson", "even"),
    profile: fc.oneof(
      fc.record({ type: fc.constant("steady"), ratePerSecond: rate }),
      fc.record({
        type: fc.constant("ramp"),
        fromPerSecond: rate,
        toPerSecond: rate,
        startMs: fc.constant(500),
        rampMs: fc.constant(1500),
      }),
      fc.record({
        type: fc.constant("spike"),
        basePerSecond: rate,
        peakPerSecond: rate,
        startMs: fc.constant(500),
        lastsMs: fc.constant(500),
      }),
      fc.record({
        type: fc.constant("sine"),
        meanPerSecond: rate,
        swingRatio: fc.double({ min: 0, max: 1, noNaN: true }),
        periodMs: fc.constant(2000),
      }),
    ),
  }),
  fc.record({
    type: fc.constant("closed"),
    users: fc.integer({ min: 1, max: 20 }),
    thinkTime: fc.record({ type: fc.constant("exponential"), meanMs: fc.integer({ min: 50, max: 500 }) }),
  }),
);

function linkOf({ id, from, to }: BareLink, all: readonly BareLink[], temper: Temper): fc.Arbitrary<Raw> {
  const siblings = all.filter((link) => link.from === from && link.id !== id).map((link) => link.id);
  const policies = from.kind.ports.callerPolicies ? policiesOf(siblings, temper) : fc.constant({});
  return fc
    .tuple(arbitraryOf(linkConfig, temper).filter(sound), policies)
    .map(([config, chosen]) => ({ id, from: from.id, to: to.id, config, policies: chosen }));
}

/** Some of the policies; retries or hedges, and a fallback that goes somewhere. */
function policiesOf(siblings: readonly string[], temper: Temper): fc.Arbitrary<object> {
  const ids = policies.map(({ id }) => id) as readonly string[];
  return fc.tuple(fc.subarray([...ids]), fc.constantFrom<string>(hedging.id, retry.id), fc.nat()).chain(([chosen, exclusive, turn]) => {
    const kept = policies.filter(({ id }) => chosen.includes(id) && id !== exclusive);
    const all = fc.record(Object.fromEntries(kept.map(({ id, schema }) => [id, arbitraryOf(schema, temper)])));
    return all.map((some) => {
      const { fallback: back, ...rest } = some as { fallback?: { to: { type: string } } };
      if (back?.to.type !== "link") return some;
      const link = siblings[turn % Math.max(1, siblings.length)];
      return link === undefined ? rest : { ...rest, fallback: { to: { ...back.to, link } } };
    });
  });
}

function boundaryOf(i: number, temper: Temper): fc.Arbitrary<Raw> {
  return fc
    .tuple(fc.constantFrom(...boundaries), place(temper), fc.boolean())
    .chain(([{ id, config }, position, nested]) =>
      arbitraryOf(config, temper).map((chosen) => ({ kind: id, config: chosen, position, nested })),
    )
    .map(({ kind, config, position, nested }) => ({
      id: `z${i + 1}`,
      kind,
      name: `Zone ${i + 1}`,
      position,
      size: { width: 400, height: 300 },
      config,
      ...(i > 0 && nested ? { parent: `z${i}` } : {}),
    }));
}

const noteOf = fc.tuple(words(5000), place("wide")).map(([text, position]) => ({ text, position, size: { width: 200, height: 100 } }));
const numbered = (notes: readonly object[]) => notes.map((note, i) => ({ id: `note${i + 1}`, ...note }));

interface Parts {
  readonly nodes: readonly RawNode[];
  readonly links: readonly Raw[];
  readonly boundaries: readonly Raw[];
  readonly run: { readonly durationMs: number };
}

function faultsOf(parts: Parts, temper: Temper): fc.Arbitrary<Raw[]> {
  const aimed = (faults as readonly FaultDefinition[]).flatMap((fault) => {
    const targets = targetsOf(fault, parts);
    return targets.length === 0 ? [] : [{ fault, targets }];
  });
  const one = fc.constantFrom(...aimed).chain(({ fault, targets }) =>
    fc.record({
      type: fc.constant(fault.id),
      target: fc.constantFrom(...targets),
      startMs: fc.integer({ min: 0, max: Math.min(parts.run.durationMs, 86_400_000) - 1 }),
      durationMs: fc.option(fc.integer({ min: 1, max: 2000 }), { nil: undefined }),
      rampMs: fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }),
      params: arbitraryOf(fault.params, temper),
    }),
  );
  return fc.array(one, { maxLength: 4 }).map((list) =>
    list.map(({ durationMs, rampMs, ...rest }, i) => {
      const fault = { id: `f${i + 1}`, ...rest, ...(durationMs === undefined ? {} : { durationMs }) };
      const ramped = { ...fault, rampMs: Math.min(rampMs ?? 0, durationMs ?? 500) };
      // Not everything can grow.
      return rampMs === undefined || reachProblems(ramped as FaultEntry, "").length > 0 ? fault : ramped;
    }),
  );
}

function targetsOf(fault: FaultDefinition, parts: Parts): object[] {
  return fault.targets.flatMap((type): object[] => {
    if (type === "all") return [{ type }];
    if (type === "link") {
      const directions = fault.directed ? [{}, { direction: "forward" }, { direction: "backward" }] : [{}];
      return parts.links.flatMap(({ id }) => directions.map((direction) => ({ type, id, ...direction })));
    }
    if (type === "boundary") return parts.boundaries.map(({ id }) => ({ type, id }));
    return parts.nodes
      .filter(({ kind }) => canAim(fault, kindOf(kind)))
      .flatMap(({ id, kind, config }) => {
        const last = kindOf(kind).replicas(config as never) - 1;
        if (fault.wholeNode || fault.aimsAt === "sources") return [{ type, id }];
        return [
          { type, id },
          { type, id, replicas: [last] },
          { type, id, count: 1 },
          { type, id, percent: 50 },
        ];
      });
  });
}

/**
 * Random sound documents that run within moments, for the engine's promises: a few seconds of light traffic through
 * clients -> CDN? -> gateway? -> balancer? -> servers -> cache? -> database or quorum store?, servers -> function?, external?, and
 * servers -> queue or log? -> servers or workers; with policies, zones and faults.
 */
export const topologyArbitrary: fc.Arbitrary<Topology> = documents("calm");

/** The same shapes with every field anywhere in its range, and all that does not run: for reading and writing. */
export const documentArbitrary: fc.Arbitrary<Topology> = documents("wide");
