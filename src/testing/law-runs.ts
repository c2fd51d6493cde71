/** How many random documents each law is held against, the same ones each time; or so many others: LAWS=2000 npx vitest run src/lab/laws.test.ts */
const asked = process.env.LAWS;

/** @param usual without a number asked for */
export const lawRuns = (usual: number): number => (asked === undefined ? usual : Number(asked));

/** The seed itself, or another each time where a number was asked for; what fails prints it. */
export const lawSeed = (usual: number): number => (asked === undefined ? usual : (usual + Date.now()) | 0);
