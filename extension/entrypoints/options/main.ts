import { CongvuOptions } from "../../src/pages/options_view.ts";
import { startPage } from "../../src/pages/start.ts";

void startPage("options.title", (texts) => new CongvuOptions(texts));
