import { expect, it } from "vitest";
import { LEGACY_CHARSETS, type LegacyCharset } from "./legacy_tables.ts";
import { mayBeOldWriting } from "./odd_signs.ts";
import { oldWritingOf } from "./unicode.ts";

const WRITTEN: Readonly<Record<LegacyCharset, string>> = {
	tcvn3: "KÝnh göi: Së Tµi chÝnh, ®Ò nghÞ c¸c ®¬n vÞ b¸o c¸o kÕt qu¶",
	vni: "Kính göûi: Sôû Taøi chính, ñeà nghò caùc ñôn vò baùo caùo keát quaû",
	viscii:
		"Kính g\u00d8i: S\u00b7 Tài chính, \u00f0\u00ab ngh\u00b8 các \u00f0\u00bdn v\u00b8 báo cáo k\u00aat qu\u00e4",
	vps: "Kính g\u00d8i: S\u00ae Tài chính, \u00c7\u2039 ngh\u00ce các \u00c7\u00d6n v\u00ce báo cáo k\u2030t qu\u00e4",
	cp1258:
		"Kính g\u00fd\u0309i: S\u01a1\u0309 Tài chính, đê\u0300 nghi\u0323 các đơn vi\u0323 báo cáo kê\u0301t qua\u0309",
	viqr: "Ki'nh gu+?i: So+? Ta`i chi'nh, dde^` nghi. ca'c ddo+n vi. ba'o ca'o ke^'t qua?",
};

it.each(LEGACY_CHARSETS)(
	"a text in %s may be old writing, so that nothing that is found in it is passed over",
	(charset) => {
		expect(mayBeOldWriting([WRITTEN[charset]])).toBe(true);
	},
);

it("marks that stand apart are old writing", () => {
	const lines = ["Đề nghị các đơn vị".normalize("NFD")];
	expect([oldWritingOf(lines), mayBeOldWriting(lines)]).toEqual(["utf-8-nfd", true]);
});

it("composed Vietnamese and English are not", () => {
	expect(mayBeOldWriting(["Đề nghị các đơn vị báo cáo kết quả trước ngày 15.", "Best regards, 50 % (a+b)"])).toBe(
		false,
	);
});
