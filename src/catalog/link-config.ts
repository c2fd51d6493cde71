import * as z from "zod";
import { duration } from "./distributions/registry";
import { operationNames, quantity, toggle } from "./fields";
import { protocolSchema } from "./protocols/registry";

/** A link's own properties; see `policies/` for what its caller does. */
export const linkConfig = z.strictObject({
  latency: duration({ title: "Latency, one way", default: { type: "constant", valueMs: 1 }, live: true }),
  lossRatio: quantity({ title: "Loss", default: 0, min: 0, max: 1, live: true, help: "Share of messages lost on the way." }),
  bandwidthMbitPerSecond: quantity({
    title: "Bandwidth",
    unit: "Mbit/s",
    default: 0,
    min: 0,
    max: 1_000_000,
    live: true,
    help: "Bytes leave in order, one message after another; 0 is unlimited.",
  }),
  protocol: protocolSchema,
  weight: quantity({
    title: "Weight",
    default: 1,
    min: 0,
    max: 1000,
    live: true,
    help: "Share among the links of a client or a weighted balancer.",
  }),
  priorityLevel: quantity({
    title: "Priority level",
    default: 0,
    min: 0,
    max: 9,
    integer: true,
    live: true,
    help: "Of a balancer's hosts those of level 0 receive first; others take what they are too unhealthy for.",
  }),
  operations: operationNames({ title: "Only operations", live: true, help: "By name, those that use this link; none: all." }),
  callRatio: quantity({
    title: "Calls",
    default: 1,
    min: 0,
    max: 1,
    live: true,
    help: "Share of the caller's requests that use this link.",
  }),
  deadLetter: toggle({ title: "Dead letters", default: false, help: "The queue sends over this link what it gives up, and nothing else." }),
});
