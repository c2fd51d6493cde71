import { type ReactNode, useMemo } from "react";
import { boundaryOf } from "../../catalog/boundaries/registry";
import { CALLER_LINK_FIELDS, type CallerLinkField } from "../../catalog/define";
import { kindOf } from "../../catalog/kinds/definitions";
import { linkConfig } from "../../catalog/link-config";
import { protocolOf } from "../../catalog/protocols/registry";
import { rename, setConfig } from "../../topology/edit/config";
import type { TopologyNode } from "../../topology/schema";
import { type Edit, mergeKeyOf } from "../forms/edit";
import { ReferenceChoices } from "../forms/reference-field";
import { SchemaForm } from "../forms/schema-form";
import { useDocument } from "../stores/document-store";
import { CallsTo } from "./calls-to";
import { type Element, elementName, nodeById } from "./find-element";
import { choicesFor } from "./reference-choices";
import { SpreadOver } from "./spread-over";
import { WhatIsSimulated } from "./what-is-simulated";

/** Everything that can be set on the selected element, as its schema tells. */
export function SettingsTab({ element }: { readonly element: Element }) {
  const change = useDocument((state) => state.change);
  const configure = (id: string) => (value: unknown, edit: Edit) =>
    change(`Change ${edit.title.toLowerCase()} of ${elementName(element)}`, (t) => setConfig(t, id, [], value), mergeKeyOf(id, edit));
  switch (element.sort) {
    case "node": {
      const { node } = element;
      const kind = kindOf(node.kind);
      return (
        <>
          <Naming caller={node.id}>
            <SchemaForm key={node.id} schema={kind.config} value={node.config} onChange={configure(node.id)} />
          </Naming>
          {kind.spreads === true && <SpreadOver node={node} />}
          {kind.ports.callerPolicies && <CallsOf node={node} />}
          <WhatIsSimulated docs={kind.docs} />
        </>
      );
    }
    case "link": {
      const { link, from, to } = element;
      return (
        <>
          <Naming caller={from.id}>
            <SchemaForm key={link.id} schema={linkFormOf(from)} value={link.config} onChange={configure(link.id)} />
          </Naming>
          {kindOf(from.kind).ports.callerPolicies && <CallsTo link={link} name={to.name} open />}
          <WhatIsSimulated docs={protocolOf(link.config.protocol).docs} />
        </>
      );
    }
    case "boundary":
      return (
        <>
          <SchemaForm
            key={element.boundary.id}
            schema={boundaryOf(element.boundary.kind).config}
            value={element.boundary.config}
            onChange={configure(element.boundary.id)}
          />
          <WhatIsSimulated docs={boundaryOf(element.boundary.kind).docs} />
        </>
      );
    case "note":
      return <NoteText id={element.note.id} text={element.note.text} />;
  }
}

/** A link's properties without those that its caller would ignore. */
function linkFormOf(caller: TopologyNode) {
  const heeded = kindOf(caller.kind).linkFields?.(caller.config as never) ?? [];
  const ignored = CALLER_LINK_FIELDS.filter((field) => !heeded.includes(field));
  const mask = Object.fromEntries(ignored.map((field) => [field, true] as const));
  return linkConfig.omit(mask as Partial<Record<CallerLinkField, true>>);
}

/** Fields that name a callee or an operation offer those that there are. */
function Naming({ caller, children }: { readonly caller: string; readonly children: ReactNode }) {
  const topology = useDocument((state) => state.topology);
  const choices = useMemo(() => choicesFor(topology, caller), [topology, caller]);
  return <ReferenceChoices.Provider value={choices}>{children}</ReferenceChoices.Provider>;
}

/** The policies of each outgoing link, folded: they are the caller's settings as much as the link's. */
function CallsOf({ node }: { readonly node: TopologyNode }) {
  const topology = useDocument((state) => state.topology);
  return topology.links
    .filter((link) => link.from === node.id)
    .map((link) => <CallsTo key={link.id} link={link} name={nodeById(topology, link.to)?.name ?? link.to} />);
}

function NoteText({ id, text }: { readonly id: string; readonly text: string }) {
  const change = useDocument((state) => state.change);
  return (
    <textarea
      className="inspector-note"
      aria-label="Text of this note"
      maxLength={5000}
      rows={8}
      value={text}
      onChange={(event) => {
        const words = event.target.value;
        change("Edit note", (t) => rename(t, id, words), `${id}:text`);
      }}
    />
  );
}
