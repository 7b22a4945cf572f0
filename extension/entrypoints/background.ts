// Wakes when it is asked, or when something is due; keeps nothing in memory that must last.

import { defineBackground } from "wxt/utils/define-background";

export default defineBackground({
	type: "module",
	main() {
		return undefined;
	},
});
