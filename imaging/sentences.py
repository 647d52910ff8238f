"""Every sentence that a refused picture is answered with: what happened, why, what to do next."""

from imaging.errors import Reason, Unreadable

MEGA = 1_000_000
AGAIN = "Export it again and upload the new file."


def called(name: str | None) -> str:
    """How a sentence names the picture: its announced file name, cleaned and shortened."""
    cleaned = "".join(letter for letter in name or "" if letter.isprintable()).strip()
    if not cleaned:
        return "This picture"
    return cleaned if len(cleaned) <= 80 else f"{cleaned[:60]}…{cleaned[-16:]}"  # noqa: PLR2004 - a line of text


def by(size: tuple[int, int]) -> str:
    """Width and height as a person reads them."""
    return f"{size[0]:,} × {size[1]:,}"  # noqa: RUF001 - the sign of multiplication is meant


def empty(name: str | None) -> Unreadable:
    return Unreadable(
        Reason.EMPTY, f"{called(name)} is empty (0 bytes): the upload or the export stopped before it began. {AGAIN}"
    )


def gone(name: str | None) -> Unreadable:
    return Unreadable(
        Reason.GONE,
        f"{called(name)} is no longer there: it was moved or deleted before it was opened. Upload it again.",
    )


def not_a_picture(name: str | None) -> Unreadable:
    return Unreadable(
        Reason.NOT_A_PICTURE,
        f"{called(name)} is not a picture: its content matches no picture format, whatever its name says. "
        "Check that it is the right file, and upload a JPEG, PNG, WebP, AVIF, TIFF, GIF or BMP.",
    )


def mislabelled(name: str, *, kind: str, extension: str, right: str, has_preview: bool) -> Unreadable:
    advice = (
        f"Rename it to end in .{right}, or export it as the format that you meant, and upload it again."
        if has_preview
        else "Export it as JPEG, PNG or TIFF, and upload that file."
    )
    return Unreadable(
        Reason.MISLABELLED, f"{called(name)} is {kind} inside, although its name ends in .{extension}. {advice}"
    )


def unsupported(name: str | None, *, kind: str) -> Unreadable:
    return Unreadable(
        Reason.UNSUPPORTED,
        f"{called(name)} is {kind}, and of that there is no preview: it is not one of the formats that can be opened "
        "safely here. To have it reviewed, export it as JPEG, PNG or TIFF, and upload that file.",
    )


def missing_extra(name: str | None, *, kind: str, extra: str) -> Unreadable:
    return Unreadable(
        Reason.UNSUPPORTED,
        f"{called(name)} is {kind}, and what opens such files is not installed here: galley[{extra}]. "
        "Ask an admin to install it, or export the file as JPEG, PNG or TIFF, and upload that.",
    )


def not_drawn(name: str | None, *, kind: str, why: str) -> Unreadable:
    return Unreadable(
        Reason.UNSUPPORTED,
        f"{called(name)} is {kind}, and of this one there is no preview: {why}. "
        "To have it seen, save it so, or export it as JPEG, PNG or TIFF, and upload that file.",
    )


def locked(name: str | None) -> Unreadable:
    return Unreadable(
        Reason.LOCKED,
        f"{called(name)} is locked with a password, so nobody here could look at it. "
        "Save it without the password, and upload that file.",
    )


def truncated(name: str | None) -> Unreadable:
    return Unreadable(
        Reason.TRUNCATED,
        f"{called(name)} is cut off: its end is missing, as after an upload or export that was interrupted. {AGAIN}",
    )


def damaged(name: str | None) -> Unreadable:
    return Unreadable(
        Reason.DAMAGED,
        f"{called(name)} is damaged: it begins like a picture, but what follows cannot be read. "
        "Open it in your own program, save it under a new name, and upload that file.",
    )


def too_heavy(name: str | None, *, size: int, limit: int) -> Unreadable:
    return Unreadable(
        Reason.TOO_HEAVY,
        f"{called(name)} weighs {size / MEGA:,.1f} MB; at most {limit / MEGA:,.1f} MB can be opened. "
        "Export it smaller, or with stronger compression, and upload it again.",
    )


def rendition_too_heavy(name: str | None, *, rendition: str, size: int, limit: int) -> Unreadable:
    return Unreadable(
        Reason.TOO_HEAVY,
        f"{called(name)} cannot be made into “{rendition}” of at most {limit / MEGA:,.2f} MB: even at the lowest "
        f"quality it weighs {size / MEGA:,.2f} MB. Allow more weight for it, or a smaller size or another format.",
    )


def output_too_heavy(name: str | None, *, limit: int) -> Unreadable:
    return Unreadable(
        Reason.TOO_HEAVY,
        f"{called(name)} becomes a file of more than {limit / MEGA:,.1f} MB, which is not written. "
        "Ask for a smaller size, a lower quality or another format.",
    )


def too_many_pixels(name: str | None, *, size: tuple[int, int] | None, limit: int) -> Unreadable:
    found = f"{by(size)} pixels ({size[0] * size[1] / MEGA:,.1f} megapixels)" if size else "too many pixels"
    return Unreadable(
        Reason.TOO_MANY_PIXELS,
        f"{called(name)} has {found}; at most {limit / MEGA:,g} megapixels are opened. "
        "Scale it down and upload it again.",
    )


def too_many_frames(name: str | None, *, found: str, limit: int, pages: bool) -> Unreadable:
    what, advice = (
        ("pages", "It is a document, not a picture: export the page to be reviewed as a picture of its own")
        if pages
        else ("frames", "Export a shorter animation, or the one frame to be reviewed,")
    )
    return Unreadable(
        Reason.TOO_MANY_FRAMES,
        f"{called(name)} has {found} {what}; at most {limit:,} are opened. {advice} and upload it again.",
    )


def too_much_memory(name: str | None, *, limit: int) -> Unreadable:
    return Unreadable(
        Reason.TOO_MUCH_MEMORY,
        f"{called(name)} needs more memory than one picture may take here ({limit / MEGA:,.0f} MB). "
        "Scale it down, or save it as a plain JPEG, and upload it again.",
    )


def took_too_long(name: str | None, *, seconds: float) -> Unreadable:
    return Unreadable(
        Reason.TOOK_TOO_LONG,
        f"{called(name)} could not be opened within {seconds:g} seconds, so the attempt was ended. "
        "Save it again in your own program, smaller or as a plain JPEG, and upload that file.",
    )


def profile_of_no_use(rendition: str, *, profile: str) -> Unreadable:
    return Unreadable(
        Reason.UNSUPPORTED,
        f"“{rendition}” cannot be made: the colour profile {profile} is missing, damaged, or not one to print with. "
        "Put the right .icc file there, or take the profile out of distribution.renditions in galley.yml.",
    )


def watermark_of_no_use(rendition: str, *, picture: str) -> Unreadable:
    return Unreadable(
        Reason.UNSUPPORTED,
        f"“{rendition}” cannot be made: its watermark {picture} is missing, or is no picture that can be opened. "
        "Put a PNG, WebP or JPEG there, or take the watermark out of distribution.renditions in galley.yml.",
    )


def crashed(name: str | None) -> Unreadable:
    return Unreadable(
        Reason.CRASHED,
        f"{called(name)} was given up: the process that opened it ended without an answer. Nothing else was touched. "
        "Upload it again; if it happens twice, save it under a new name in your own program first.",
    )
