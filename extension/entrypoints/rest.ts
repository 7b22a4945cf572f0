// Firefox only: the rest of layer 1 as one script (src/gate/rest_by_background.ts).

import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import * as rest from "../parts/gate.ts";
import { restIsHere } from "../src/gate/rest_by_background.ts";

export default defineUnlistedScript({
	include: ["firefox"],
	main: () => restIsHere(rest),
});
