import * as z from "zod";
import { described } from "../fields";
import { amqp } from "./amqp";
import type { ProtocolDefinition } from "./define";
import { http1 } from "./http1";
import { http2 } from "./http2";
import { kafka } from "./kafka";
import { tcp } from "./tcp";
import { udp } from "./udp";

/** Every protocol a link can speak, one line each. */
export const protocols = [tcp, udp, http1, http2, amqp, kafka] as const;

type Schema = (typeof protocols)[number]["schema"];

const union = z.discriminatedUnion("type", protocols.map((entry) => entry.schema) as unknown as [Schema, ...Schema[]]);
export type Protocol = z.infer<typeof union>;

/** The field of a link. */
export const protocolSchema = described(union.default({ type: "tcp" } as never), {
  title: "Protocol",
  labels: Object.fromEntries(protocols.map(({ id, title }) => [id, title])),
});

/** The entry that gives a configuration its meaning. */
export function protocolOf(config: Protocol): ProtocolDefinition<z.ZodObject> {
  const found = protocols.find((entry) => entry.id === config.type);
  if (found === undefined) throw new Error(`No protocol is called "${config.type}".`);
  return found as unknown as ProtocolDefinition<z.ZodObject>;
}
