import { expect, type Locator, type Page } from "@playwright/test";

/** The workspace as verbs. It also watches that no journey writes an error or leaves the origin. */
export class Playground {
  private readonly troubles: string[] = [];

  constructor(readonly page: Page) {
    page.on("console", (message) => {
      if (message.type() === "error") this.troubles.push(message.text());
    });
    page.on("pageerror", (error) => this.troubles.push(error.message));
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith("http") && hostname !== "localhost") this.troubles.push(`left the origin: ${request.url()}`);
    });
  }

  async open(fragment = ""): Promise<void> {
    await this.page.goto(`./${fragment}`);
    await expect(this.page.getByRole("button", { name: "File", exact: true })).toBeVisible();
  }

  /** Every journey ends with this. */
  expectNoTrouble(): void {
    expect(this.troubles).toEqual([]);
  }

  async file(entry: string): Promise<void> {
    await this.page.getByRole("button", { name: "File", exact: true }).click();
    await this.page.getByRole("menuitem", { name: entry }).click();
  }

  palette(title: string): Locator {
    return this.page.getByRole("navigation", { name: "Components" }).getByRole("button", { name: title, exact: true });
  }

  node(name: string): Locator {
    return this.page.locator(".react-flow__node-face").filter({ has: this.page.locator(`.face-name[title="${name}"]`) });
  }

  /** Drags an item from the palette to a point of the canvas, in shares of its size. */
  async drag(title: string, x: number, y: number): Promise<void> {
    const canvas = this.page.locator(".canvas");
    const box = await canvas.boundingBox();
    if (box === null) throw new Error("The canvas is not there.");
    await this.palette(title).dragTo(canvas, { targetPosition: { x: box.width * x, y: box.height * y } });
  }

  /** Draws a link with the mouse from one node's right handle to another's left. */
  async connect(from: string, to: string): Promise<void> {
    const start = await middle(this.node(from).locator(".react-flow__handle-right"));
    const end = await middle(this.node(to).locator(".react-flow__handle-left"));
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 });
    await this.page.mouse.move(end.x, end.y, { steps: 4 });
    await this.page.mouse.up();
  }

  /** Draws a link with the keyboard alone: focus, C, and the name of the other node. */
  async connectByKeyboard(from: string, to: string): Promise<void> {
    await this.node(from).focus();
    await this.page.keyboard.press("c");
    const menu = this.page.getByRole("menu", { name: `Connect ${from} to` });
    await expect(menu).toBeVisible();
    const items = await menu.getByRole("menuitem").allTextContents();
    for (let i = 0; i < items.indexOf(to); i++) await this.page.keyboard.press("ArrowDown");
    await this.page.keyboard.press("Enter");
    await expect(menu).toBeHidden();
  }

  /** Kills or restores a replica, counted from 1, with the keyboard alone. */
  async toggleReplicaByKeyboard(name: string, replica: number): Promise<void> {
    await this.page.getByRole("button", { name: `Replicas of ${name}: kill or restore` }).focus();
    await this.page.keyboard.press("Enter");
    await expect(this.page.getByRole("menu")).toBeVisible();
    for (let i = 1; i < replica; i++) await this.page.keyboard.press("ArrowDown");
    await this.page.keyboard.press("Enter");
    await expect(this.page.getByRole("menu")).toBeHidden();
  }

  links(): Locator {
    return this.page.locator(".react-flow__edge");
  }

  async setSpeed(label: string): Promise<void> {
    await this.page.getByRole("combobox", { name: "Speed" }).selectOption({ label });
  }

  async play(): Promise<void> {
    await this.page.getByRole("button", { name: "Play", exact: true }).click();
  }

  /** Runs the document from its beginning to its end and returns the run hash. */
  async runWhole(): Promise<string> {
    await this.page.getByRole("button", { name: "Restart from the beginning" }).click();
    await this.page.getByRole("button", { name: "Run to the end" }).click();
    const hash = this.page.getByTitle(/^Run hash/);
    await expect(hash).toBeVisible({ timeout: 30_000 });
    const title = await hash.getAttribute("title");
    return /[0-9a-f]{16}/.exec(title ?? "")?.[0] ?? "";
  }

  /** The figure under a label on a node's face. */
  figure(name: string, label: string): Locator {
    return this.node(name).locator(".face-figures span").filter({ hasText: label }).locator("b");
  }

  async breakNow(name: string, fault: string): Promise<void> {
    await this.node(name).click({ button: "right", position: { x: 60, y: 50 } });
    await this.page.getByRole("menuitem", { name: fault, exact: true }).click();
  }

  async saved(): Promise<void> {
    await expect(this.page.getByText("Saved on this device")).toBeVisible();
  }

  /** The open document as a file's text. */
  async exported(): Promise<string> {
    const download = this.page.waitForEvent("download");
    await this.file("Export JSON");
    const stream = await (await download).createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString("utf8");
  }

  async shared(): Promise<string> {
    await this.page.getByRole("button", { name: "Share", exact: true }).click();
    const link = await this.page.getByRole("textbox", { name: "Link to this document" }).inputValue();
    await this.page.keyboard.press("Escape");
    return link.slice(link.indexOf("#"));
  }
}

async function middle(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error("The handle is not in view.");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
