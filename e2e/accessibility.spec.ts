import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { Playground } from "./pages/playground";

for (const colorScheme of ["dark", "light"] as const) {
  test.describe(`${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test("axe finds nothing on the workspace, the inspector and the dialogs", async ({ page }) => {
      const playground = new Playground(page);
      const clean = async (screen: string) => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.map(({ id, nodes }) => `${screen}: ${id} at ${nodes.map(({ target }) => target).join(", ")}`);
        expect(found).toEqual([]);
      };
      await playground.open();
      await expect(playground.figure("Shoppers", "rate")).not.toHaveText("–");
      await page.getByRole("button", { name: "Pause" }).click();
      await clean("workspace");
      await playground.node("Checkout B").click({ position: { x: 60, y: 50 } });
      // A build keeps help texts apart from the catalogue: they must find their way back.
      await expect(page.getByText("Requests in work at once: threads or workers.")).toBeVisible();
      for (const tab of ["Settings", "Metrics", "Faults"]) {
        await page.getByRole("tab", { name: tab }).click();
        await clean(tab);
      }
      await playground.node("Checkout B").click({ button: "right", position: { x: 60, y: 50 } });
      await expect(page.getByRole("menu", { name: "Actions" })).toBeVisible();
      await clean("menu");
      await page.keyboard.press("Escape");
      await playground.file("Examples");
      await clean("examples");
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog")).toBeVisible();
      await clean("shortcuts");
      playground.expectNoTrouble();
    });
  });
}
