import type { Stream } from "../../../base/stream";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { balancerOf } from "../../balancers/registry";
import { type Targets, targetsOf } from "../../targets";
import type { LoadBalancerConfig } from "./config";
import { HostLevel } from "./host-level";
import { type LevelShares, levelShares, shareOut } from "./share-out";

const NO_TARGET = -1;
/** So many levels of priority a link can name; own zone and others make two of each. */
const LEVELS = 20;

/** The hosts behind one balancer: who is up, in which priority level, and who gets the next request. */
export class HostPool {
  readonly targets: Targets;
  /** 1 where the host passes its active checks, and where it is up by all checks. */
  readonly passing: Uint8Array;
  readonly up: Uint8Array;
  /** Requests in progress at one host at most. */
  limit = Number.POSITIVE_INFINITY;
  /** A key or source waits for its host rather than going to another. */
  sticks = false;
  private levels: HostLevel[] = [];
  /** The one level that most balancers have: places are then the targets. */
  private only: HostLevel | null = null;
  /** Whether somebody hears of answers. */
  private listens = false;
  /** Whether places at a host are limited. */
  private isLimited = false;
  /** By target: its level, and its place there. */
  private readonly levelOf: Int32Array;
  private readonly placeOf: Int32Array;
  private members: Int32Array[] = [];
  private shares: LevelShares = levelShares(1);
  private readonly levelStream: Stream;
  private config: LoadBalancerConfig;

  constructor(
    private readonly sim: Sim,
    private readonly node: PlanNode,
    /** What else than active checks may take a host out. */
    private readonly isOut: (target: number) => boolean,
  ) {
    this.config = node.config as LoadBalancerConfig;
    this.targets = targetsOf(sim.plan, node);
    this.passing = new Uint8Array(this.targets.count).fill(1);
    this.up = new Uint8Array(this.targets.count).fill(1);
    this.levelOf = new Int32Array(this.targets.count);
    this.placeOf = new Int32Array(this.targets.count);
    this.levelStream = sim.stream(`node:${node.id}:level`);
  }

  configure(config: LoadBalancerConfig): void {
    this.config = config;
    this.isLimited = config.perHost.maxRequests > 0;
    this.limit = this.isLimited ? config.perHost.maxRequests : Number.POSITIVE_INFINITY;
    this.sticks = balancerOf(config.algorithm).sticks === true;
    const before = this.levels;
    const active = Int32Array.from(this.targets.link, (_, target) => (before.length > 0 ? this.active(target) : 0));
    if (before.length === 0 || this.laidOutAnew()) this.layOut();
    for (const level of this.levels) level.configure(config);
    this.listens = this.levels.some((level) => level.listens);
    for (let target = 0; target < this.targets.count; target++) {
      this.levels[this.levelOf[target]].active[this.placeOf[target]] = active[target];
    }
  }

  active(target: number): number {
    return this.levels[this.levelOf[target]].active[this.placeOf[target]];
  }

  isFull(target: number): boolean {
    return this.isLimited && this.active(target) >= this.limit;
  }

  /** Whether requests may be sent to the host, up or in panic. */
  isInRotation(target: number): boolean {
    return this.levels[this.levelOf[target]].inRotation[this.placeOf[target]] === 1;
  }

  /** The algorithm's choice; where there is another, not `avoided`. */
  choose(key: number, source: number, avoided: number): number {
    const { only } = this;
    return only === null ? this.chooseLevel(key, source, avoided) : only.choose(key, source, avoided);
  }

  private chooseLevel(key: number, source: number, avoided: number): number {
    const at = this.drawLevel();
    const isHere = avoided !== NO_TARGET && this.levelOf[avoided] === at;
    const place = this.levels[at].choose(key, source, isHere ? this.placeOf[avoided] : NO_TARGET);
    return place === NO_TARGET ? NO_TARGET : this.members[at][place];
  }

  taken(target: number): void {
    if (this.only !== null && !this.isLimited) this.only.active[target]++;
    else this.count(target, 1);
  }

  released(target: number): void {
    if (this.only !== null && !this.isLimited) this.only.active[target]--;
    else this.count(target, -1);
  }

  heard(target: number, call: number): void {
    if (this.listens) this.tell(target, call);
  }

