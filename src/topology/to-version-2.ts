import type { Json, Migration } from "./migrations";

/**
 * Version 2: what a link speaks is one choice with fields of its own, `protocol`, in place of `transport`. Version 1 only
 * kept room for drills and objectives; whatever somebody put there never did anything.
 */
export const toVersion2: Migration = {
  from: 1,
  migrate: ({ drills: _, objectives: __, ...document }) => ({
    ...document,
    links: eachObject(document.links, linkToVersion2),
  }),
};

function linkToVersion2(link: Json): Json {
  if (!isObject(link.config) || !("transport" in link.config)) return link;
  const { transport, ...config } = link.config;
  return { ...link, config: { ...config, protocol: { type: transport } } };
}

/** Foreign input: what is no list, and what is no object in it, stays for the schema to refuse. */
function eachObject(list: unknown, change: (element: Json) => Json): unknown {
  return Array.isArray(list) ? list.map((element: unknown) => (isObject(element) ? change(element) : element)) : list;
}

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
