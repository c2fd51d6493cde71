import * as z from "zod";
import type { FaultDefinition } from "./define";

const params = z.strictObject({});

export const dnsFailure = {
  id: "dns-failure",
  title: "DNS failure",
  group: "network",
  targets: ["link", "boundary"],
  params,
  docs: {
    summary: "Names are not resolved: new connections fail at once, those that are open live on.",
    models: ["Calls that need a new connection fail as unavailable"],
    ignores: [
      "Resolvers' caches, and lookups that hang: the failure is immediate",
      "Links without connections of their own: plain TCP and UDP do not heed it",
    ],
    sources: ["RFC 1035, section 4.1.1: SERVFAIL", "gRPC docs, Custom Name Resolution: failures are UNAVAILABLE"],
  },
  label: () => "no DNS",
  contribute: (surface, scope) => {
    for (const link of scope.links) surface.raise("links", "dns-failure", link, 1);
  },
} satisfies FaultDefinition;
