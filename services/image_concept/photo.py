"""A model's picture in the storyboard's frame: cut to 16 to 9, scaled, and inside an SVG document like a drawing's."""

import base64
import io
import warnings
from xml.sax.saxutils import escape

from PIL import Image, ImageOps, UnidentifiedImageError

from services.image_concept.scenery.canvas import HEIGHT, WIDTH
from services.shared.model.models import ModelFailed

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_PIXELS = 4096 * 4096
QUALITY = 82
"""Of the JPEG, of 100: a picture has some 200 KB then."""


def frame(content: bytes, alt: str) -> str:
    """A self-contained SVG document of 1280 by 720 with the picture. Raises ModelFailed when it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise ModelFailed(f"the model's picture has over {MAX_PIXELS:,} pixels")
                fitted = ImageOps.fit(opened.convert("RGB"), (WIDTH, HEIGHT))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ModelFailed("the model's picture cannot be read") from None
    buffer = io.BytesIO()
    fitted.save(buffer, "JPEG", quality=QUALITY)
    data = base64.b64encode(buffer.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t">\n'
        f'<title id="t">{escape(alt)}</title>\n'
        f'<image width="{WIDTH}" height="{HEIGHT}" href="data:image/jpeg;base64,{data}"/>\n</svg>\n'
    )
