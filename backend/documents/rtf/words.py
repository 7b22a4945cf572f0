"""What RTF's control words mean to someone who reads: characters, breaks, stories, and places without words."""

from enum import StrEnum


class Place(StrEnum):
    """What the text of a group is."""

    SHOWN = "shown"  # of the story around it
    STORY = "story"  # a story of its own: header, footer, note, box
    LINES = "lines"  # stands alone: properties, names of bookmarks nobody sees, unknown destinations
    NOTHING = "nothing"  # no words for a reader
    FONTS = "fonts"
    CODE = "code"  # of a field
    PICTURE = "picture"
    OBJECT = "object"  # the hexadecimal data of an embedded object
    SHAPE_NAME = "shape name"
    SHAPE_VALUE = "shape value"
    NUMBERING = "numbering"
    CHOICE = "choice"  # of a drop-down form field
    SECOND = "second"  # the same again for older readers


CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "softline": "",
    "column": "\n",
    "page": "\f",
    "emdash": "\u2014",
    "endash": "\u2013",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "\u2022",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
}
SYMBOLS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}
PARAGRAPH_ENDS = {"par", "sect", "cell", "nestcell", "row", "nestrow"}

_STORIES = (
    "header headerl headerr headerf footer footerl footerr footerf footnote annotation shptxt dptxbxtext "
    "ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn"
)
_SHOWN = (
    "rtf fldrslt result shp shpinst shpgrp do pntext listtext field object background mmath moMath moMathPara shppict "
    "upr ud shptop formfield pn sp"
)
_LINES = (
    "title subject author manager company category keywords comment doccomm hlinkbase staticval ffdeftext ffstattext "
    "ffhelptext xe tc tcn txe rxe xef yxe cvar atnref"
)
_NOTHING = (
    "colortbl stylesheet listtable listoverridetable revtbl rsidtbl generator themedata colorschememapping datastore "
    "latentstyles xmlnstbl filetbl pgdsctbl wgrffmtfilter mmathPr defchp defpap objclass objname objtime objalias "
    "objsect blipuid bliptag fname ffname ffformat ffentrymcr ffexitmcr bkmkstart bkmkend atnid atnauthor atntime "
    "atndate atnparent atnicn atrfstart atrfend nonesttables nesttableprops datafield fldtype passwordhash "
    "protusertbl userprops propname operator creatim revtim printim buptim template private1 linkval pgptbl "
    "nextfile oldcprops oldpprops oldsprops oldtprops hl hlloc hlsrc hlfr htmltag mhtmltag pnseclvl "
    "vern nofcharsws nofchars nofwords nofpages edmins id version fchars lchars panose falt fontemb fontfile "
    "docvar gridtbl listname liststylename writereservation writereservhash picscaled "
    "mvfmf mvfml mvtof mvtol ebcstart ebcend factoidname xform xmlattrname xmlattrvalue xmlname xmlopen "
    "keycode levelnumbers shpleft ptable"
)
PLACES = (
    dict.fromkeys(_STORIES.split(), Place.STORY)
    | dict.fromkeys(_SHOWN.split(), Place.SHOWN)
    | dict.fromkeys(_LINES.split(), Place.LINES)
    | dict.fromkeys(_NOTHING.split(), Place.NOTHING)
    | {
        "fonttbl": Place.FONTS,
        "fldinst": Place.CODE,
        "pict": Place.PICTURE,
        "objdata": Place.OBJECT,
        "sn": Place.SHAPE_NAME,
        "sv": Place.SHAPE_VALUE,
        "leveltext": Place.NUMBERING,
        "pntxta": Place.NUMBERING,
        "pntxtb": Place.NUMBERING,
        "ffl": Place.CHOICE,
        "shprslt": Place.SECOND,
        "nonshppict": Place.SECOND,
    }
)
"""By control word. Of others, those marked by \\* are read as lines, and what is not marked is shown."""

# Names of shape properties whose values a reader sees
SEEN_SHAPE_PROPERTIES = {"gtextUNICODE", "wzDescription", "wzTooltip"}
PICTURE_KINDS = {
    "pngblip": "image/png",
    "jpegblip": "image/jpeg",
    "emfblip": "image/emf",
    "wmetafile": "image/wmf",
    "macpict": "image/x-pict",
    "dibitmap": "image/bmp",
    "wbitmap": "image/bmp",
    "pmmetafile": "image/wmf",
}
