// The rules this browser goes by: one keeper for the whole background, so that pages that ask together ask once.

import { lasting } from "../shelf.ts";
import { BundleKeeper } from "./bundle_keeper.ts";

export const rules = new BundleKeeper(lasting());
