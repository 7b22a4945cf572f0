// For tests: Roundcube's page that writes a letter, as far as the host looks at it.

const FILE = (id: string, name: string) => `
	<li id="${id}">
		<a class="filename" href="#load"><span class="attachment-name">${name}</span><span class="attachment-size">(2 KB)</span></a>
		<a class="delete" href="#delete">Xoá</a>
	</li>`;

export function drawComposePage(page: Document, files: Readonly<Record<string, string>> = {}): void {
	page.head.innerHTML = '<script type="text/plain" src="program/js/app.min.js?s=1"></script>';
	page.body.className = "task-mail action-compose";
	page.body.innerHTML = `
		<ul id="attachment-list">${Object.entries(files)
			.map(([id, name]) => FILE(id, name))
			.join("")}</ul>
		<a class="save draft" href="#">Lưu</a>
		<form name="form" action="./?_task=mail">
			<input type="hidden" name="_id" value="letter1">
			<div id="compose-headers">
				<select name="_from">
					<option value="1" selected>Sở KH&amp;CN &lt;sokhcn@thainguyen.gov.vn&gt;</option>
					<option value="2">Văn thư &lt;vanthu@thainguyen.gov.vn&gt;</option>
				</select>
				<div id="compose_to"><textarea id="_to"></textarea><ul class="recipient-input"><li><input></li></ul></div>
				<div id="compose_cc"><textarea id="_cc"></textarea></div>
				<div id="compose_bcc"><textarea id="_bcc"></textarea></div>
				<input name="_subject" value="">
			</div>
			<input type="hidden" name="_is_html" value="0">
			<div class="html-editor"><textarea id="composebody" name="_message"></textarea></div>
		</form>
		<button class="btn send">Gửi</button>`;
}

/** As TinyMCE stands in front of the text area; null: it is being made yet. Gives back its document's body. */
export function drawEditor(page: Document, html: string | null): HTMLElement {
	const made = page.implementation.createHTMLDocument();
	const frame = page.createElement("div"); // not a real frame: happy-dom would load a page for it
	frame.id = "composebody_ifr";
	Object.defineProperty(frame, "contentDocument", { value: made });
	if (html !== null) made.body.setAttribute("contenteditable", "true");
	made.body.innerHTML = html ?? "";
	const place = page.querySelector(".html-editor");
	place?.insertAdjacentHTML(
		"beforeend",
		`<div class="tox-toolbar__primary">
			<div class="tox-toolbar__group"><button type="button" class="tox-tbtn to-plain">x</button></div>
			<div class="tox-toolbar__group"><button type="button" class="tox-tbtn bold">B</button></div>
		</div>`,
	);
	place?.append(frame);
	page.querySelector('[name="_is_html"]')?.setAttribute("value", "1");
	return made.body;
}
