"""An SVG as PNG, for places that show no SVG: with a font that comes along, since a bare machine has none."""

from functools import cache
from pathlib import Path


def png(svg: str, zoom: float = 2.0) -> bytes:
    """The drawing as PNG, `zoom` pixels to a unit of the SVG. Raises ValueError for a broken SVG."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            skip_system_fonts=True,
            font_files=_font_files(),
            font_family="Source Sans Pro",
            sans_serif_family="Source Sans Pro",
        )
    )


@cache
def _font_files() -> list[str]:
    import font_source_sans_pro

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    return [str(folder / f"SourceSansPro-{weight}.ttf") for weight in ("Regular", "Bold")]
