const paths = {
  play: "M7 4.5v15l12-7.5z",
  pause: "M7 5h3.5v14H7zM13.5 5H17v14h-3.5z",
  step: "M5 5v14l9-7zM16 5h3v14h-3z",
  restart: "M12 5V1.5L6.5 6 12 10.5V7a5 5 0 1 1-5 5H5a7 7 0 1 0 7-7z",
  end: "M4 5v14l7.5-7zM11.5 5v14l7.5-7zM19 5h2v14h-2z",
  stop: "M6 6h12v12H6z",
  dice: "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zm0 2v14h14V5zm3 1.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3zm8 8a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3zm-4-4a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z",
  repeat: "M5.5 6a2 2 0 1 1 0 .1zM11 9.5a2 2 0 1 1 0 .1zM15.5 5a2 2 0 1 1 0 .1zM3 14h2v2h14v-2h2v6h-2v-2H5v2H3z",
  break: "M13 2 4 14h6l-1 8 9-12h-6z",
} as const;

/** The signs of the transport, filled shapes on a 24 x 24 grid. */
export function TransportIcon({ name }: { readonly name: keyof typeof paths }) {
  return (
    <svg className="transport-icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} fillRule="evenodd" />
    </svg>
  );
}
