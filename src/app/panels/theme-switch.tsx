import { HeaderIcon } from "./header-icon";
import { THEMES, useTheme } from "./theme-choice";

const words = { system: "as the system", light: "light", dark: "dark" } as const;

/** One button that walks through the themes; its name says the present one and the next. */
export function ThemeSwitch() {
  const { theme, choose } = useTheme();
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
  return (
    <HeaderIcon label={`Theme: ${words[theme]}. Switch to ${words[next]}`} onClick={() => choose(next)}>
      <circle cx="12" cy="12" r="8" />
      {theme === "light" ? null : <path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />}
      {theme === "dark" && <path d="M12 4a8 8 0 0 0 0 16z" fill="currentColor" />}
    </HeaderIcon>
  );
}
