"""Draws the photographs of the tour: nothing in them was ever in front of a lens. python -m tests.tour.draw"""

import math
from collections.abc import Callable
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
WIDTH, HEIGHT = 1600, 1067
SIZE = (WIDTH, HEIGHT)
FOLDER = Path("bot/tour/photographs")


def main() -> None:
    drawn: dict[str, Image.Image] = {
        "alpine_lake": lake(),
        "desert_dusk": dunes(tilt=4),
        "desert_dusk_straight": dunes(tilt=0),
        "lemons": lemons(),
        "night_market": night(),
        "perfume": perfume().convert("CMYK"),
    }
    for name, picture in drawn.items():
        small = picture.resize((1200, 800), Image.Resampling.LANCZOS)
        small.save(FOLDER / f"{name}.jpg", quality=38 if small.mode == "CMYK" else 78, optimize=True)


def lake() -> Image.Image:
    picture = sky((38, 84, 148), (250, 206, 160), HEIGHT * 6 // 10)
    sun(picture, (1180, 400), 150, (255, 232, 190))
    for layer, (height, rough) in enumerate(((430, 150), (500, 120), (560, 80), (600, 40))):
        near = layer / 3
        colour = mixed((150, 150, 178), (22, 40, 48), near)
        land(picture, ridge(Random(layer + 3), height, rough), colour, grain=18)
    shore = 640
    mirror = picture.crop((0, 0, WIDTH, shore)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    water = mirror.resize((WIDTH, HEIGHT - shore)).filter(ImageFilter.GaussianBlur(3))
    water = Image.blend(water, Image.new("RGB", water.size, (24, 52, 74)), 0.32)
    picture.paste(rippled(water), (0, shore))
    return finished(picture, seed=1)


def dunes(*, tilt: float) -> Image.Image:
    picture = sky((74, 60, 110), (250, 150, 90), HEIGHT * 6 // 10)
    sun(picture, (520, 560), 110, (255, 220, 150))
    for layer, height in enumerate((600, 700, 820, 940)):
        colour = mixed((206, 130, 84), (92, 44, 30), layer / 3)
        land(picture, waves(layer, height), colour, grain=26)
    turned = picture.rotate(tilt, Image.Resampling.BICUBIC)
    edge = int(abs(tilt) * 22)
    return finished(turned.crop((edge, edge, WIDTH - edge, HEIGHT - edge)).resize(SIZE), seed=2)


def lemons() -> Image.Image:
    picture = sky((206, 214, 210), (150, 160, 158), HEIGHT)
    table = Image.new("RGB", (WIDTH, 420), (122, 86, 60))
    streaks = Image.effect_noise((WIDTH, 42), 60).resize((WIDTH, 420), Image.Resampling.BICUBIC)
    table = ImageChops.multiply(table, Image.merge("RGB", (streaks, streaks, streaks)).point(lambda v: 150 + v // 3))
    picture.paste(table, (0, HEIGHT - 420))
    for left, top, radius in ((500, 700, 170), (820, 740, 190), (1120, 690, 150), (690, 500, 150)):
        shadow(picture, (left, top + radius), radius)
        ball(picture, (left, top), radius, (246, 206, 40))
    return finished(picture, seed=3)


def night() -> Image.Image:
    dice, picture = Random(11), sky((8, 10, 26), (44, 26, 40), HEIGHT)
    for _ in range(90):
        light = Image.new("RGB", SIZE)
        place, radius = (dice.randrange(WIDTH), int(dice.gauss(560, 170))), dice.randrange(18, 70)
        tint = dice.choice(((255, 170, 80), (255, 110, 70), (120, 190, 255), (255, 220, 150), (190, 110, 230)))
        colour = mixed((0, 0, 0), tint, dice.uniform(0.15, 0.6))
        box = (place[0] - radius, place[1] - radius, place[0] + radius, place[1] + radius)
        ImageDraw.Draw(light).ellipse(box, fill=colour, outline=mixed(colour, (255, 255, 255), 0.25), width=3)
        picture = ImageChops.screen(picture, light.filter(ImageFilter.GaussianBlur(2)))
    pen = ImageDraw.Draw(picture)
    for stall in range(6):
        left = stall * 290 - 60
        pen.polygon([(left, 880), (left + 260, 880), (left + 220, 780), (left + 40, 780)], fill=(20, 12, 18))
        pen.rectangle((left + 20, 880, left + 240, HEIGHT), fill=(12, 8, 14))
    return finished(picture, seed=4)


def perfume() -> Image.Image:
    picture = sky((232, 222, 226), (196, 176, 188), HEIGHT)
    shadow(picture, (800, 900), 300)
    glass = Image.new("RGB", (420, 520))
    for x in range(420):
        shine = math.sin(x / 420 * math.pi) * 0.6 + 0.4 * math.exp(-(((x - 90) / 24) ** 2))
        ImageDraw.Draw(glass).line((x, 0, x, 520), fill=mixed((120, 40, 70), (255, 190, 205), min(shine, 1)))
    mask = Image.new("L", glass.size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, 419, 519), 60, fill=235)
    picture.paste(glass, (590, 380), mask.filter(ImageFilter.GaussianBlur(1)))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((740, 320, 860, 384), fill=(205, 172, 96))
    pen.rounded_rectangle((712, 190, 888, 326), 22, fill=(44, 34, 40))
    pen.rounded_rectangle((670, 560, 930, 720), 10, fill=(248, 240, 236))
    pen.line((700, 640, 900, 640), fill=(150, 110, 120), width=5)
    return finished(picture, seed=5)


def sky(top: Colour, bottom: Colour, until: int) -> Image.Image:
    slope = Image.linear_gradient("L").resize((WIDTH, until)).crop((0, 0, WIDTH, until))
    full = Image.new("L", SIZE, 255)
    full.paste(slope, (0, 0))
    return Image.composite(Image.new("RGB", SIZE, bottom), Image.new("RGB", SIZE, top), full)


def sun(picture: Image.Image, at: tuple[int, int], radius: int, colour: Colour) -> None:
    glow = Image.new("RGB", SIZE)
    pen = ImageDraw.Draw(glow)
    for grown, strength in ((3.2, 0.35), (1.8, 0.5), (0.5, 1.0)):
        box = tuple(
            int(v)
            for v in (at[0] - radius * grown, at[1] - radius * grown, at[0] + radius * grown, at[1] + radius * grown)
        )
        pen.ellipse(box, fill=mixed((0, 0, 0), colour, strength))
    picture.paste(ImageChops.screen(picture, glow.filter(ImageFilter.GaussianBlur(radius // 3))))


def ridge(dice: Random, height: int, rough: float) -> Callable[[int], float]:
    """A skyline: waves of halving length and height, with corners."""
    parts = [(rough / 2**n, 2**n * dice.uniform(0.8, 1.2) * 3 / WIDTH, dice.uniform(0, 1)) for n in range(8)]
    return lambda x: height - sum(size * abs(((x * pace + shift) % 1) * 2 - 1) for size, pace, shift in parts)


def waves(layer: int, height: int) -> Callable[[int], float]:
    return lambda x: height + 60 * math.sin(x / (260 - layer * 20) + layer * 1.7) + 22 * math.sin(x / 90 + layer)


def land(picture: Image.Image, skyline: Callable[[int], float], colour: Colour, *, grain: int) -> None:
    mask = Image.new("L", SIZE)
    corners = [(x, skyline(x)) for x in range(0, WIDTH + 4, 4)]
    ImageDraw.Draw(mask).polygon([(0, HEIGHT), *corners, (WIDTH, HEIGHT)], fill=255)
    rock = Image.effect_noise((WIDTH // 4, HEIGHT // 4), grain).resize(SIZE, Image.Resampling.BICUBIC)
    light = Image.merge("RGB", (rock, rock, rock)).point(lambda value: 127 + value)
    picture.paste(
        ImageChops.multiply(Image.new("RGB", SIZE, colour), light), mask=mask.filter(ImageFilter.GaussianBlur(1))
    )


def rippled(water: Image.Image) -> Image.Image:
    moved = Image.new("RGB", water.size)
    for y in range(water.height):
        row = water.crop((0, y, water.width, y + 1))
        moved.paste(row, (int(math.sin(y / 3.1) * (1 + y / 60)), y))
    return Image.blend(water, moved, 0.7)


def ball(picture: Image.Image, at: tuple[int, int], radius: int, colour: Colour) -> None:
    pen = ImageDraw.Draw(picture)
    for step in range(radius, 0, -2):
        near = 1 - step / radius
        x, y = at[0] - int(near * radius * 0.3), at[1] - int(near * radius * 0.35)
        shade = mixed(mixed(colour, (60, 40, 0), 0.55), mixed(colour, (255, 255, 240), 0.7), near**1.3)
        pen.ellipse((x - int(step * 1.12), y - step, x + int(step * 1.12), y + step), fill=shade)


def shadow(picture: Image.Image, at: tuple[int, int], radius: int) -> None:
    mask = Image.new("L", SIZE)
    box = (at[0] - int(radius * 1.3), at[1] - radius // 4, at[0] + int(radius * 1.5), at[1] + radius // 4)
    ImageDraw.Draw(mask).ellipse(box, fill=150)
    picture.paste((30, 22, 20), mask=mask.filter(ImageFilter.GaussianBlur(30)))


def finished(picture: Image.Image, *, seed: int) -> Image.Image:
    """Film grain and darker corners, as a lens would leave them."""
    corners = Image.radial_gradient("L").resize(SIZE).point(lambda value: 255 - max(0, value - 90) // 2)
    toned = ImageChops.multiply(picture, Image.merge("RGB", (corners, corners, corners)))
    grain = Image.effect_noise((WIDTH // 2, HEIGHT // 2), 6 + seed % 2).resize(SIZE)
    return ImageChops.add(toned, Image.merge("RGB", (grain, grain, grain)), scale=1, offset=-128)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    return tuple(int(a + (b - a) * share) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]


if __name__ == "__main__":
    main()
