/** Put HTML into an editor by the parser: stores' readers of add-ons refuse assignments to innerHTML. */
export function putHtml(editor: Element, html: string): void {
	editor.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
}
