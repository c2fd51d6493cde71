import { useEffect } from "react";

/**
 * Stands in for the package of this name, which the dialogs and menus use to hold the page still behind them. That one
 * writes a <style> element, which our security policy refuses; a constructed style sheet is allowed, and does the same.
 */
export function styleSingleton() {
  const sheet = new CSSStyleSheet();
  let users = 0;

  const adopt = (styles: string) => {
    users++;
    if (users > 1) return;
    sheet.replaceSync(styles);
    document.adoptedStyleSheets.push(sheet);
  };
  const release = () => {
    users--;
    if (users > 0) return;
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((adopted) => adopted !== sheet);
  };

  return function Style({ styles, dynamic }: { readonly styles: string; readonly dynamic?: boolean }) {
    // Unless told that they change, the first user's styles hold for as long as anybody needs any.
    const current = dynamic ? styles : "";
    // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
    useEffect(() => {
      adopt(styles);
      return release;
    }, [current]);
    return null;
  };
}
