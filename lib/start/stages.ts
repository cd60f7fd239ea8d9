import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawStages } from "@/lib/sync/stages-picture";
import { root } from "./root";

/** `npm run stages`: draws the picture of the table of stages that docs/safety.md shows. */
writeFileSync(join(root, "docs", "pictures", "stages.svg"), drawStages());
