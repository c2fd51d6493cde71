/** Address of the built worker; see `sharedWorker` in vite.config.ts. */
declare module "virtual:simulation-worker-url" {
  const url: string;
  export default url;
}
