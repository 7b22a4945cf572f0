// The paper of "Tập thử", written here: Word's own format, as officials choose it, with a mark that stands alone.

import { strToU8, zipSync } from "fflate";

export const SAMPLE_NAME = "tai-lieu-mau.docx";

/** Its paragraphs, whatever language the page is in: papers are in Vietnamese. */
export const SAMPLE_LINES = [
	"TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC",
	"CƠ QUAN TẬP THỬ",
	"Số: 01/BC-TT",
	"MẬT",
	"BÁO CÁO",
	"Về việc tập thử phần kiểm tra trước khi gửi",
	"Tờ này chỉ để tập thử, không có nội dung gì.",
] as const;

const TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";

export function samplePaper(): File {
	const paragraphs = SAMPLE_LINES.map((line) => `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`).join("");
	const members = {
		"[Content_Types].xml": `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${TYPE}.main+xml"/></Types>`,
		"_rels/.rels": `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${DOCUMENT}" Target="word/document.xml"/></Relationships>`,
		"word/document.xml": `${HEAD}<w:document xmlns:w="${WORDS}"><w:body>${paragraphs}</w:body></w:document>`,
	};
	const packed = Object.entries(members).map(([name, text]) => [name, strToU8(text)] as const);
	return new File([zipSync(Object.fromEntries(packed))], SAMPLE_NAME, { type: TYPE });
}
