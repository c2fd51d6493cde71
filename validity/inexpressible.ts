/** Cases that no arrangement of today's components is, by the start of their ids, and why. */
export const inexpressible: readonly { readonly prefix: string; readonly reason: string }[] = [
  { prefix: "lifo-pr-", reason: "no preemption: work that has begun is not interrupted by a newer request" },
  { prefix: "erlA-9-10-0.5-Pw", reason: "whether a request waited at all is not counted where some lose patience" },
  { prefix: "erlA-12-10-0.5-Pw", reason: "whether a request waited at all is not counted where some lose patience" },
  {
    prefix: "av-3of5",
    reason: "once in a hundred thousand, too rare for a run: the quorum store's own test goes through all 32 combinations of its nodes",
  },
  { prefix: "av-2rep-mttf", reason: "a time to the first failure belongs to the planned faults, which the case itself would draw" },
  { prefix: "mm1-0.9-asymvar", reason: "a variance over runs: a check of interval code, and of no component" },
  { prefix: "mm1-0.95-asymvar", reason: "a variance over runs: a check of interval code, and of no component" },
];