  private tell(target: number, call: number): void {
    const level = this.levels[this.levelOf[target]];
    if (level.listens) level.heard(this.placeOf[target], call);
  }

  joined(target: number): void {
    this.levels[this.levelOf[target]].joined(this.placeOf[target]);
  }

  /** The process has died, and with it every connection. */
  forget(): void {
    for (const level of this.levels) level.active.fill(0);
  }

  /** Hosts up by all checks. */
  countUp(): number {
    let up = 0;
    for (const is of this.up) up += is;
    return up;
  }

  /** Hosts that service discovery knows of. */
  countListed(): number {
    let known = 0;
    for (const replica of this.targets.replica) known += this.sim.replicas.listed[replica];
    return known;
  }

  /** Levels that send to all their hosts. */
  countPanics(): number {
    let panics = 0;
    for (const is of this.shares.panics) panics += is;
    return panics;
  }

  /** Works out who is in rotation, after anything that may have changed it. */
  refresh(): void {
    const { listed } = this.sim.replicas;
    const { up, hosts, panics } = this.shares;
    up.fill(0);
    hosts.fill(0);
    for (let target = 0; target < this.targets.count; target++) {
      const isListed = listed[this.targets.replica[target]];
      const isUp = isListed === 1 && this.passing[target] === 1 && !this.isOut(target) ? 1 : 0;
      this.up[target] = isUp;
      up[this.levelOf[target]] += isUp;
      hosts[this.levelOf[target]] += isListed;
    }
    shareOut(this.shares, this.config.overprovisioningFactor, this.config.panicThresholdRatio);
    for (let target = 0; target < this.targets.count; target++) {
      const at = this.levelOf[target];
      const isIn = panics[at] === 1 ? listed[this.targets.replica[target]] : this.up[target];
      this.levels[at].inRotation[this.placeOf[target]] = isIn;
      this.offer(target);
    }
  }

  private count(target: number, by: number): void {
    const level = this.levels[this.levelOf[target]];
    level.active[this.placeOf[target]] += by;
    if (this.isLimited) this.offer(target);
  }

  /** Whether the algorithm may choose the host: one whose places are taken only where it sticks to hosts. */
  private offer(target: number): void {
    const level = this.levels[this.levelOf[target]];
    const place = this.placeOf[target];
    const isTaken = !this.sticks && level.active[place] >= this.limit;
    level.healthy[place] = isTaken ? 0 : level.inRotation[place];
  }

  private drawLevel(): number {
    const { load } = this.shares;
    let rest = this.levelStream.uniform();
    let last = 0;
    for (let level = 0; level < load.length; level++) {
      if (load[level] === 0) continue;
      last = level;
      rest -= load[level];
      if (rest < 0) return level;
    }
    return last;
  }

  /** The level that its link and its zone give a target, with gaps. */
  private rank(target: number): number {
    const { plan, paths } = this.sim;
    const link = this.targets.link[target];
    const { crossesBorder } = plan.paths[paths.between(link, this.node.replicaBase, this.targets.replica[target])];
    return 2 * plan.links[link].priorityLevel + (this.config.ownZoneFirst && crossesBorder ? 1 : 0);
  }

  private laidOutAnew(): boolean {
    for (let target = 0; target < this.targets.count; target++) {
      for (let other = 0; other < target; other++) {
        const order = Math.sign(this.rank(target) - this.rank(other));
        if (order !== Math.sign(this.levelOf[target] - this.levelOf[other])) return true;
      }
    }
    return false;
  }

  private layOut(): void {
    const all = Array.from({ length: this.targets.count }, (_, target) => target);
    const ranks = Array.from({ length: LEVELS }, (_, rank) => all.filter((target) => this.rank(target) === rank));
    const used = ranks.filter((members) => members.length > 0);
    this.members = (used.length === 0 ? [[]] : used).map((members) => Int32Array.from(members));
    this.levels = this.members.map((members, level) => {
      members.forEach((target, place) => {
        this.levelOf[target] = level;
        this.placeOf[target] = place;
      });
      const links = Array.from(members, (target) => this.targets.link[target]);
      return new HostLevel(this.sim, this.node, level, links);
    });
    this.only = this.levels.length === 1 ? this.levels[0] : null;
    this.shares = levelShares(this.levels.length);
  }
}
