// The rules this browser goes by: one keeper for the whole background, so that pages that ask together ask once.

import { lasting } from "../shelf.ts";
import { RuleKeeper } from "./rule_keeper.ts";

export const rules = new RuleKeeper(lasting(), (url, init) => fetch(url, init));
