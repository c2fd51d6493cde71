import { createRoot } from "react-dom/client";
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./design/tokens.css";
import "./design/base.css";
import { App } from "./app";
import { startSimulation } from "./dock/simulation-link";
import { showTheme } from "./panels/theme-choice";
import { boot } from "./persistence/boot";

showTheme();
const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<App />);
startSimulation();
void boot();
