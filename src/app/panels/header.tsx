import { lazy, Suspense } from "react";
import { useDrillsView } from "../drills/drills-view";
import { openShare } from "../persistence/actions";
import { BrandMark } from "./brand-mark";
import { DocumentName } from "./document-name";
import { useGallery } from "./gallery-store";
import { HeaderIcon } from "./header-icon";
import { HeaderMenu } from "./header-menu";
import { HistoryButtons } from "./history-buttons";
import { SaveLine } from "./save-line";
import { ThemeSwitch } from "./theme-switch";
import "./header.css";

const GalleryDialog = lazy(() => import("./gallery-dialog").then((module) => ({ default: module.GalleryDialog })));

interface HeaderProps {
  readonly onPalette?: () => void;
  readonly onHelp?: () => void;
}

/** The top bar: whose work this is, where it is, and what can be done with it as a whole. */
export function Header({ onPalette, onHelp }: HeaderProps) {
  const gallery = useGallery((state) => state.open);
  const drills = useDrillsView((state) => state.open);
  return (
    <header className="header">
      <BrandMark />
      <HeaderMenu />
      <DocumentName />
      <SaveLine />
      <div className="header-actions">
        <HistoryButtons />
        <ThemeSwitch />
        {onHelp !== undefined && (
          <HeaderIcon label="Help and shortcuts" keys="?" onClick={onHelp}>
            <path d="M9.2 9a2.9 2.9 0 1 1 4.2 2.6c-.9.5-1.4 1.2-1.4 2.4" />
            <path d="M12 17.5h.01" />
          </HeaderIcon>
        )}
        <button type="button" className="header-button" aria-pressed={drills} onClick={() => useDrillsView.getState().show(!drills)}>
          Drills
        </button>
        <button type="button" className="header-button header-accent" onClick={openShare}>
          Share
        </button>
        {onPalette !== undefined && (
          <button type="button" className="header-keys" aria-label="Command palette" title="Command palette" onClick={onPalette}>
            <kbd>Ctrl K</kbd>
          </button>
        )}
      </div>
      {gallery && (
        <Suspense fallback={null}>
          <GalleryDialog />
        </Suspense>
      )}
    </header>
  );
}
