/** The catalogue's help texts by number; none outside a build. Made by scripts/help-texts.mjs. */
declare module "virtual:help-texts" {
  const texts: readonly string[];
  export default texts;
}
