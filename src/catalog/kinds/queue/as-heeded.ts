import type { QueueConfig } from "./definition";

/** A node's settings as RabbitMQ heeds them: a quorum queue takes "reject-publish-dlx" for "drop-head" (rabbitmq-server, pull request 16673). */
export function asHeeded(config: QueueConfig): QueueConfig {
  const fallsBack = config.storage.type === "quorum" && config.overflow === "reject-publish-dlx";
  return fallsBack ? { ...config, overflow: "drop-head" } : config;
}
