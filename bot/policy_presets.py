"""Sizes that the places where pictures are shown ask for, as of 2026: what `preset:` in galley.yml stands for."""

from collections.abc import Mapping
from enum import StrEnum

Shape = Mapping[str, object]
WHOLE = 16_383  # px: with `fit`, a box so large leaves every picture as it is

_SQUARE: Shape = {"width": 1080, "height": 1080, "fit": "fill", "format": "JPEG"}


class Preset(StrEnum):
    THUMB = "thumb"
    PREVIEW = "preview"
    SCREEN = "screen"
    WEB_LARGE = "web_large"
    WEB_HERO = "web_hero"
    OG_IMAGE = "og_image"
    IG_PORTRAIT = "ig_portrait"
    IG_SQUARE = "ig_square"
    IG_LANDSCAPE = "ig_landscape"
    STORY_REEL_TIKTOK = "story_reel_tiktok"
    FB_SQUARE = "fb_square"
    FB_FEED = "fb_feed"
    X_SQUARE = "x_square"
    X_LANDSCAPE = "x_landscape"
    X_HEADER = "x_header"
    LI_FEED = "li_feed"
    LI_COVER = "li_cover"
    LI_COMPANY_COVER = "li_company_cover"
    PINTEREST_PIN = "pinterest_pin"
    YT_THUMBNAIL = "yt_thumbnail"
    YT_BANNER = "yt_banner"
    PRINT_RGB_300 = "print_rgb_300"
    PRINT_CMYK_300 = "print_cmyk_300"


SHAPES: Mapping[Preset, Shape] = {
    Preset.THUMB: {"width": 200, "height": 200, "format": "WEBP", "quality": 80},
    Preset.PREVIEW: {"width": 900, "height": 540, "format": "JPEG"},
    Preset.SCREEN: {"width": 1400, "height": 1400, "format": "JPEG"},
    Preset.WEB_LARGE: {"width": 2000, "height": 2000, "format": "WEBP"},
    Preset.WEB_HERO: {"width": 1920, "height": 1080, "fit": "fill", "format": "WEBP"},
    Preset.OG_IMAGE: {"width": 1200, "height": 630, "fit": "fill", "format": "JPEG"},
    Preset.IG_PORTRAIT: {"width": 1080, "height": 1350, "fit": "fill", "format": "JPEG"},
    Preset.IG_SQUARE: _SQUARE,
    Preset.IG_LANDSCAPE: {"width": 1080, "height": 566, "fit": "fill", "format": "JPEG"},
    Preset.STORY_REEL_TIKTOK: {"width": 1080, "height": 1920, "fit": "fill", "format": "JPEG"},
    Preset.FB_SQUARE: _SQUARE,
    Preset.FB_FEED: {"width": 1200, "height": 630, "fit": "fill", "format": "JPEG"},
    Preset.X_SQUARE: _SQUARE,
    Preset.X_LANDSCAPE: {"width": 1600, "height": 900, "fit": "fill", "format": "JPEG"},
    Preset.X_HEADER: {"width": 1500, "height": 500, "fit": "fill", "format": "JPEG"},
    Preset.LI_FEED: {"width": 1200, "height": 627, "fit": "fill", "format": "JPEG"},
    Preset.LI_COVER: {"width": 1584, "height": 396, "fit": "fill", "format": "JPEG"},
    Preset.LI_COMPANY_COVER: {"width": 1128, "height": 191, "fit": "fill", "format": "JPEG"},
    Preset.PINTEREST_PIN: {"width": 1000, "height": 1500, "fit": "fill", "format": "JPEG"},
    Preset.YT_THUMBNAIL: {"width": 1280, "height": 720, "fit": "fill", "format": "JPEG", "max_kilobytes": 2000},
    Preset.YT_BANNER: {"width": 2560, "height": 1440, "fit": "fill", "format": "JPEG"},
    Preset.PRINT_RGB_300: {"width": WHOLE, "height": WHOLE, "format": "TIFF", "dpi": 300},
    Preset.PRINT_CMYK_300: {"width": WHOLE, "height": WHOLE, "format": "TIFF", "dpi": 300},
}
