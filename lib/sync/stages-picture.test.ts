import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EVENTS, STAGES } from "./stages";
import { drawStages } from "./stages-picture";

test("the picture in the documents is what the table of stages draws: npm run stages", () => {
  expect(readFileSync("docs/pictures/stages.svg", "utf8")).toBe(drawStages());
});

test("every stage and every event is in the picture", () => {
  const picture = drawStages().replaceAll(/<\/text>\s*<text[^>]*class="words">/g, " ");
  for (const { title, holds } of Object.values(STAGES)) expect(picture).toContain(`<title>${title}: ${holds}</title>`);
  for (const words of Object.values(EVENTS)) expect(picture).toContain(words);
});
