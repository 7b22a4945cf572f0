// What RTF's control words mean to someone who reads: characters, breaks, stories, and places without words. Twin of
// backend/documents/rtf/words.py.

/** What the text of a group is. */
export type Place =
	/** Of the story around it. */
	| "shown"
	/** A story of its own: header, footer, note, box. */
	| "story"
	/** Stands alone: properties, unknown destinations. */
	| "lines"
	/** No words for a reader. */
	| "nothing"
	| "fonts"
	/** Of a field. */
	| "code"
	| "picture"
	/** The hexadecimal data of an embedded object. */
	| "object"
	| "shape name"
	| "shape value"
	| "numbering"
	/** Of a drop-down form field. */
	| "choice"
	/** The same again for older readers. */
	| "second";

export const CHARACTERS: ReadonlyMap<string, string> = new Map([
	["tab", "\t"],
	["line", "\n"],
	["lbr", "\n"],
	["softline", ""],
	["column", "\n"],
	["page", "\f"],
	["emdash", "\u2014"],
	["endash", "\u2013"],
	["emspace", "\u2003"],
	["enspace", "\u2002"],
	["qmspace", "\u2005"],
	["bullet", "\u2022"],
	["lquote", "\u2018"],
	["rquote", "\u2019"],
	["ldblquote", "\u201c"],
	["rdblquote", "\u201d"],
]);
export const SYMBOLS: ReadonlyMap<string, string> = new Map([
	["~", "\u00a0"],
	["_", "-"],
	["\\", "\\"],
	["{", "{"],
	["}", "}"],
	["\t", "\t"],
]);
export const PARAGRAPH_ENDS: ReadonlySet<string> = new Set(["par", "sect", "cell", "nestcell", "row", "nestrow"]);

const STORIES =
	"header headerl headerr headerf footer footerl footerr footerf footnote annotation shptxt dptxbxtext " +
	"ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn";
const SHOWN =
	"rtf fldrslt result shp shpinst shpgrp do pntext listtext field object background mmath moMath moMathPara " +
	"shppict upr ud shptop formfield pn sp";
const LINES =
	"title subject author manager company category keywords comment doccomm hlinkbase staticval ffdeftext " +
	"ffstattext ffhelptext xe tc tcn txe rxe xef yxe cvar atnref";
const NOTHING =
	"colortbl stylesheet listtable listoverridetable revtbl rsidtbl generator themedata colorschememapping " +
	"datastore latentstyles xmlnstbl filetbl pgdsctbl wgrffmtfilter mmathPr defchp defpap objclass objname " +
	"objtime objalias objsect blipuid bliptag fname ffname ffformat ffentrymcr ffexitmcr bkmkstart bkmkend " +
	"atnid atnauthor atntime atndate atnparent atnicn atrfstart atrfend nonesttables nesttableprops datafield " +
	"fldtype passwordhash protusertbl userprops propname operator creatim revtim printim buptim template " +
	"private1 linkval pgptbl nextfile oldcprops oldpprops oldsprops oldtprops hl hlloc hlsrc hlfr htmltag " +
	"mhtmltag pnseclvl vern nofcharsws nofchars nofwords nofpages edmins id version fchars lchars panose falt " +
	"fontemb fontfile docvar gridtbl listname liststylename writereservation writereservhash picscaled mvfmf " +
	"mvfml mvtof mvtol ebcstart ebcend factoidname xform xmlattrname xmlattrvalue xmlname xmlopen keycode " +
	"levelnumbers shpleft ptable";

/** By control word. Of others, those marked by \* are read as lines, and what is not marked is shown. */
export const PLACES: ReadonlyMap<string, Place> = new Map<string, Place>([
	...each(STORIES, "story"),
	...each(SHOWN, "shown"),
	...each(LINES, "lines"),
	...each(NOTHING, "nothing"),
	["fonttbl", "fonts"],
	["fldinst", "code"],
	["pict", "picture"],
	["objdata", "object"],
	["sn", "shape name"],
	["sv", "shape value"],
	["leveltext", "numbering"],
	["pntxta", "numbering"],
	["pntxtb", "numbering"],
	["ffl", "choice"],
	["shprslt", "second"],
	["nonshppict", "second"],
]);

// Names of shape properties whose values a reader sees
export const SEEN_SHAPE_PROPERTIES: ReadonlySet<string> = new Set(["gtextUNICODE", "wzDescription", "wzTooltip"]);
export const PICTURE_KINDS: ReadonlyMap<string, string> = new Map([
	["pngblip", "image/png"],
	["jpegblip", "image/jpeg"],
	["emfblip", "image/emf"],
	["wmetafile", "image/wmf"],
	["macpict", "image/x-pict"],
	["dibitmap", "image/bmp"],
	["wbitmap", "image/bmp"],
	["pmmetafile", "image/wmf"],
]);

function each(words: string, place: Place): [string, Place][] {
	return words.split(" ").map((word) => [word, place]);
}
