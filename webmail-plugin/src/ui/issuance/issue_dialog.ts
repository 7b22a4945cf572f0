import type { Surface } from "../../hosts/host.ts";
import { CongvuIssue, type IssueParts } from "./issue_view.ts";

const WIDTH_PIXELS = 920;

/** Open "Phát hành văn bản" over the letter that is being written. */
export function openIssueDialog(parts: IssueParts, surface: Surface): void {
	const { texts } = parts;
	const view = new CongvuIssue(parts);
	surface.openDialog({
		title: texts("issue.title"),
		content: view,
		width: WIDTH_PIXELS,
		buttons: [
			{
				label: texts("issue.submit"),
				main: true,
				press: async () => {
					const done = await view.submit();
					if (done) surface.announce(texts(view.notRemembered ? "issue.done_not_kept" : "issue.done"), "notice");
					return done;
				},
			},
			{ label: texts("button.cancel"), press: () => true },
		],
		onClose: () => undefined,
	});
}
